import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { makeOrders, type StockedVariant, type TestOrder } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { readWaybillRange } from '@/lib/couriers/waybill-range';
import { lockShipments } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { setAllocation } from '@/lib/shipments/stock';
import { loadShipments } from './load/load';
import { everyRow, type LoadSelection } from './load/load-rows';

export type Allocated = { shipmentId: number; orderId: number; lineIds: number[] };

/** Orders of one variant each, fully allocated: what the invoice stage starts from. */
export async function makeAllocated(
  ctx: Ctx,
  variant: StockedVariant | undefined,
  orders: (Omit<TestOrder, 'lines'> & { qty?: number })[],
): Promise<Allocated[]> {
  if (!variant) throw new Error('No such variant.');
  const made = await makeOrders(
    ctx,
    orders.map(({ qty = 1, ...order }) => ({
      ...order,
      lines: [{ compositionId: variant.compositionId, qty }],
    })),
  );
  await inMall(ctx, async (tx) => {
    const ids = made.map((order) => order.shipmentId);
    await lockShipments(tx, ctx, ids);
    const changes = made.flatMap((order, index) =>
      order.lineIds.map((lineId) => ({ lineId, allocatedQty: orders[index]?.qty ?? 1 })),
    );
    await setAllocation(tx, ctx, changes);
    await refreshShipments(tx, ctx, ids);
  });
  return made;
}

/** A contract with its range, given as the courier gives it: first and last full number. */
export async function makeAccount(
  ctx: Ctx,
  given: { courier?: CourierKey; contract?: string; from?: string; to?: string } = {},
): Promise<number> {
  const { courier = 'lotte', contract = 'C-1' } = given;
  const { from = '320000000003', to = '320000000994' } = given;
  const range = readWaybillRange(courier, from, to);
  if ('refused' in range) throw new Error(`Not a range: ${range.refused}`);
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
        sender_address)
      values (${ctx.mallId}, ${courier}, ${contract}, '롯데 계약', '모아상회', '02-777-1234',
        '경기도 이천시 마장면 물류로 12')
      returning id`,
    );
    await tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial)
      values (${ctx.mallId}, ${id}, ${courier}, ${range.firstSerial}, ${range.lastSerial},
        ${range.firstSerial})`);
    return id;
  });
}

export type StandingShipment = {
  stage: string;
  courier: string | null;
  waybillNo: string | null;
  printedCount: number;
  requestedExportId: number | null;
  why: number | null;
};

export async function standing(ctx: Ctx, shipmentIds: number[]): Promise<StandingShipment[]> {
  return inMall(ctx, (tx) =>
    rows<StandingShipment>(
      tx,
      sql`
      select stage, courier, waybill_no as "waybillNo", printed_count as "printedCount",
        requested_export_id as "requestedExportId", why
      from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      order by id`,
    ),
  );
}

/** A load of everything open, and the selection that a range box of it makes. */
export async function loadAll(ctx: Ctx): Promise<(box?: string) => LoadSelection> {
  if (ctx.userId === null) throw new Error('Nobody loads.');
  const { loadId } = await loadShipments(
    { ...ctx, userId: ctx.userId },
    { status: 'open', withoutHeld: false },
  );
  return (box = '') => ({ loadId, box, filter: everyRow });
}

export async function holdByHand(ctx: Ctx, shipmentId: number, kind = 'operator'): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set hold_kinds = array[${kind}]
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );
}

/** Two parcels in one, as a bundle stands. */
export async function bundleByHand(ctx: Ctx, base: number, absorbed: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set shipment_id = ${base}
      where mall_id = ${ctx.mallId} and shipment_id = ${absorbed}`);
    await tx.execute(sql`
      update shipments set stage = 'absorbed', absorbed_by = ${base}, wanted_qty = 0,
        allocated_qty = 0, amount = 0
      where mall_id = ${ctx.mallId} and id = ${absorbed}`);
    await refreshShipments(tx, ctx, [base]);
  });
}

/** What the recipient of a parcel asks of the courier. */
export async function askCourier(ctx: Ctx, shipmentId: number, note: string): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients set note = ${note}
      where mall_id = ${ctx.mallId} and id = (
        select recipient_id from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId})`),
  );
}
