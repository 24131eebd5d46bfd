import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { readdress } from '../address/address';
import { followUnits } from '../claims/follow-units';
import { syncClaimHolds } from '../holds/claim-holds';
import { hold } from '../holds/hold';
import { HOLDING_CLAIMS } from '../holds/holding-claims';
import { lockOrderLines } from '../locks';
import { lockParcelsOf, type Parcels } from '../parcels/parcels';
import { refreshLeft, refreshShipments } from '../parcels/refresh';
import { retire } from '../parcels/retire';
import type { Touches } from '../runs/touches';
import { shipByOn } from '../ship-by';
import { isOpen } from '../stages';
import { changeOf, type KnownLine, type LineChange, type LineReport } from './known-plan';

type Known = {
  known: ReadonlyMap<string, KnownLine>;
  /** Shipments that may take in new lines afterwards: locked with the others, in one order. */
  hostIds: readonly number[];
  touches: Touches;
};

/**
 * Writes what the channel changed of lines we know: their state, unit and ship-by, cancelled units,
 * claims and recipients, and what follows for their shipments. Returns the orders it changed.
 */
export async function updateKnownLines(
  tx: Tx,
  ctx: Ctx,
  intake: { channelId: number; readAt: Date },
  lines: readonly LineReport[],
  { known, hostIds, touches }: Known,
): Promise<number[]> {
  const changedKeys = new Map(
    changesOf(lines, known, intake.readAt).map(({ line }) => [line.lineKey, line]),
  );
  if (changedKeys.size === 0) return [];
  const ids = [...changedKeys.keys()].flatMap((key) => known.get(key)?.id ?? []);
  await lockOrderLines(tx, ctx, ids);
  const current = await readKnownLines(tx, ctx, intake.channelId, [...changedKeys.keys()]);
  const changes = changesOf([...changedKeys.values()], current, intake.readAt);
  if (changes.length === 0) return [];
  const parcels = await lockParcelsOf(
    tx,
    ctx,
    changes.map((change) => change.known.id),
    hostIds,
  );
  const changed = new Set([
    ...(await restate(tx, ctx, changes, intake.readAt)),
    ...(await retire(tx, ctx, changes.flatMap(cancellationOf), touches)),
    ...(await readdress(tx, ctx, changes.flatMap(readdressOf), touches)),
  ]);
  await holdWhatLeftElsewhere(tx, ctx, changes, parcels, touches);
  await holdForClaims(tx, ctx, changes, parcels, touches);
  await followUnits(tx, ctx, {
    moved: changes.flatMap(({ known, line }) =>
      known.channelUnitNo === line.channelUnitNo ? [] : known.id,
    ),
    acknowledged: changes.flatMap(({ known, line, isRestated }) =>
      isRestated && line.state === 'acknowledged' ? known.id : [],
    ),
  });
  const acknowledged = changes.filter((change) => change.isAcknowledged);
  const refreshed = changes.filter((change) => change.isAcknowledged || change.shipBy);
  await refreshShipments(tx, ctx, shipmentsOf(refreshed, parcels));
  if (acknowledged.length > 0) await refreshLeft(tx, ctx, leftIn(parcels));
  return [
    ...new Set(
      changes
        .filter(({ known: { id } }) => changed.has(id))
        .map(({ known: { orderId } }) => orderId),
    ),
  ];
}

/** The lines of these keys as they are stored, by key. */
export async function readKnownLines(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  lineKeys: string[],
): Promise<Map<string, KnownLine>> {
  const found = await rows<Omit<KnownLine, 'recipient'> & Recipient>(
    tx,
    sql`
    select line.id, line.order_id as "orderId", line.line_key as "lineKey",
      line.channel_unit_no as "channelUnitNo", line.cancelled_qty as "cancelledQty",
      line.channel_state as "channelState", line.raw_state as "rawState",
      (extract(epoch from line.state_read_at) * 1000)::bigint as "readAtMs",
      (extract(epoch from line.ship_by) * 1000)::bigint as "shipByMs",
      (select (extract(epoch from ${shipByOn(sql`max(notice.ship_on)`)}) * 1000)::bigint
        from seller_notices notice
        where notice.mall_id = line.mall_id and notice.order_line_id = line.id
          and notice.kind = 'delay' and notice.state = 'done') as "toldShipByMs",
      line.claim_state as "claimState", line.recipient_id as "recipientId",
      line.claim_state <> 'none' and exists (
        select from claims claim
        where claim.mall_id = line.mall_id and claim.order_line_id = line.id
          and claim.kind || '_' || claim.state = any(${sql.param([...HOLDING_CLAIMS])}::text[])
      ) as "hasOpenClaim",
      line.claim_state <> 'none' and exists (
        select from claims claim
        where claim.mall_id = line.mall_id and claim.order_line_id = line.id
          and claim.decided_at is not null
      ) as "hasDecidedClaim",
      recipient.purged_at is not null as "isPurged", recipient.name, recipient.phone,
      recipient.mobile, recipient.postcode, recipient.address1, recipient.address2, recipient.note
    from order_lines line
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where line.mall_id = ${ctx.mallId} and line.channel_id = ${channelId}
      and line.line_key = any(${sql.param(lineKeys)}::text[])`,
  );
  return new Map(
    found.map(({ name, phone, mobile, postcode, address1, address2, note, ...line }) => [
      line.lineKey,
      { ...line, recipient: { name, phone, mobile, postcode, address1, address2, note } },
    ]),
  );
}

function changesOf(
  lines: readonly LineReport[],
  known: ReadonlyMap<string, KnownLine>,
  readAt: Date,
): LineChange[] {
  return lines.flatMap((line) => {
    const stored = known.get(line.lineKey);
    return (stored && changeOf(stored, line, readAt)) ?? [];
  });
}

async function restate(tx: Tx, ctx: Ctx, changes: readonly LineChange[], readAt: Date) {
  const restated = changes.filter((change) => change.isRestated || change.shipBy || change.claim);
  if (restated.length === 0) return [];
  await tx.execute(sql`
    update order_lines line
    set channel_state = given.state, raw_state = given.raw_state, channel_unit_no = given.unit_no,
      ship_by = coalesce(given.ship_by, line.ship_by), claim_state = given.claim_state,
      state_read_at = ${readAt.toISOString()}
    from ${unnested<LineChange>(
      {
        id: ['bigint', (change) => change.known.id],
        state: ['text', (change) => change.line.state],
        raw_state: ['text', (change) => change.line.rawState],
        unit_no: ['text', (change) => change.line.channelUnitNo],
        ship_by: ['timestamptz', (change) => change.shipBy?.toISOString() ?? null],
        claim_state: ['text', claimStateOf],
      },
      restated,
    )}
    where line.mall_id = ${ctx.mallId} and line.id = given.id`);
  return restated.map((change) => change.known.id);
}

/** An order tells of a claim before the claim itself is read: what has not left can only be cancelled. */
function claimStateOf({ claim, known }: LineChange): string {
  if (claim === 'opened') return 'cancel_requested';
  return claim === 'closed' ? 'none' : known.claimState;
}

async function holdWhatLeftElsewhere(
  tx: Tx,
  ctx: Ctx,
  changes: readonly LineChange[],
  parcels: Parcels,
  touches: Touches,
): Promise<void> {
  const left = changes.filter((change) => change.hasLeft);
  if (left.length === 0) return;
  const ours = new Set(
    await lineIdsWeShipped(
      tx,
      ctx,
      left.map((change) => change.known.id),
    ),
  );
  const unexplained = left.filter((change) => !ours.has(change.known.id));
  const ids = shipmentsOf(unexplained, parcels).filter(
    (id) => !parcels.shipments.get(id)?.holdKinds.includes('shipped_by_channel'),
  );
  await hold(tx, ctx, ids, 'shipped_by_channel');
  for (const id of ids) touches.add('shippedByChannel', id, []);
}

/** Lines whose channel unit we ourselves have shipped, wholly or in part. */
async function lineIdsWeShipped(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct line.id
    from order_lines line
    join order_lines sibling on sibling.mall_id = line.mall_id and sibling.order_id = line.order_id
      and sibling.channel_unit_no = line.channel_unit_no
    join shipment_lines part
      on part.mall_id = sibling.mall_id and part.order_line_id = sibling.id and part.qty > 0
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
      and shipment.stage in ('shipped', 'delivered') and not shipment.is_history`,
  );
  return found.map((line) => line.id);
}

async function holdForClaims(
  tx: Tx,
  ctx: Ctx,
  changes: readonly LineChange[],
  parcels: Parcels,
  touches: Touches,
): Promise<void> {
  const claimed = changes.filter((change) => change.claim !== null);
  await syncClaimHolds(tx, ctx, shipmentsOf(claimed, parcels), touches);
}

/** The open shipments that send something of these lines. */
function shipmentsOf(changes: readonly LineChange[], { shipments, parts }: Parcels): number[] {
  const lineIds = new Set(changes.map((change) => change.known.id));
  const holding = parts.filter((part) => part.qty > 0 && lineIds.has(part.orderLineId ?? 0));
  const ids = new Set(holding.map((part) => part.shipmentId));
  return [...shipments.values()]
    .filter((shipment) => ids.has(shipment.id) && isOpen(shipment))
    .map(({ id }) => id);
}

const leftIn = ({ shipments }: Parcels) =>
  [...shipments.values()].filter((shipment) => !isOpen(shipment)).map(({ id }) => id);

const cancellationOf = ({ known, cancelledQty }: LineChange) =>
  cancelledQty > 0 ? { orderLineId: known.id, addedQty: cancelledQty } : [];

const readdressOf = ({ known, line, isReaddressed }: LineChange) =>
  isReaddressed
    ? {
        orderLineId: known.id,
        orderId: known.orderId,
        knownId: known.recipientId,
        known: known.recipient,
        incoming: line.recipient,
        isNoteWhole: line.isNoteWhole,
      }
    : [];
