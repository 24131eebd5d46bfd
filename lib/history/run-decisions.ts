import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Names, namesOf } from '@/lib/allocation/names';
import { allocationReason } from '@/lib/allocation/reasons';
import { bundleReason } from '@/lib/bundling/reasons';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';

export type Decided = { rule: number; values: number[] };

export type DecidedShipment = {
  id: number;
  orderId: number;
  orderNo: string;
  /** The number that the run gave it. */
  waybillNo: string | null;
  decisions: Decided[];
  /** What stood before: the last decisions of an earlier run, as long as they are kept. */
  before: Decided[];
};

export type DecisionsOfRun = {
  kind: string;
  at: string;
  page: Page<DecidedShipment>;
  /** What the decisions name by id. */
  names: Names;
};

/** What a run decided about each parcel, and what had been decided about it before; null: no such run. */
export async function decisionsOfRun(
  ctx: Ctx,
  runId: number,
  request: PageRequest,
): Promise<DecisionsOfRun | null> {
  const { beyond, order, direction } = keyset(request, [sql`shipment.id`]);
  const decided = sql`from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(array(
      select shipment_id from run_decisions
      where mall_id = ${ctx.mallId} and run_id = ${runId}))`;
  return readMall(ctx, async (tx) => {
    const [run] = await rows<{ kind: string; at: string }>(
      tx,
      sql`select kind, started_at as at from runs where mall_id = ${ctx.mallId} and id = ${runId}`,
    );
    if (!run) return null;
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${decided}`,
    );
    const found = await rows<DecidedShipment>(
      tx,
      sql`
      with page as (select shipment.id, shipment.base_order_id ${decided} ${beyond} ${order})
      select page.id, orders.id as "orderId", orders.order_no as "orderNo",
        (select max(waybill_no) from waybills
          where mall_id = ${ctx.mallId} and shipment_id = page.id and run_id = ${runId}
        ) as "waybillNo",
        coalesce(told.decisions, '[]') as decisions, coalesce(earlier.decisions, '[]') as before
      from page
      join orders on orders.mall_id = ${ctx.mallId} and orders.id = page.base_order_id
      left join lateral (
        ${toldBy(sql`${runId}::bigint`)}
      ) told on true
      left join lateral (
        ${toldBy(sql`(select max(run_id) from run_decisions
          where mall_id = ${ctx.mallId} and shipment_id = page.id and run_id < ${runId})`)}
      ) earlier on true
      order by page.id ${direction}`,
    );
    const all = found.flatMap(({ decisions, before }) => [...decisions, ...before]);
    const reasons = all.flatMap(({ rule, values }) => [
      allocationReason(rule, values),
      bundleReason(rule, values),
    ]);
    const page = pageOf(found, total, request, (shipment) => [shipment.id]);
    return { ...run, page, names: await namesOf(tx, ctx, reasons) };

    function toldBy(run: ReturnType<typeof sql>) {
      return sql`
        select json_agg(json_build_object('rule', rule, 'values', "values") order by rule) as decisions
        from run_decisions
        where mall_id = ${ctx.mallId} and shipment_id = page.id and run_id = ${run}`;
    }
  });
}
