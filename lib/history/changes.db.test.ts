import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { addGiftRule, editGiftRule, giftRules, type NewGiftRule } from '@/lib/gifts/rules';
import {
  addCourierAccount,
  editCourierAccount,
  type NewAccount,
} from '@/lib/invoicing/accounts/save-courier-account';
import { type PrinterProfile, savePrinter } from '@/lib/invoicing/prints/printers';
import { editVariants } from '@/lib/products/edit-many';
import { kitList, saveKit } from '@/lib/products/kits';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { eventHistory } from './events';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
});

it('tells of a change of many variants what stood at each, and shows the first of them', async () => {
  const codes = ['V1', 'V2', 'V3', 'V4', 'V5'] as const;
  const made = await makeVariants(
    ctx,
    codes.map((code, index) => ({ code, price: 1000 * (index + 1) })),
  );
  const ids = codes.map((code) => made[code].variantId);
  await editVariants(ctx, ids, { price: 3000 });
  expect(await lastChange()).toMatchObject({
    variants: 5,
    changes: [
      { code: 'V1', before: { price: 1000 }, after: { price: 3000 } },
      { code: 'V2', before: { price: 2000 }, after: { price: 3000 } },
      { code: 'V4', before: { price: 4000 }, after: { price: 3000 } },
    ],
    moreChanges: 1,
  });
});

it('tells what a kit was and is', async () => {
  await makeVariants(ctx, [{ code: 'CUP' }, { code: 'PEN' }]);
  const kit = { code: 'SET', name: '세트', price: 100, items: [{ variantCode: 'CUP', qty: 2 }] };
  await saveKit(ctx, kit);
  const [{ id } = { id: 0 }] = await kitList(ctx);
  await saveKit(ctx, { ...kit, id, price: 200, items: [{ variantCode: 'PEN', qty: 1 }] });
  expect(await lastChange()).toMatchObject({
    before: { price: 100, items: 'CUP × 2' },
    after: { price: 200, items: 'PEN × 1' },
  });
});

it('tells what a gift rule was and is', async () => {
  await makeVariants(ctx, [{ code: 'GIFT' }]);
  const rule: NewGiftRule = {
    ...{ name: '3만원 이상', basis: 'order', minAmount: 30_000, minQty: 0, firstCount: null },
    ...{ channelIds: [], variantCodes: [], tags: [], giftCode: 'GIFT', qty: 1 },
  };
  await addGiftRule(ctx, rule);
  const [{ id } = { id: 0 }] = await giftRules(ctx);
  await editGiftRule(ctx, { ...rule, id, minAmount: 50_000 });
  const { before, after } = await lastChange();
  expect([before, after]).toEqual([{ min_amount: 30_000 }, { min_amount: 50_000 }]);
});

it('tells what a printer was and is', async () => {
  const belt: PrinterProfile = {
    ...{ name: '벨트', labelSize: '100x150', offsetXMm: 0, offsetYMm: 0 },
    ...{ rotation: 0, copies: 1, pageOrder: 'sequence' },
  };
  const { id } = await savePrinter(ctx, belt);
  await savePrinter(ctx, { ...belt, id, copies: 2 });
  expect(await lastChange()).toMatchObject({ before: { copies: 1 }, after: { copies: 2 } });
});

it('tells what a contract was and is, and nothing of its key but that it is new', async () => {
  const sealing = { encryptionKey: Buffer.alloc(32, 7).toString('base64') };
  const account: NewAccount = {
    courier: 'cj',
    contractCode: '1',
    name: '본사',
    senderName: '모아',
    senderPhone: '02-123-4567',
    senderAddress: '서울',
    labelSize: '100x150',
  };
  const id = await addCourierAccount(ctx, account, sealing);
  await editCourierAccount(ctx, { ...account, id, name: '지점', apiKey: 'hidden' }, sealing);
  const change = await lastChange();
  expect(change).toMatchObject({
    before: { name: '본사' },
    after: { name: '지점' },
    isKeyNew: true,
  });
  expect(JSON.stringify(change)).not.toMatch(/hidden|ciphertext/);
});

it('tells what followed each collection and what does', async () => {
  const first = { days: 7, bundleScope: null, allocation: null };
  await saveAutopilot(ctx, first);
  await saveAutopilot(ctx, null);
  expect(await lastChange()).toEqual({ before: first, after: null });
});

it('names the channels of a collection of several', async () => {
  const channelIds = [await makeChannel(ctx), await makeChannel(ctx, { account: 'second' })];
  const others = await makeMall('남의 상회');
  const theirs = await makeChannel(others);
  const detail = { channelIds: [...channelIds, theirs] };
  await inMall(ctx, (tx) =>
    recordEvent(tx, ctx, { verb: 'collect', subject: 'channel', subjectId: null, detail }),
  );
  expect(await lastChange()).toMatchObject({
    channelNames: ['coupang(simplex)', 'coupang(second)'],
  });
});

async function lastChange(): Promise<Record<string, unknown>> {
  const asked = {
    from: new Date(0),
    until: new Date('2100-01-01'),
    userId: null,
    isAccess: false,
    subjects: null,
  };
  const { rows } = await eventHistory(ctx, asked, { size: 1, at: 'first' });
  return rows[0]?.detail ?? {};
}
