import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Names, namesOf } from './names';
import { allocationReason, allocationRules, type ReadReason } from './reasons';

export type RunDecision = {
  shipmentId: number;
  orderNo: string;
  reason: ReadReason;
};

export const MAX_DECISIONS = 500;

/** What a run decided, those first that it could not serve; its kind tells what touched a row since. */
export async function runDecisions(
  ctx: Ctx,
  runId: number,
): Promise<{
  decisions: RunDecision[];
  names: Names;
  runKinds: Record<number, string>;
}> {
  return readMall(ctx, async (tx) => {
    const found = await rows<{
      shipmentId: number;
      orderNo: string;
      rule: number;
      values: number[];
    }>(
      tx,
      sql`
      with told as (
        select shipment_id, rule, "values",
          rule in (${allocationRules.whole.number}, ${allocationRules.restored.number}) as is_served
        from run_decisions
        where mall_id = ${ctx.mallId} and run_id = ${runId}
        order by is_served, shipment_id
        limit ${MAX_DECISIONS}
      )
      select told.shipment_id as "shipmentId", orders.order_no as "orderNo", told.rule, told."values"
      from told
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = told.shipment_id
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      order by told.is_served, told.shipment_id`,
    );
    const decisions = found.flatMap(({ shipmentId, orderNo, rule, values }) => {
      const reason = allocationReason(rule, values);
      return reason ? [{ shipmentId, orderNo, reason }] : [];
    });
    const runIds = decisions.flatMap(({ reason }) => reason.values.run ?? []);
    const kinds = await rows<{ id: number; kind: string }>(
      tx,
      sql`
      select id, kind from runs
      where mall_id = ${ctx.mallId} and id = any(${sql.param(runIds)}::bigint[])`,
    );
    return {
      decisions,
      names: await namesOf(
        tx,
        ctx,
        decisions.map(({ reason }) => reason),
      ),
      runKinds: Object.fromEntries(kinds.map((run) => [run.id, run.kind])),
    };
  });
}
