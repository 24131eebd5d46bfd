import { sql } from 'drizzle-orm';
import { insertAll } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { CollectedOrder, Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { setClaimHolds } from '../holds/claim-holds';
import { lockShipments } from '../locks';
import { refreshShipments } from '../parcels/refresh';
import type { Touches } from '../runs/touches';
import { isCommitted, isOpen } from '../stages';
import { insertShipments, lineInsertions, numberShipments } from './new';
import { type PlannedShipment, parcelKey } from './plan';
import type { Origin, ShipmentRow } from './write-rows';

/** An order we know, with lines never seen. */
export type Grown = { order: CollectedOrder; orderId: number };

/**
 * Adds lines never seen before to orders we know: to the order's own shipment while that is open,
 * goes to the same recipient and is not committed, else in a shipment of their own. Those of a
 * doubted order stand apart, held as a likely duplicate.
 */
export async function growOrders(
  tx: Tx,
  ctx: Ctx,
  origin: Origin,
  orders: readonly Grown[],
  { doubted, touches }: { doubted: ReadonlySet<number>; touches: Touches },
): Promise<void> {
  if (orders.length === 0) return;
  const isDoubted = ({ orderId }: { orderId: number }) => doubted.has(orderId);
  const planned = (await numberShipments(tx, orders)).map((row) =>
    isDoubted(row) ? { ...row, plan: heldAsDuplicate(row.plan) } : row,
  );
  const hosts = await lockHosts(
    tx,
    ctx,
    orders.map(({ orderId }) => orderId),
  );
  const placed = planned.map((row) => ({
    row,
    host: isDoubted(row) ? undefined : hosts.get(hostKey(row)),
  }));
  const hosted = placed.flatMap(({ row, host }) =>
    host && row.plan.stage === 'unmatched' ? { ...row, ...host } : [],
  );
  const hostedRows = new Set(hosted.map((row) => row.plan));
  await insertShipments(
    tx,
    ctx,
    origin,
    planned.filter((row) => !hostedRows.has(row.plan)),
  );
  await insertAll(tx, ctx, await lineInsertions(tx, origin, hosted));
  const hostIds = [...new Set(hosted.map((row) => row.id))];
  await refreshShipments(tx, ctx, hostIds);
  await setClaimHolds(tx, ctx, hostIds);
  for (const row of hosted) touches.add('linesAdded', row.id, [row.orderId, row.plan.lines.length]);
  for (const row of planned.filter(isDoubted)) touches.add('duplicate', row.id, [row.orderId]);
}

function heldAsDuplicate(plan: PlannedShipment): PlannedShipment {
  if (plan.stage !== 'unmatched') return plan;
  return { ...plan, holdKinds: [...plan.holdKinds, 'duplicate'] };
}

type Host = Pick<ShipmentRow, 'id' | 'recipientId'>;
type Candidate = Recipient & Host & HostTerms;

/** The shipments to which new lines of these orders may come, before anything is locked. */
export async function hostIdsOf(
  tx: Tx,
  ctx: Ctx,
  orders: readonly { orderId: number }[],
): Promise<number[]> {
  if (orders.length === 0) return [];
  const orderIds = orders.map(({ orderId }) => orderId);
  return (await findHosts(tx, ctx, orderIds)).map((host) => host.id);
}

async function lockHosts(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<Map<string, Host>> {
  const candidates = await findHosts(tx, ctx, orderIds);
  const locked = await lockShipments(
    tx,
    ctx,
    candidates.map((host) => host.id),
  );
  const open = candidates.filter((host) => {
    const shipment = locked.get(host.id);
    return shipment && isOpen(shipment) && !isCommitted(shipment);
  });
  return new Map(open.map((host) => [keyOf(host, host), host]));
}

function findHosts(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<Candidate[]> {
  return rows<Candidate>(
    tx,
    sql`
    select shipment.id, shipment.recipient_id as "recipientId",
      shipment.base_order_id as "orderId", shipment.freight_term as "freightTerm",
      recipient.name, recipient.phone, recipient.mobile, recipient.postcode, recipient.address1,
      recipient.address2, recipient.note
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and not shipment.is_market_shipped
      and shipment.base_order_id = any(${sql.param(orderIds)}::bigint[])
    order by shipment.id desc`,
  );
}

type HostTerms = { orderId: number; freightTerm: string };

function hostKey({ orderId, plan }: ShipmentRow): string {
  return keyOf({ orderId, freightTerm: plan.freightTerm }, plan.recipient);
}

const keyOf = (terms: HostTerms, recipient: Recipient) =>
  `${terms.orderId} ${terms.freightTerm} ${parcelKey(recipient)}`;
