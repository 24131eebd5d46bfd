import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { noGoods, shipMethod } from '@/lib/shipments/compositions';
import type { Answered } from './answers';
import { matchDecisions } from './reasons';

/**
 * Ties lines of unmatched shipments to what they mean, given as rows of (line_id, composition_id,
 * rule, oddities, may_be_odd), and moves on the shipments in which no line is open any more. Each shipment keeps how many
 * lines this run matched and how many stay open. The caller holds the locks, and looks closely at
 * the lines that may be odd.
 */
export async function writeMatches(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  answered: Answered,
): Promise<{ lines: number; shipments: number; mayBeOdd: number[] }> {
  return oneRow(
    tx,
    sql`
    with ${answered.tables}, matched as (
      update shipment_lines line
      set composition_id = answer.composition_id, match_rule = answer.rule,
        match_oddities = answer.oddities, last_run_id = ${runId}
      from (${answered.rows}) as answer
      where line.mall_id = ${ctx.mallId} and line.id = answer.line_id
      returning line.shipment_id, line.id, line.composition_id, answer.may_be_odd
    ), outcome as (
      select line.shipment_id, count(matched.id) as matched,
        count(*) filter (where matched.id is null and line.composition_id is null and line.qty > 0)
          as open,
        count(*) filter (where matched.id is null and line.composition_id is null and line.qty > 0
          and line.order_line_id is not null) as unmatched_lines,
        bool_and(coalesce(
          coalesce(matched.composition_id, line.composition_id) = (${noGoods(ctx)}), false))
          filter (where line.qty > 0) as needs_no_goods
      from shipment_lines line
      left join matched on matched.id = line.id
      where line.mall_id = ${ctx.mallId} and line.shipment_id in (select shipment_id from matched)
      group by line.shipment_id
    ), decided as (
      update shipments shipment
      set stage = case when outcome.open = 0 then 'ready' else 'unmatched' end,
        unmatched_lines = outcome.unmatched_lines,
        ship_method = ${shipMethod(sql`outcome.needs_no_goods`)},
        why = case when outcome.open = 0 then ${matchDecisions.complete}::int
          else ${matchDecisions.incomplete}::int end,
        why_values = array[outcome.matched, outcome.open], last_run_id = ${runId}
      from outcome
      where shipment.mall_id = ${ctx.mallId} and shipment.id = outcome.shipment_id
      returning shipment.id, shipment.why, shipment.why_values
    ), noted as (
      insert into run_decisions (mall_id, run_id, shipment_id, rule, values)
      select ${ctx.mallId}, ${runId}, id, why, why_values from decided
    )
    select (select count(*)::int from matched) as lines, count(*)::int as shipments,
      array(select id from matched where may_be_odd) as "mayBeOdd"
    from decided`,
  );
}
