import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Columns, insertRows, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import { channelOf } from '@/lib/channels/registry';
import type { DelayReason, SellerTelling } from '@/lib/channels/telling';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { koreanDay } from '@/lib/period';
import { followClaims } from '@/lib/shipments/claims/follow-claims';
import { lockOrderLines } from '@/lib/shipments/locks';
import { openTouches } from '@/lib/shipments/runs/touches';
import { type LineToTell, planNotices } from './plan';

/**
 * Lines by themselves, or those of parcels: of parcels 품절취소 takes what the shelf cannot serve. Of a
 * line it takes all that is left, or so many units.
 */
export type Told = { lines: { lineId: number; qty?: number }[] } | { shipmentIds: number[] };

export type Notice = { detail: string } & (
  | { kind: 'delay'; reason: DelayReason; shipOn: string }
  | { kind: 'sold_out' }
);

export type AskedNotices = {
  /** To be told by the marketplace's API. */
  queued: number;
  /** To be done in the seller centre, where there is no API. */
  byHand: number;
  /** Not told yet: their marketplace takes it only once they are acknowledged. */
  unacknowledged: number;
  /** Not told: it has left, is cancelled, is being told, or was told of that day or a later one. */
  kept: number;
};

/**
 * 발송지연 안내 and 품절취소: queues what the marketplaces are to be told of these lines. A sold-out line
 * is held as under a cancel from now on; it leaves its parcel when the marketplace has taken it.
 */
export async function askNotices(ctx: Ctx, told: Told, notice: Notice): Promise<AskedNotices> {
  if (Object.values(told).flat().length === 0) throw new ExpectedError('notices.errors.noneChosen');
  if (notice.kind === 'delay' && notice.shipOn <= koreanDay(ctx.now))
    throw new ExpectedError('notices.errors.shipOn');
  return inMall(ctx, async (tx) => {
    const lineIds = await linesOf(tx, ctx, told, notice.kind);
    await lockOrderLines(tx, ctx, lineIds);
    const plan = planNotices(await readLines(tx, ctx, lineIds, notice), tells(notice.kind));
    if (plan.told.length === 0)
      throw new ExpectedError(
        plan.unacknowledged > 0 ? 'notices.errors.unacknowledged' : 'notices.errors.nothing',
      );
    const claims =
      notice.kind === 'sold_out'
        ? await makeClaims(tx, ctx, withQuantities(plan.told, told), notice)
        : null;
    await insertRows(
      tx,
      ctx,
      { table: 'seller_notices', columns: columns(ctx, notice, claims) },
      plan.told,
    );
    await recordEvents(tx, ctx, {
      verb: notice.kind === 'delay' ? 'notice.delay' : 'notice.soldOut',
      subject: 'order',
      subjectIds: [...new Set(plan.told.map((line) => line.orderId))],
      detail: notice.kind === 'delay' ? { shipOn: notice.shipOn } : {},
    });
    await wakeJobs(tx);
    const byHand = plan.told.filter(({ way }) => way === 'hand').length;
    const { kept, unacknowledged } = plan;
    return { queued: plan.told.length - byHand, byHand, unacknowledged, kept };
  });
}

const tells = (kind: SellerTelling) => (marketplace: string) => {
  const can = channelOf(marketplace)?.capabilities;
  if (!can?.tells.includes(kind)) return 'never';
  return can.tellsOnceAcknowledged ? 'acknowledged' : 'always';
};

type PlannedLine = LineToTell & { way: 'api' | 'hand' };

/**
 * How much of each line is taken back. No API takes a part of a line, and of what a channel reports a
 * part counts when it reports it: only of sheet and typed orders a person says how many.
 */
function withQuantities(lines: readonly PlannedLine[], told: Told): (PlannedLine & Wanted)[] {
  const asked = 'lines' in told ? told.lines : [];
  const askedQty = new Map(asked.map(({ lineId, qty }) => [lineId, qty]));
  return lines.map((line) => {
    const wantedQty = askedQty.get(line.id) ?? line.leftQty;
    if (wantedQty < 1 || wantedQty > line.leftQty)
      throw new ExpectedError('notices.errors.quantity', { qty: line.leftQty });
    if (wantedQty < line.leftQty && line.isFromChannel)
      throw new ExpectedError('notices.errors.wholeOnly', { qty: line.leftQty });
    return { ...line, wantedQty };
  });
}

type Wanted = { wantedQty: number };

async function linesOf(tx: Tx, ctx: Ctx, told: Told, kind: SellerTelling): Promise<number[]> {
  if ('lines' in told)
    return [...new Set(told.lines.map((line) => line.lineId))].sort((a, b) => a - b);
  const isShort = sql`exists (
    select from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    left join stock on stock.mall_id = item.mall_id and stock.variant_id = item.variant_id
    where item.mall_id = part.mall_id and item.composition_id = part.composition_id
      and not variant.is_supplier_shipped
      and coalesce(stock.on_hand - stock.allocated, 0) < (part.qty - part.allocated_qty) * item.qty)`;
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct part.order_line_id as id from shipment_lines part
    where part.mall_id = ${ctx.mallId} and part.qty > 0 and part.order_line_id is not null
      and part.shipment_id = any(${sql.param(told.shipmentIds)}::bigint[])
      and ${kind === 'delay' ? sql`true` : sql`part.allocated_qty < part.qty and ${isShort}`}
    order by 1`,
  );
  return found.map((line) => line.id);
}

function readLines(tx: Tx, ctx: Ctx, lineIds: number[], notice: Notice): Promise<LineToTell[]> {
  const shipOn = notice.kind === 'delay' ? notice.shipOn : null;
  return rows<LineToTell>(
    tx,
    sql`
    select line.id, line.order_id as "orderId", line.channel_id as "channelId",
      channel.marketplace, orders.source = 'channel' as "isFromChannel",
      line.qty - line.cancelled_qty as "leftQty", line.channel_state as "channelState",
      exists (
        select from shipment_lines part
        join shipments shipment on shipment.mall_id = part.mall_id
          and shipment.id = part.shipment_id and shipment.stage in ('shipped', 'delivered')
        where part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
      ) as "hasLeft",
      exists (
        select from claims claim
        where claim.mall_id = line.mall_id and claim.order_line_id = line.id
          and claim.state in ('requested', 'accepted')) as "isClaimed",
      exists (
        select from seller_notices notice
        where notice.mall_id = line.mall_id and notice.order_line_id = line.id
          and notice.kind = ${notice.kind}
          and notice.state in ('queued', 'running', 'unknown', 'by_hand')) as "isBeingTold",
      exists (
        select from seller_notices notice
        where notice.mall_id = line.mall_id and notice.order_line_id = line.id
          and notice.kind = 'delay' and notice.state = 'done'
          and notice.ship_on >= ${shipOn}::text) as "isTold"
    from order_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
    order by line.id`,
  );
}

/** 취소 asked for by us: it holds at once like a buyer's. */
async function makeClaims(
  tx: Tx,
  ctx: Ctx,
  lines: readonly (PlannedLine & Wanted)[],
  { detail }: Notice,
): Promise<Map<number, number>> {
  const now = ctx.now.toISOString();
  const made = await rows<{ id: number; lineId: number }>(
    tx,
    sql`
    insert into claims (mall_id, channel_id, order_line_id, claim_no, kind, state, qty, reason,
      requested_at, read_at, raw, source)
    select ${ctx.mallId}, given.channel_id, given.line_id, given.claim_no, 'cancel', 'requested',
      given.qty, ${detail}, ${now}, ${now}, '{}', 'hand'
    from ${unnested<PlannedLine & Wanted>(
      {
        channel_id: ['bigint', (line) => line.channelId],
        line_id: ['bigint', (line) => line.id],
        claim_no: ['text', () => randomUUID()],
        qty: ['int', (line) => line.wantedQty],
      },
      lines,
    )}
    returning id, order_line_id as "lineId"`,
  );
  const touches = openTouches(tx, ctx, 'claim', { by: 'soldOut' });
  await followClaims(
    tx,
    ctx,
    made.map(({ lineId }) => lineId),
    touches,
  );
  await touches.finish();
  return new Map(made.map(({ id, lineId }) => [lineId, id]));
}

function columns(
  ctx: Ctx,
  notice: Notice,
  claims: ReadonlyMap<number, number> | null,
): Columns<PlannedLine> {
  const now = ctx.now.toISOString();
  return {
    kind: ['text', notice.kind],
    channel_id: ['bigint', (line) => line.channelId],
    order_line_id: ['bigint', (line) => line.id],
    claim_id: ['bigint', (line) => claims?.get(line.id) ?? null],
    reason: ['text', notice.kind === 'delay' ? notice.reason : 'sold_out'],
    detail: ['text', notice.detail],
    ship_on: ['text', notice.kind === 'delay' ? notice.shipOn : null],
    way: ['text', (line) => line.way],
    state: ['text', (line) => (line.way === 'api' ? 'queued' : 'by_hand')],
    due_at: ['timestamptz', now],
    requested_by: ['bigint', ctx.userId],
    created_at: ['timestamptz', now],
  };
}
