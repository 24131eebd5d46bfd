import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { reserveEach } from '@/db/reserved-ids';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { hold, lift } from '../holds/hold';
import type { LockedShipment } from '../locks';
import { dropQuestions } from '../parcels/drop-questions';
import { sendHome } from '../parcels/move';
import { lockParcelsOf, type Parcels } from '../parcels/parcels';
import { partUnfit } from '../parcels/part-bundles';
import { rebase } from '../parcels/rebase';
import type { Touches } from '../runs/touches';
import { isElsewhere, type ParcelPlan, placeKeys, planParcel, readdressed } from './address-plan';
import { insertRecipients, recipientKeyOf } from './recipient-rows';

/** What the channel now says of where an order line goes. */
export type Readdress = {
  orderLineId: number;
  orderId: number;
  knownId: number;
  known: Recipient;
  incoming: Recipient;
  isNoteWhole?: boolean | undefined;
};

/**
 * Takes over newer recipients from the channel. Where nothing of ours was edited and nothing is
 * committed, they are used and the order leaves its bundle; elsewhere the shipment is held, and both
 * versions can be seen. The caller holds the locks of the order lines. Returns the lines changed.
 */
export async function readdress(
  tx: Tx,
  ctx: Ctx,
  reports: readonly Readdress[],
  touches: Touches,
): Promise<number[]> {
  const news = await storeNews(tx, ctx, reports);
  if (news.length === 0) return [];
  const parcels = await lockParcelsOf(
    tx,
    ctx,
    news.map((change) => change.orderLineId),
  );
  const reported = await reportedRecipients(tx, ctx, parcels);
  await tx.execute(sql`
    update order_lines line set recipient_id = given.recipient_id
    from ${unnested<News>({ id: ['bigint', (change) => change.orderLineId], recipient_id: ['bigint', (change) => change.recipientId] }, news)}
    where line.mall_id = ${ctx.mallId} and line.id = given.id`);
  await correct(
    tx,
    ctx,
    parcels,
    news.filter((change) => !change.isElsewhere),
  );
  const moved = news.filter((change) => change.isElsewhere);
  const changed = new Map(moved.map((change) => [change.orderLineId, change.recipientId]));
  const partsOf = grouped(parcels.parts, (part) => part.shipmentId);
  const plans = [...parcels.shipments.values()].map((shipment) => ({
    shipment,
    plan: planParcel(shipment, partsOf.get(shipment.id) ?? [], reported, changed),
  }));
  await holdParcels(tx, ctx, plans, touches);
  await sendElsewhere(tx, ctx, plans, touches);
  return news.map((change) => change.orderLineId);
}

type News = Readdress & { recipientId: number; isElsewhere: boolean };

/** Writes each new recipient of an order once; another line of the order may have it already. */
async function storeNews(tx: Tx, ctx: Ctx, reports: readonly Readdress[]): Promise<News[]> {
  const news = reports.flatMap((report) => {
    const next = readdressed(report.known, report.incoming, report.isNoteWhole);
    return next ? { ...report, next, key: keyOf(report.orderId, next) } : [];
  });
  if (news.length === 0) return [];
  const idOf = await siblingRecipients(tx, ctx, news);
  const unknown = new Map(
    news.filter(({ key }) => !idOf.has(key)).map(({ key, next }) => [key, next]),
  );
  const nextId = await reserveEach(tx, 'recipients', unknown.size);
  const stored = [...unknown].map(([key, recipient]) => ({ id: nextId(), key, recipient }));
  for (const { key, id } of stored) idOf.set(key, id);
  await insertRecipients(tx, ctx, stored);
  const mallKey = await recipientKeyOf(tx, ctx);
  return news.map(({ key, next, ...report }) => ({
    ...report,
    recipientId: idOf.get(key) ?? report.knownId,
    isElsewhere: isElsewhere(placeKeys(report.known, mallKey), placeKeys(next, mallKey)),
  }));
}

async function siblingRecipients(
  tx: Tx,
  ctx: Ctx,
  news: readonly { orderId: number }[],
): Promise<Map<string, number>> {
  const siblings = await rows<Recipient & { id: number; orderId: number }>(
    tx,
    sql`
    select distinct recipient.id, line.order_id as "orderId", recipient.name, recipient.phone,
      recipient.mobile, recipient.postcode, recipient.address1, recipient.address2, recipient.note
    from order_lines line
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where line.mall_id = ${ctx.mallId}
      and line.order_id = any(${sql.param(news.map((change) => change.orderId))}::bigint[])`,
  );
  return new Map(siblings.map((sibling) => [keyOf(sibling.orderId, sibling), sibling.id]));
}

function keyOf(orderId: number, recipient: Recipient): string {
  const { name, phone, mobile, postcode, address1, address2, note } = recipient;
  return JSON.stringify([orderId, name, phone, mobile, postcode, address1, address2, note]);
}

/**
 * More of the same recipient (a note, a fresh relay number) is used where the old one was: at once, or
 * once a parcel that waits for the courier's program has its number.
 */
async function correct(tx: Tx, ctx: Ctx, parcels: Parcels, news: readonly News[]): Promise<void> {
  if (news.length === 0) return;
  const ids = [...parcels.shipments.keys(), ...parcels.parts.map((part) => part.homeShipmentId)];
  const corrected = await rows<{ id: number }>(
    tx,
    sql`
    update shipments shipment set recipient_id = given.next_id
    from ${unnested<News>(known, news)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and shipment.recipient_id = given.known_id and shipment.requested_export_id is null
      and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced', 'absorbed')
    returning shipment.id`,
  );
  await tx.execute(sql`
    update shipments shipment set next_recipient_id = given.next_id
    from ${unnested<News>(known, news)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and given.known_id in (shipment.recipient_id, shipment.next_recipient_id)
      and shipment.requested_export_id is not null`);
  await liftWhereAddressed(
    tx,
    ctx,
    corrected.map((shipment) => shipment.id),
  );
}

const known: Columns<News> = {
  known_id: ['bigint', (change) => change.knownId],
  next_id: ['bigint', (change) => change.recipientId],
};

type Planned = { shipment: LockedShipment; plan: ParcelPlan };

async function holdParcels(tx: Tx, ctx: Ctx, plans: readonly Planned[], touches: Touches) {
  const newlyHeld = plans.filter(
    ({ shipment, plan }) => plan.kind === 'hold' && !shipment.holdKinds.includes('address_changed'),
  );
  await hold(
    tx,
    ctx,
    newlyHeld.map(({ shipment }) => shipment.id),
    'address_changed',
  );
  for (const { shipment } of newlyHeld)
    touches.add('addressChanged', shipment.id, [shipment.recipientId]);
}

async function sendElsewhere(tx: Tx, ctx: Ctx, plans: readonly Planned[], touches: Touches) {
  const targets = plans.flatMap(({ shipment, plan }) => {
    if (plan.kind === 'leave') return plan.homes;
    return plan.kind === 'apply' ? { shipmentId: shipment.id, recipientId: plan.recipientId } : [];
  });
  if (targets.length === 0) return;
  const leaving = plans.flatMap(({ plan }) =>
    'leavingPartIds' in plan ? plan.leavingPartIds : [],
  );
  if (leaving.length > 0) await sendHome(tx, ctx, leaving, await touches.runId());
  await tx.execute(sql`
    update shipments shipment set recipient_id = given.recipient_id
    from ${unnested<(typeof targets)[number]>({ id: ['bigint', (target) => target.shipmentId], recipient_id: ['bigint', (target) => target.recipientId] }, targets)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.id`);
  await rebase(
    tx,
    ctx,
    plans.map(({ shipment }) => shipment.id),
  );
  const ids = targets.map((target) => target.shipmentId);
  await partUnfit(tx, ctx, ids, touches.runId);
  await dropQuestions(tx, ctx, ids);
  await liftWhereAddressed(tx, ctx, ids);
  await lift(tx, ctx, ids, 'address_changed');
  for (const target of targets) touches.add('readdressed', target.shipmentId, [target.recipientId]);
}

/** Lifts what was held for want of an address where there is one now. */
export async function liftWhereAddressed(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const addressed = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      and recipient.address1 <> ''`,
  );
  await lift(
    tx,
    ctx,
    addressed.map((shipment) => shipment.id),
    'no_address',
  );
}

async function reportedRecipients(
  tx: Tx,
  ctx: Ctx,
  parcels: Parcels,
): Promise<Map<number, number>> {
  const lineIds = parcels.parts.flatMap((part) => part.orderLineId ?? []);
  const lines = await rows<{ id: number; recipientId: number }>(
    tx,
    sql`
    select id, recipient_id as "recipientId" from order_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])`,
  );
  return new Map(lines.map((line) => [line.id, line.recipientId]));
}
