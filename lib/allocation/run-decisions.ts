import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { variantCodes } from './names';
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
  variantCodes: Record<number, string>;
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
      select decision.shipment_id as "shipmentId", orders.order_no as "orderNo", decision.rule,
        decision."values"
      from run_decisions decision
      join shipments shipment
        on shipment.mall_id = decision.mall_id and shipment.id = decision.shipment_id
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where decision.mall_id = ${ctx.mallId} and decision.run_id = ${runId}
      order by decision.rule in (${allocationRules.whole.number}, ${allocationRules.restored.number}),
        decision.shipment_id
      limit ${MAX_DECISIONS}`,
    );
    const decisions = found.flatMap(({ shipmentId, orderNo, rule, values }) => {
      const reason = allocationReason(rule, values);
      return reason ? [{ shipmentId, orderNo, reason }] : [];
    });
    const named = decisions.flatMap(({ reason }) => reason.values.variant ?? []);
    const runIds = decisions.flatMap(({ reason }) => reason.values.run ?? []);
    const kinds = await rows<{ id: number; kind: string }>(
      tx,
      sql`
      select id, kind from runs
      where mall_id = ${ctx.mallId} and id = any(${sql.param(runIds)}::bigint[])`,
    );
    return {
      decisions,
      variantCodes: await variantCodes(tx, ctx, named),
      runKinds: Object.fromEntries(kinds.map((run) => [run.id, run.kind])),
    };
  });
}
