import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { ChannelState } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { askNotices } from '@/lib/notices/ask';
import { openNotices } from '@/lib/notices/screen';
import { pageRequest } from '@/lib/paging';
import {
  bundleEverything,
  collectedLine,
  collectedOrder,
  READ_AT,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { settleNoticeByHand } from './settle-notice';

const endOf = (day: string) => new Date(`${day}T23:59:59+09:00`);
const third = endOf('2026-03-03');
const fifth = endOf('2026-03-05');
const eighth = endOf('2026-03-08');

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let minutes = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = { ...(await makeMall()), now: READ_AT };
  channelId = await makeChannel(ctx);
  minutes = 0;
});

it('comes with a later answer, also where none was named before, and counts as updated', async () => {
  await collect({ 1: null });
  expect(await collect({ 1: fifth })).toMatchObject({ updated: [expect.any(Number)] });
  expect(await shipBys()).toEqual({ lines: [fifth], parcels: [fifth] });
  await collect({ 1: eighth });
  expect(await shipBys()).toEqual({ lines: [eighth], parcels: [eighth] });
  await collect({ 1: third });
  expect(await shipBys()).toEqual({ lines: [third], parcels: [third] });
});

it('stays where an answer names none or is older, and again where it names the same', async () => {
  await collect({ 1: fifth });
  expect(await collect({ 1: null })).toMatchObject({ updated: [], unchanged: 1 });
  expect(await collect({ 1: fifth })).toMatchObject({ updated: [], unchanged: 1 });
  minutes = -60;
  await collect({ 1: eighth });
  expect(await shipBys()).toEqual({ lines: [fifth], parcels: [fifth] });
});

it('is the earliest of its lines in a bundle', async () => {
  await collect({ 1: third, 2: fifth });
  await bundleEverything(ctx);
  await collect({ 1: eighth, 2: fifth });
  expect(await shipBys()).toEqual({ lines: [eighth, fifth], parcels: [fifth] });
});

it('stays in a parcel that has left', async () => {
  await collect({ 1: third }, 'shipping');
  await collect({ 1: eighth }, 'shipping');
  expect(await shipBys()).toEqual({ lines: [eighth], parcels: [third] });
});

it('is no run of its own: to be told of another day touches no parcel', async () => {
  await collect({ 1: third });
  await collect({ 1: fifth });
  const runs = await inMall(ctx, (tx) =>
    rows(tx, sql`select from runs where mall_id = ${ctx.mallId}`),
  );
  expect(runs).toEqual([]);
});

it('is the day the buyer was told of while the channel names an earlier one', async () => {
  await collect({ 1: third });
  await delayTo('2026-03-05');
  expect(await shipBys()).toEqual({ lines: [fifth], parcels: [fifth] });
  expect(await collect({ 1: third })).toMatchObject({ updated: [], unchanged: 1 });
  expect(await shipBys()).toEqual({ lines: [fifth], parcels: [fifth] });
  await collect({ 1: eighth });
  expect(await shipBys()).toEqual({ lines: [eighth], parcels: [eighth] });
});

/** Orders of one line each, by their numbers. */
function collect(shipByOf: Record<string, Date | null>, state: ChannelState = 'acknowledged') {
  minutes += 10;
  const orders = Object.entries(shipByOf).map(([orderNo, shipBy]) =>
    collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { shipBy, state })]),
  );
  const readAt = new Date(READ_AT.getTime() + minutes * 60_000);
  return takeIn(ctx, channelId, orders, { readAt });
}

async function delayTo(shipOn: string): Promise<void> {
  const lines = await inMall(ctx, (tx) =>
    rows<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from order_lines where mall_id = ${ctx.mallId}`,
    ),
  );
  await askNotices(ctx, { lines }, { kind: 'delay', reason: 'preparing', shipOn, detail: '' });
  const [notice] = (await openNotices(ctx, 'open', pageRequest(undefined, 20))).rows;
  await settleNoticeByHand(ctx, { id: notice?.id ?? 0, decision: 'done' });
}

async function shipBys() {
  const read = (which: ReturnType<typeof sql>) =>
    inMall(ctx, (tx) => rows<{ shipBy: string | null }>(tx, which));
  const lines = await read(sql`
    select ship_by as "shipBy" from order_lines where mall_id = ${ctx.mallId} order by id`);
  const parcels = await read(sql`
    select ship_by as "shipBy" from shipments
    where mall_id = ${ctx.mallId} and stage <> 'absorbed' order by id`);
  const dates = (found: typeof lines) => found.map(({ shipBy }) => shipBy && new Date(shipBy));
  return { lines: dates(lines), parcels: dates(parcels) };
}
