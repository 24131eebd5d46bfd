import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { acceptUnsent, lockClaim } from '@/lib/shipments/claims/decide-claim';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitUnallocated } from '@/lib/shipments/parcels/split';
import { setAllocation } from '@/lib/shipments/stock';
import { leasePushes, recordOutcomes } from './pushes/push-store';
import { shipShipments } from './ship';
import { invoicedParcels, seePushes } from './testing-parcels';
import { unshipShipments } from './unship';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const done = { state: 'done' as const, code: '', message: '', dueInMs: 0 };
const linesOf = (lines: { lineKey: string }[]) => lines.map(({ lineKey }) => lineKey);

it('waits with a line whose quantity is spread over two parcels, and tells it once', async () => {
  const { ctx, channelId, first, rest } = await splitByQuantity();
  await shipShipments(ctx, [first]);
  expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  await shipShipments(ctx, [rest]);
  expect(await seePushes(ctx)).toMatchObject([
    { shipmentId: first, state: 'waiting', isDue: true },
    { shipmentId: rest, state: 'not_applicable' },
  ]);
  const [push] = await leasePushes(ctx, channelId, 10);
  expect(linesOf(push?.lines ?? [])).toEqual(['A-1:1', 'A-1:2']);
});

it('waits no longer for what a person lets be cancelled', async () => {
  const { ctx, channelId, first } = await splitByQuantity();
  await shipShipments(ctx, [first]);
  const named = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'cancel' as const };
  const told = { quantity: 1, reason: '단순변심', requestedAt: ctx.now, raw: {} };
  await inMall(ctx, async (tx) => {
    await intakeClaims(tx, ctx, channelId, [{ ...named, ...told, state: 'requested' }]);
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`select id from claims where mall_id = ${ctx.mallId}`,
    );
    await acceptUnsent(tx, ctx, await lockClaim(tx, ctx, id));
  });
  expect(await seePushes(ctx)).toMatchObject([{ state: 'waiting', isDue: true }]);
});

it('tells a spread line once too when both parcels leave together', async () => {
  const { ctx, channelId, first, rest } = await splitByQuantity();
  await shipShipments(ctx, [rest, first]);
  const leased = await leasePushes(ctx, channelId, 10);
  expect(leased.map(({ lines }) => linesOf(lines))).toEqual([['A-1:1', 'A-1:2']]);
});

it('does not let whole lines of a parcel wait for what stays behind', async () => {
  const { ctx, channelId, first, rest } = await splitByQuantity({ secondLineStays: true });
  await shipShipments(ctx, [rest]);
  await shipShipments(ctx, [first]);
  const leased = await leasePushes(ctx, channelId, 10);
  expect(leased.map(({ lines }) => linesOf(lines))).toEqual([['A-1:1', 'A-1:2']]);
  expect((await seePushes(ctx)).map(({ state }) => state)).toEqual(['sending', 'not_applicable']);
});

it('tells a box that the marketplace has split since under its new number', async () => {
  const inUnits = (one: string, other: string) =>
    collectedOrder('A-1', [
      collectedLine('A-1:1', { channelUnitNo: one }),
      collectedLine('A-1:2', { channelUnitNo: other }),
    ]);
  const { ctx, channelId, ids } = await invoicedParcels([inUnits('box', 'box')]);
  await shipShipments(ctx, ids);
  const readAt = (minutes: number) => new Date(READ_AT.getTime() + minutes * 60_000);
  await takeIn(ctx, channelId, [inUnits('box', 'box-new')], { readAt: readAt(1) });
  expect((await unitsOf(ctx)).sort()).toEqual(['box waiting', 'box-new waiting']);
  await takeIn(ctx, channelId, [inUnits('box-new', 'box-new')], { readAt: readAt(2) });
  expect((await unitsOf(ctx)).sort()).toEqual(['box withdrawn', 'box-new waiting']);
  const leased = await leasePushes(ctx, channelId, 10);
  expect(leased.map(({ unitNo, lines: of }) => [unitNo, linesOf(of)])).toEqual([
    ['box-new', ['A-1:1', 'A-1:2']],
  ]);
});

it('withdraws what waits when the parcel of the first part comes back', async () => {
  const { ctx, channelId, first, rest } = await splitByQuantity();
  await shipShipments(ctx, [first]);
  await unshipShipments(ctx, [first]);
  await shipShipments(ctx, [rest]);
  expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  await shipShipments(ctx, [first]);
  const earlier = await leasePushes(ctx, channelId, 10);
  await recordOutcomes(
    ctx,
    earlier.map(({ id }) => ({ id, ...done })),
  );
  const later = await leasePushes(ctx, channelId, 10);
  const told = [...earlier, ...later].map(({ lines }) => linesOf(lines));
  expect(told).toEqual([['A-1:1'], ['A-1:2']]);
});

describe('of a unit that a file names whole,', () => {
  it('tells nothing by the API for a part that leaves after a key was stored', async () => {
    const { ctx, channelId, first, rest } = await fromFileAndSplit();
    await shipShipments(ctx, [first]);
    await storeKey(ctx, channelId);
    await shipShipments(ctx, [rest]);
    expect(await seePushes(ctx)).toMatchObject([
      { shipmentId: first, state: 'file_waiting', isDue: true },
      { shipmentId: rest, state: 'not_applicable' },
    ]);
    expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  });

  it('tells of the part by the API once the file has not told of the other', async () => {
    const { ctx, channelId, first, rest } = await fromFileAndSplit();
    await shipShipments(ctx, [first]);
    await storeKey(ctx, channelId);
    await shipShipments(ctx, [rest]);
    await unshipShipments(ctx, [first]);
    expect((await seePushes(ctx)).filter(({ shipmentId }) => shipmentId === rest)).toMatchObject([
      { state: 'withdrawn' },
      { state: 'waiting' },
    ]);
  });
});

describe('of what was typed in, and left in parts before its channel told of it,', () => {
  it('tells once, by the first parcel', async () => {
    const { ctx, channelId, first, rest } = await typedInAndSplit();
    await shipShipments(ctx, [rest]);
    await shipShipments(ctx, [first]);
    await tellOf(ctx, channelId);
    expect((await seePushes(ctx)).slice(2)).toMatchObject([
      { shipmentId: first, state: 'waiting', isDue: true },
      { shipmentId: rest, state: 'not_applicable' },
    ]);
    const leased = await leasePushes(ctx, channelId, 10);
    expect(leased.map(({ unitNo, lines }) => [unitNo, linesOf(lines)])).toEqual([
      ['U-1', ['A-1:1', 'A-1:2']],
    ]);
  });

  it('waits for the parcel that has not left yet', async () => {
    const { ctx, channelId, first, rest } = await typedInAndSplit();
    await shipShipments(ctx, [rest]);
    await tellOf(ctx, channelId);
    expect((await seePushes(ctx)).slice(1)).toMatchObject([
      { shipmentId: rest, state: 'waiting', isDue: false },
    ]);
    await shipShipments(ctx, [first]);
    expect((await seePushes(ctx)).slice(1)).toMatchObject([
      { shipmentId: rest, state: 'waiting', isDue: true },
      { shipmentId: first, state: 'waiting', isDue: true },
    ]);
    const leased = [];
    for (let time = 0; time < 2; time++) {
      const pushes = await leasePushes(ctx, channelId, 10);
      leased.push(...pushes.map(({ lines }) => linesOf(lines)));
      await recordOutcomes(
        ctx,
        pushes.map(({ id }) => ({ id, ...done })),
      );
    }
    expect(leased).toEqual([['A-1:1'], ['A-1:2']]);
  });
});

async function typedInAndSplit() {
  const parts = await splitByQuantity();
  const { ctx } = parts;
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`update orders set source = 'form' where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`
      update order_lines set channel_unit_no = 'A-1', raw_state = '' where mall_id = ${ctx.mallId}`);
  });
  return parts;
}

async function fromFileAndSplit() {
  const parts = await splitByQuantity({ secondLineStays: true });
  await inMall(parts.ctx, (tx) =>
    tx.execute(sql`update orders set source = 'sheet' where mall_id = ${parts.ctx.mallId}`),
  );
  return parts;
}

function storeKey(ctx: Ctx, channelId: number) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`
      with stored as (
        insert into credentials (mall_id, label, ciphertext, updated_at)
        values (${ctx.mallId}, 'cafe24', 'sealed', now()) returning id
      )
      update channels set credential_id = stored.id from stored
      where mall_id = ${ctx.mallId} and channels.id = ${channelId}`),
  );
}

/** The channel tells of the order, under its own number for the unit. */
function tellOf(ctx: Ctx, channelId: number) {
  const lines = [
    collectedLine('A-1:1', { quantity: 3, channelUnitNo: 'U-1' }),
    collectedLine('A-1:2', { channelUnitNo: 'U-1' }),
  ];
  const readAt = new Date(READ_AT.getTime() + 60_000);
  return takeIn(ctx, channelId, [collectedOrder('A-1', lines)], { readAt });
}

/** Three of one line, of which two go first, and a second line that goes first or stays. */
async function splitByQuantity({ secondLineStays = false } = {}) {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: 'cafe24' });
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  const order = collectedOrder('A-1', [
    collectedLine('A-1:1', { quantity: 3 }),
    collectedLine('A-1:2'),
  ]);
  await takeIn(ctx, channelId, [order]);
  const compositionId = V1.compositionId;
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set composition_id = ${compositionId} where mall_id = ${ctx.mallId}`);
    const parts = await rows<{ lineId: number; shipmentId: number; qty: number }>(
      tx,
      sql`select id as "lineId", shipment_id as "shipmentId", qty from shipment_lines
        where mall_id = ${ctx.mallId} order by id`,
    );
    const served = parts.map(({ lineId, qty }) => {
      if (qty === 3) return { lineId, allocatedQty: 2 };
      return { lineId, allocatedQty: secondLineStays ? 0 : 1 };
    });
    await setAllocation(tx, ctx, served);
    const ids = [parts[0]?.shipmentId ?? 0];
    await refreshShipments(tx, ctx, ids);
    await splitUnallocated(tx, ctx, ids, 1);
  });
  await allocateEverything(ctx, compositionId);
  await invoiceEverything(ctx);
  const [first = 0, rest = 0] = (await seeShipments(ctx)).map(({ id }) => id);
  return { ctx, channelId, first, rest };
}

async function unitsOf(ctx: Ctx): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ unit: string }>(
      tx,
      sql`select channel_unit_no || ' ' || state as unit from pushes where mall_id = ${ctx.mallId}`,
    ),
  );
  return found.map(({ unit }) => unit);
}
