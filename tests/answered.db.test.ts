import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { systemDb } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { Action } from '@/lib/action';
import type { Ctx } from '@/lib/context';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { startCount } from '@/lib/stock/counts';
import { exportsOf } from './rights/endpoints';
import { callAs, goingOn, makeMember, type Person, standInForServer } from './rights/request';

/** What a browser hears of what it asked, and what was done when it asks again. */

let database: TestDatabase;
let ctx: Ctx;
let member: Person;

beforeAll(async () => {
  standInForServer();
  database = await createTestDatabase();
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await database.drop();
});
beforeEach(async () => {
  goingOn.length = 0;
  ctx = await makeMall();
  member = await makeMember(ctx, 'operator');
  await callAs(member);
});

it('has entered an order though what goes on by itself fails', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await makeVariants(ctx, [{ code: 'SKU-1', onHand: 3 }]);
  await saveAutopilot(ctx, {
    days: 31,
    bundleScope: null,
    allocation: { servesPartly: false, reallocatesPartly: true },
  });
  const order = await typedOrder();
  await whileRunsFail('allocate', async () => {
    expect(await ask('register', 'enterOrder', order)).toMatchObject({ ok: true });
    for (const work of goingOn) await work();
  });
  expect(await stages()).toEqual(['ready']);
  await goingOn[0]?.();
  expect(await stages()).toEqual(['allocated']);
});

it('has entered an order that could not be matched, and lets nothing go on with it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const order = await typedOrder();
  await whileRunsFail('match', async () => {
    expect(await ask('register', 'enterOrder', order)).toMatchObject({ ok: true });
    for (const work of goingOn) await work();
  });
  expect(await stages()).toEqual(['unmatched']);
});

it('counts a scan once that is asked for again because its answer was lost', async () => {
  await makeVariants(ctx, [{ code: 'SKU-1', onHand: 3 }]);
  const { countId } = await startCount(ctx, '1월');
  const scan = () => ask('counts', 'scan', { countId, code: 'SKU-1' }, requestId);
  const requestId = newId();
  expect(await scan()).toMatchObject({ ok: true, value: { countedQty: 1 } });
  expect(await scan()).toMatchObject({ ok: false, isRepeated: true });
  expect(await ask('counts', 'scan', { countId, code: 'SKU-1' })).toMatchObject({
    value: { countedQty: 2 },
  });
});

async function ask(screen: string, name: string, input: object, requestId = newId()) {
  const place = screen === 'counts' ? 'stock' : 'orders';
  const actions = await exportsOf(`app/(signed-in)/${place}/${screen}/actions.ts`);
  return (actions[name] as Action)({ ...input, mallId: ctx.mallId, requestId });
}

const newId = () => randomBytes(16).toString('hex');

const typedOrder = async () => ({
  channelId: await makeChannel(ctx),
  recipientName: '한도윤',
  recipientMobile: '010-2345-6789',
  address1: '서울특별시 중구 세종대로 110',
  lines: [{ variantCode: 'SKU-1', productName: '셔츠', quantity: 1 }],
});

const stages = async () => (await seeShipments(ctx)).map(({ stage }) => stage);

/** As it is while somebody's run over many parcels has them locked for too long. */
async function whileRunsFail(kind: string, work: () => Promise<void>): Promise<void> {
  await systemDb().execute(sql`
    create function fail() returns trigger language plpgsql as $$
    begin raise exception 'locked' using errcode = '55P03'; end $$`);
  await systemDb().execute(
    sql.raw(`create trigger fail before insert on runs
      for each row when (new.kind = '${kind}') execute function fail()`),
  );
  await work().finally(() => systemDb().execute(sql`drop function fail() cascade`));
}
