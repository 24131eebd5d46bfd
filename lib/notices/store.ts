import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { DelayReason, SellerTelling } from '@/lib/channels/telling';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { holdLease, type Lease } from '@/lib/leases/lease';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { lockOrderLines, lockShipments } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { shipByOn } from '@/lib/shipments/ship-by';
import type { Outcome } from '@/lib/tellings/outcome';
import { markAsked, settleTelling, tellingWork } from '@/lib/tellings/work';

export const noticeWork = tellingWork('seller_notices');

/** A notice that this process holds, with what the marketplace knows its line by. */
export type OpenNotice = Lease & {
  kind: SellerTelling;
  channelId: number;
  marketplace: string;
  orderLineId: number;
  claimId: number | null;
  unitNo: string;
  orderNo: string;
  lineKey: string;
  reason: DelayReason;
  detail: string;
  shipOn: string;
  /** Asked before without an answer: the marketplace may have done it. */
  isHeard: boolean;
};

/**
 * Notes that the marketplace hears of it from now on; null when another process has it, and where a
 * line is to be taken back of which a person has said meanwhile that it is sent, or which has left.
 */
export async function openNotice(ctx: Ctx, lease: Lease): Promise<OpenNotice | null> {
  return inMall(ctx, async (tx) => {
    const lineId = await lineOf(tx, ctx, lease.id);
    await lockOrderLines(tx, ctx, [lineId]);
    if (!(await holdLease(tx, ctx, noticeWork, lease))) return null;
    if (await isOvertaken(tx, ctx, lease.id)) {
      await withdraw(tx, ctx, sql`id = ${lease.id}`);
      return null;
    }
    const [opened] = await rows<Omit<OpenNotice, keyof Lease>>(
      tx,
      sql`
      select notice.kind, notice.channel_id as "channelId", channel.marketplace,
        notice.order_line_id as "orderLineId", notice.claim_id as "claimId",
        line.channel_unit_no as "unitNo", orders.order_no as "orderNo",
        line.line_key as "lineKey", notice.reason, notice.detail,
        coalesce(notice.ship_on, '') as "shipOn", notice.asked_at is not null as "isHeard"
      from seller_notices notice
      join channels channel
        on channel.mall_id = notice.mall_id and channel.id = notice.channel_id
      join order_lines line on line.mall_id = notice.mall_id and line.id = notice.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where notice.mall_id = ${ctx.mallId} and notice.id = ${lease.id}`,
    );
    await markAsked(tx, ctx, noticeWork, lease.id);
    return opened ? { ...opened, ...lease } : null;
  });
}

async function isOvertaken(tx: Tx, ctx: Ctx, noticeId: number): Promise<boolean> {
  const overtaken = await rows(
    tx,
    sql`
    select from seller_notices notice
    join claims claim on claim.mall_id = notice.mall_id and claim.id = notice.claim_id
    where notice.mall_id = ${ctx.mallId} and notice.id = ${noticeId}
      and (claim.state in ('rejected', 'withdrawn') or exists (
        select from shipment_lines part
        join shipments shipment on shipment.mall_id = part.mall_id
          and shipment.id = part.shipment_id and shipment.stage in ('shipped', 'delivered')
        where part.mall_id = notice.mall_id and part.order_line_id = notice.order_line_id
          and part.qty > 0))`,
  );
  return overtaken.length > 0;
}

/** The order line of a notice; it is locked before the notice. */
export async function lineOf(tx: Tx, ctx: Ctx, noticeId: number): Promise<number> {
  const [notice] = await rows<{ lineId: number }>(
    tx,
    sql`
    select order_line_id as "lineId" from seller_notices
    where mall_id = ${ctx.mallId} and id = ${noticeId}`,
  );
  if (!notice) throw new ExpectedError('errors.notFound');
  return notice.lineId;
}

/** The refusal of a claim is taken back: its marketplace is to be told of it again. */
export async function resumeNotice(tx: Tx, ctx: Ctx, claimId: number): Promise<void> {
  await tx.execute(sql`
    update seller_notices
    set state = case way when 'api' then 'queued' else 'by_hand' end, attempts = 0,
      due_at = ${ctx.now.toISOString()}, finished_at = null
    where mall_id = ${ctx.mallId} and claim_id = ${claimId} and state = 'withdrawn'`);
  await wakeJobs(tx);
}

/**
 * What a claim was to be told of is not, once a person has refused it. What the marketplace may have
 * done is for a person to look up first.
 */
export async function withdrawNotice(tx: Tx, ctx: Ctx, claimId: number): Promise<void> {
  const unknown = await rows(
    tx,
    sql`
    select from seller_notices
    where mall_id = ${ctx.mallId} and claim_id = ${claimId} and state = 'unknown'`,
  );
  if (unknown.length > 0) throw new ExpectedError('claims.errors.soldOutUnknown');
  await withdraw(tx, ctx, sql`claim_id = ${claimId} and state in ('queued', 'failed', 'by_hand')`);
}

async function withdraw(tx: Tx, ctx: Ctx, which: SQL): Promise<void> {
  await tx.execute(sql`
    update seller_notices
    set state = 'withdrawn', finished_at = ${ctx.now.toISOString()}, leased_until = null
    where mall_id = ${ctx.mallId} and ${which}`);
}

/** What became of it; a delay that is told moves the line's ship-by. */
export async function settleNotice(ctx: Ctx, notice: OpenNotice, outcome: Outcome): Promise<void> {
  await inMall(ctx, async (tx) => {
    if (outcome.state === 'done' && notice.kind === 'delay')
      await moveShipBy(tx, ctx, notice.orderLineId, notice.shipOn);
    await settleTelling(tx, ctx, noticeWork, { ...notice, ...outcome });
  });
}

/** The buyer was told another day: it is late only after that one. */
export async function moveShipBy(tx: Tx, ctx: Ctx, lineId: number, shipOn: string): Promise<void> {
  await lockOrderLines(tx, ctx, [lineId]);
  await tx.execute(sql`
    update order_lines set ship_by = ${shipByOn(shipOn)}
    where mall_id = ${ctx.mallId} and id = ${lineId}`);
  const parcels = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment.id from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where part.mall_id = ${ctx.mallId} and part.order_line_id = ${lineId} and part.qty > 0
      and shipment.is_open order by shipment.id`,
  );
  const ids = parcels.map(({ id }) => id);
  await lockShipments(tx, ctx, ids);
  await refreshShipments(tx, ctx, ids);
}
