import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeVariants } from '@/db/testing-data';
import { splitShipments } from '@/lib/allocation/split';
import { lockBundling } from '@/lib/bundling/lock';
import type { ClaimState } from '@/lib/channels/claim';
import { type Ctx, inMall } from '@/lib/context';
import { removeWaybills } from '@/lib/invoicing/remove';
import { orderDetail } from '@/lib/orders/order';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { setAllocation } from '@/lib/shipments/stock';
import { parcelDetail } from '@/lib/shipping/scanning/parcel';
import { scanWaybill } from '@/lib/shipping/scanning/scan';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels } from '@/lib/shipping/testing-parcels';
import { cancelResent } from './cancel-resent';
import { acceptExchange, decideClaims } from './decide-claim';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('keeps what would be sent again here, gives its goods back, and a scan of its label says so', async () => {
  const { ctx, ids } = await shipped();
  const [shipmentId = 0] = ids;
  const lineId = (await parcelDetail(ctx, shipmentId))?.lines[0]?.lineId ?? 0;
  const wanted = { shipmentId, lines: [{ lineId, qty: 1 }], reason: '누락' };
  const { shipmentId: again, orderId } = await resend(ctx, wanted);
  await allocate(ctx, again);
  await invoiceEverything(ctx);
  await cancelResent(ctx, again);
  const told = (await orderDetail(ctx, orderId))?.happenings.filter(
    ({ kind }) => kind === 'change',
  );
  expect(told).toMatchObject([
    { verb: 'shipment.cancelResent', subjectId: again, detail: { units: 1 } },
    { verb: 'shipment.resend', subjectId: shipmentId, detail: { by: again, reason: '누락' } },
  ]);
  expect(await stageOf(ctx, again)).toBe('cancelled');
  expect(await reserved(ctx)).toBe(0);
  const scan = { scanId: 'again', waybillNo: numberOf(again), scannedAt: ctx.now };
  expect(await scanWaybill(ctx, scan)).toMatchObject({ verdict: 'cancelled' });
  await expect(cancelResent(ctx, again)).rejects.toThrow('ship.errors.notResent');
  await expect(cancelResent(ctx, shipmentId)).rejects.toThrow('ship.errors.notResent');
});

it('sends nothing in exchange once the claim is turned down', async () => {
  const { ctx, claimId, replacement } = await exchanged();
  await allocate(ctx, replacement);
  await decideClaims(ctx, [claimId], 'reject');
  expect(await stageOf(ctx, replacement)).toBe('cancelled');
  expect(await reserved(ctx)).toBe(0);
});

it('sends something else in exchange after what was chosen first is cancelled', async () => {
  const { ctx, claimId, replacement } = await exchanged();
  await cancelResent(ctx, replacement);
  const { shipmentId } = await acceptExchange(ctx, { claimId, items: [HAT] });
  expect(await stageOf(ctx, shipmentId ?? 0)).toBe('ready');
});

it('sends nothing in exchange once the buyer withdraws', async () => {
  const { ctx, say, replacement } = await exchanged();
  await say('withdrawn');
  expect(await stageOf(ctx, replacement)).toBe('cancelled');
});

it('holds a printed exchange that the buyer withdraws, and its label is caught', async () => {
  const { ctx, say, replacement } = await exchanged();
  await allocate(ctx, replacement);
  await invoiceEverything(ctx);
  await say('withdrawn');
  const parcel = (await seeShipments(ctx)).find(({ id }) => id === replacement);
  expect(parcel).toMatchObject({ stage: 'invoiced', holdKinds: ['cancelled_by_channel'] });
  const scan = { scanId: 'w', waybillNo: numberOf(replacement), scannedAt: ctx.now };
  expect(await scanWaybill(ctx, scan)).toMatchObject({ verdict: 'cancelled' });
  await cancelResent(ctx, replacement);
  expect(await stageOf(ctx, replacement)).toBe('cancelled');
});

it('keeps all parts of an exchange here, and lets the claim name one that had left already', async () => {
  const { ctx, claimId, replacement } = await exchanged(2);
  await allocate(ctx, replacement, 1);
  await splitShipments(ctx, [replacement]);
  const parts = (await seeShipments(ctx)).flatMap(({ id, stage }) =>
    stage === 'ready' || stage === 'allocated' ? id : [],
  );
  expect(parts).toHaveLength(2);
  await cancelResent(ctx, replacement);
  expect(await Promise.all(parts.map((id) => stageOf(ctx, id)))).toEqual([
    'cancelled',
    'cancelled',
  ]);
  const { shipmentId: again = 0 } = await acceptExchange(ctx, { claimId, items: [HAT] });
  await allocate(ctx, again ?? 0, 1);
  await splitShipments(ctx, [again ?? 0]);
  const rest = (await seeShipments(ctx)).find(({ stage }) => stage === 'ready')?.id ?? 0;
  await invoiceEverything(ctx);
  await shipShipments(ctx, [again ?? 0]);
  await cancelResent(ctx, rest);
  expect(await stageOf(ctx, rest)).toBe('cancelled');
  expect(await stageOf(ctx, again ?? 0)).toBe('shipped');
  const named = await inMall(ctx, (tx) =>
    oneRow(
      tx,
      sql`select replacement_shipment_id as "replacementId" from claims
        where mall_id = ${ctx.mallId}`,
    ),
  );
  expect(named).toEqual({ replacementId: again });
});

it('waits for no sheet any more with what is cancelled, and stays apart from other orders', async () => {
  const { ctx, replacement } = await exchanged();
  await allocate(ctx, replacement);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set requested_export_id = 7
      where mall_id = ${ctx.mallId} and id = ${replacement}`),
  );
  await expect(lockBundling(ctx, [replacement], false)).rejects.toThrow('bundle.errors.changed');
  await cancelResent(ctx, replacement);
  const { waits } = await inMall(ctx, (tx) =>
    oneRow<{ waits: number }>(
      tx,
      sql`select count(*)::int as waits from shipments
        where mall_id = ${ctx.mallId} and requested_export_id is not null`,
    ),
  );
  expect(waits).toBe(0);
});

it('keeps a withdrawn exchange here as soon as its number is taken', async () => {
  const { ctx, say, replacement } = await exchanged();
  await allocate(ctx, replacement);
  await invoiceEverything(ctx);
  await say('withdrawn');
  await removeWaybills(ctx, [replacement]);
  expect(await stageOf(ctx, replacement)).toBe('cancelled');
  expect(await reserved(ctx)).toBe(0);
});

const numberOf = (shipmentId: number) => String(600_000_000_000 + shipmentId);

const HAT = { variantCode: 'HAT', quantity: 1 };

async function shipped(quantity = 1) {
  const line = collectedLine('A-1:1', { quantity });
  const parcels = await invoicedParcels([collectedOrder('A-1', [line])]);
  await makeVariants(parcels.ctx, [{ code: 'HAT', onHand: 5 }]);
  await shipShipments(parcels.ctx, parcels.ids);
  return parcels;
}

/** What is sent in exchange for what has left, with a way to say how the claim stands there. */
async function exchanged(quantity = 1) {
  const { ctx, channelId } = await shipped(quantity);
  const claim = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'exchange' as const };
  const told = { quantity, reason: '', requestedAt: ctx.now, raw: {} };
  const say = (state: ClaimState) =>
    inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...claim, ...told, state }]));
  await say('requested');
  const { id: claimId } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select id from claims where mall_id = ${ctx.mallId}`),
  );
  const { shipmentId } = await acceptExchange(ctx, { claimId, items: [HAT] });
  return { ctx, claimId, say, replacement: shipmentId ?? 0 };
}

async function allocate(ctx: Ctx, shipmentId: number, qty?: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const [line] = await rows<{ id: number; qty: number }>(
      tx,
      sql`select id, qty from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`,
    );
    await setAllocation(tx, ctx, [{ lineId: line?.id ?? 0, allocatedQty: qty ?? line?.qty ?? 0 }]);
    await refreshShipments(tx, ctx, [shipmentId]);
  });
}

async function stageOf(ctx: Ctx, shipmentId: number): Promise<string | undefined> {
  return (await parcelDetail(ctx, shipmentId))?.stage;
}

async function reserved(ctx: Ctx): Promise<number> {
  const { qty } = await inMall(ctx, (tx) =>
    oneRow<{ qty: number }>(
      tx,
      sql`select sum(allocated)::int as qty from stock where mall_id = ${ctx.mallId}`,
    ),
  );
  return qty;
}
