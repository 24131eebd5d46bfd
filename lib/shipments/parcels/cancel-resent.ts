import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Ctx } from '@/lib/context';
import { hold } from '../holds/hold';
import { type LockedLine, lockLinesOf, lockShipments } from '../locks';
import { isCommitted, isOpen } from '../stages';
import { releaseAllocation } from '../stock';
import { retireEmptied } from './emptied-numbers';
import { refreshShipments } from './refresh';

/**
 * 재발송 취소: what was to be sent again or in exchange stays here, its goods are given back, and the
 * claim that it was made for may have another: all open parts of an exchange stay together. What has
 * left stays as it is, and a sheet that was asked for waits for it no more. Returns what is cancelled.
 */
export async function cancelResentIn(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const resent = await openResent(tx, ctx, [
    ...shipmentIds,
    ...(await replacementsOf(tx, ctx, await claimsOf(tx, ctx, shipmentIds))),
  ]);
  const ids = resent.map((shipment) => shipment.id);
  if (ids.length === 0) return [];
  const lines = await lockLinesOf(tx, ctx, ids);
  await releaseAllocation(tx, ctx, lines);
  await tx.execute(sql`
    update shipment_lines set qty = 0
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[])`);
  await tx.execute(sql`
    update shipments set requested_export_id = null
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`);
  await refreshShipments(tx, ctx, ids);
  await retireEmptied(tx, ctx, ids);
  await tx.execute(sql`
    update claims claim set replacement_shipment_id = (
      select max(part.id) from shipments named
      join shipments part on part.mall_id = named.mall_id
        and part.base_order_id = named.base_order_id and part.split_group = named.split_group
        and part.stage in ('shipped', 'delivered')
      where named.mall_id = claim.mall_id and named.id = claim.replacement_shipment_id)
    where claim.mall_id = ${ctx.mallId}
      and claim.replacement_shipment_id = any(${sql.param(ids)}::bigint[])`);
  for (const subjectId of ids)
    await recordEvent(tx, ctx, {
      verb: 'shipment.cancelResent',
      subject: 'shipment',
      subjectId,
      detail: { units: unitsOf(lines, subjectId) },
    });
  return ids;
}

const unitsOf = (lines: readonly LockedLine[], shipmentId: number) =>
  lines.reduce((sum, line) => sum + (line.shipmentId === shipmentId ? line.qty : 0), 0);

/** What would be sent for claims that are over: stopped, or held where its label is out already. */
export async function stopReplacements(tx: Tx, ctx: Ctx, claimIds: number[]): Promise<void> {
  const resent = await openResent(tx, ctx, await replacementsOf(tx, ctx, claimIds));
  const committed = resent.filter(isCommitted).map((shipment) => shipment.id);
  await hold(tx, ctx, committed, 'cancelled_by_channel');
  await cancelResentIn(
    tx,
    ctx,
    resent.filter((shipment) => !isCommitted(shipment)).map((shipment) => shipment.id),
  );
}

/** Of these, what was held for a claim that is over and is printed for no more: it stays here. */
export async function cancelFreedResent(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const resent = await openResent(tx, ctx, shipmentIds);
  const off = resent.filter(
    (shipment) => shipment.holdKinds.includes('cancelled_by_channel') && !isCommitted(shipment),
  );
  await cancelResentIn(
    tx,
    ctx,
    off.map((shipment) => shipment.id),
  );
}

/** The claims that these are sent in exchange for. */
async function claimsOf(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct claim.id from shipments own
    join shipments named on named.mall_id = own.mall_id and named.base_order_id = own.base_order_id
      and (named.id = own.id or named.split_group = own.split_group)
    join claims claim
      on claim.mall_id = named.mall_id and claim.replacement_shipment_id = named.id
    where own.mall_id = ${ctx.mallId} and own.id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  return found.map((claim) => claim.id);
}

/** What is sent in exchange for claims, parted or whole. */
export async function replacementsOf(tx: Tx, ctx: Ctx, claimIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select replacement.id from claims claim
    join shipments replacement on replacement.mall_id = claim.mall_id
      and replacement.id = claim.replacement_shipment_id
    where claim.mall_id = ${ctx.mallId} and claim.id = any(${sql.param(claimIds)}::bigint[])
    union
    select part.id from claims claim
    join shipments replacement on replacement.mall_id = claim.mall_id
      and replacement.id = claim.replacement_shipment_id
    join shipments part on part.mall_id = replacement.mall_id
      and part.base_order_id = replacement.base_order_id
      and part.split_group = replacement.split_group
    where claim.mall_id = ${ctx.mallId} and claim.id = any(${sql.param(claimIds)}::bigint[])`,
  );
  return found.map((shipment) => shipment.id);
}

async function openResent(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  if (shipmentIds.length === 0) return [];
  const locked = await lockShipments(tx, ctx, shipmentIds);
  const resent = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and resends_shipment_id is not null
    order by id`,
  );
  return resent.flatMap(({ id }) => {
    const shipment = locked.get(id);
    return shipment && isOpen(shipment) ? [shipment] : [];
  });
}
