import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { numberFromRange } from '../numbers/number-from-range';
import { makeAllocated } from '../testing-invoices';
import { addWaybillRange, courierAccounts } from './courier-accounts';
import { addCourierAccount, type NewAccount } from './save-courier-account';

const contract: NewAccount = {
  name: '롯데 본사',
  courier: 'lotte',
  contractCode: 'C-77',
  senderName: '모아상회',
  senderPhone: '02-777-1234',
  senderAddress: '경기도 이천시 마장면 물류로 12',
  labelSize: '100x150',
};

const sealing = { encryptionKey: Buffer.alloc(32, 7).toString('base64') };

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let made = 0;
beforeEach(async () => {
  made++;
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
});

const ofThisTest = () => ({ ...contract, contractCode: `C-${made}` });

it('shows what is left of a range, and says when it is little', async () => {
  const accountId = await addCourierAccount(ctx, ofThisTest(), sealing);
  expect(
    await addWaybillRange(ctx, { accountId, from: '3200-0000-0003', to: '320000000025' }),
  ).toEqual({ count: 3 });
  const variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 5 }])).V1;
  const channelId = await makeChannel(ctx);
  const [order] = await makeAllocated(ctx, variant, [{ orderNo: 'A-1', channelId }]);
  await numberFromRange(ctx, {
    shipmentIds: [order?.shipmentId ?? 0],
    courierAccountId: accountId,
  });
  expect(await courierAccounts(ctx)).toMatchObject([
    {
      remaining: 2,
      isLow: true,
      ranges: [{ from: '320000000003', to: '320000000025', total: 3, used: 1 }],
    },
  ]);
  expect(await courierAccounts(otherMall)).toEqual([]);
});

it('a range overlaps none of its contract, not even one of another mall', async () => {
  const mine = await addCourierAccount(ctx, ofThisTest(), sealing);
  const theirs = await addCourierAccount(otherMall, ofThisTest(), sealing);
  await addWaybillRange(otherMall, { accountId: theirs, from: '320000000003', to: '320000000025' });
  const taken = { messageKey: 'couriers.errors.rangeTaken' };
  await expect(
    addWaybillRange(ctx, { accountId: mine, from: '320000000025', to: '320000000994' }),
  ).rejects.toMatchObject(taken);
  const wanted = { accountId: mine, from: '320000000036', to: '320000000994' };
  const results = await Promise.allSettled([
    addWaybillRange(ctx, wanted),
    addWaybillRange(ctx, wanted),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('adds no range to an account of another mall', async () => {
  const theirs = await addCourierAccount(otherMall, ofThisTest(), sealing);
  await expect(
    addWaybillRange(ctx, { accountId: theirs, from: '320000000003', to: '320000000025' }),
  ).rejects.toMatchObject({ messageKey: 'errors.notFound' });
});

it.each([
  ['320000000004', '320000000025', 'wrongFrom'],
  ['320000000003', '320000000026', 'wrongTo'],
  ['320000000025', '320000000003', 'reversed'],
])('refuses %s–%s: %s', async (from, to, refusal) => {
  const accountId = await addCourierAccount(ctx, ofThisTest(), sealing);
  await expect(addWaybillRange(ctx, { accountId, from, to })).rejects.toMatchObject({
    messageKey: `couriers.errors.${refusal}`,
  });
});

it('a courier without a certain check digit has no ranges', async () => {
  const accountId = await addCourierAccount(ctx, { ...ofThisTest(), courier: 'epost' }, sealing);
  await expect(
    addWaybillRange(ctx, { accountId, from: '6012345678901', to: '6012345678999' }),
  ).rejects.toMatchObject({ messageKey: 'couriers.errors.noCertainRule' });
});

it('a contract code stands once a courier', async () => {
  await addCourierAccount(ctx, ofThisTest(), sealing);
  await expect(addCourierAccount(ctx, ofThisTest(), sealing)).rejects.toMatchObject({
    messageKey: 'couriers.errors.contractTaken',
  });
});
