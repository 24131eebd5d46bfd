import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { Period } from '@/lib/period';
import { shownAnswer } from '@/lib/recipients/mask';
import { shownContent } from '@/lib/shipments/lists/shown-line';
import type { PushRow } from '../screen';
import { staysAway } from '../stays-away';
import { isMismatch } from './mismatch-condition';
import { type MismatchFacts, type Repair, suggestedRepair, whyOf } from './mismatch-plan';

export type Mismatch = MismatchFacts & {
  id: number;
  orderedAt: string;
  courier: string | null;
  waybillNo: string | null;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  otherLines: number;
  /** What the channel answered to the pushes that did not arrive. */
  failures: Pick<PushRow, 'code' | 'message'>[];
  repair: Repair | null;
  why: ReturnType<typeof whyOf>;
};

/** 불일치 of a period: parcels of which we and the channel say different things, newest on top. */
export async function mismatches(
  ctx: Ctx,
  { from, until }: Period,
  request: PageRequest,
): Promise<Page<Mismatch>> {
  const those = sql`shipment.ordered_at >= ${from.toISOString()}
    and shipment.ordered_at < ${until.toISOString()}`;
  return readMall(ctx, async (tx) => {
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${differing(ctx, those)}`,
    );
    const found = await readMismatches(tx, ctx, those, request);
    return pageOf(found, total, request, (row) => [row.orderedAt, row.id]);
  });
}

/** The same of these shipments, whoever holds their locks. */
export async function mismatchesAmong(tx: Tx, ctx: Ctx, ids: number[]): Promise<Mismatch[]> {
  const those = sql`shipment.id = any(${sql.param(ids)}::bigint[])`;
  return readMismatches(tx, ctx, those, { at: 'first', size: ids.length });
}

const differing = (ctx: Ctx, those: SQL) =>
  sql`from shipments shipment where shipment.mall_id = ${ctx.mallId} and ${those} and ${isMismatch}`;

/** Of its own lines: what the channel says of goods sent again belongs to their first parcel. */
const ownStates = sql`, array_agg(distinct line.channel_state)
  filter (where part.order_line_id is not null) as "channelStates"`;

async function readMismatches(
  tx: Tx,
  ctx: Ctx,
  those: SQL,
  request: PageRequest,
): Promise<Mismatch[]> {
  const newest = [sql`shipment.ordered_at`, sql`shipment.id`];
  const { beyond, order, direction } = keyset(request, newest);
  const found = await rows<Omit<Mismatch, 'repair' | 'why'>>(
    tx,
    sql`
    with page as (select shipment.* ${differing(ctx, those)} ${beyond} ${order})
    select page.id, page.ordered_at as "orderedAt", page.stage, page.hold_kinds as "holdKinds",
      page.ship_method as "shipMethod", page.courier, page.waybill_no as "waybillNo",
      orders.id as "orderId", orders.order_no as "orderNo", channel.marketplace,
      channel.name as "channelName", content."productName", content."otherLines",
      content."channelStates", pushed.states as "pushStates", pushed.failures,
      ${staysAway(sql`page`)} as "staysAway"
    from page
    join orders on orders.mall_id = page.mall_id and orders.id = page.base_order_id
    join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
    join lateral (${shownContent('page', ownStates)}) content on true
    join lateral (
      select coalesce(array_agg(push.state) filter (where push.state <> 'withdrawn'), '{}') as states,
        coalesce(json_agg(json_build_object('code', push.answer_code, 'message', push.answer_message)
          order by push.id) filter (where push.state in ('failed', 'unknown')), '[]') as failures
      from pushes push
      where push.mall_id = page.mall_id and push.shipment_id = page.id
    ) pushed on true
    order by page.ordered_at ${direction}, page.id ${direction}`,
  );
  return found.map((mismatch) => ({
    ...mismatch,
    failures: mismatch.failures.map(({ code, message }) => ({
      code,
      message: shownAnswer(ctx, message),
    })),
    repair: suggestedRepair(mismatch),
    why: whyOf(mismatch),
  }));
}
