import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { bigintArray } from '@/lib/shipments/runs/runs';
import { readBefore } from './before';
import { allocationRules } from './reasons';
import type { Change, Noted } from './undo-plan';

type Undone = {
  noted: readonly Noted[];
  changes: readonly Change[];
  restored: readonly Change[];
};

/**
 * Gives shipments the reason and the last run back that they had. Those whose reserved units the run
 * did not change get theirs back, too, as long as they still carry the one that the run gave.
 */
export async function restoreReasons(tx: Tx, ctx: Ctx, undone: Undone): Promise<void> {
  const restored = new Set(undone.restored.map((change) => change.shipmentId));
  const changed = new Set(undone.changes.map((change) => change.shipmentId));
  const told = undone.noted
    .filter((row) => row.rule !== allocationRules.splitRest.number)
    .filter((row) => restored.has(row.shipmentId) || !changed.has(row.shipmentId))
    .map((row) => ({ ...row, stood: readBefore(row.before) }));
  if (told.length === 0) return;
  type Told = (typeof told)[number];
  const columns = {
    shipment_id: ['bigint', (row: Told) => row.shipmentId],
    is_restored: ['boolean', (row: Told) => restored.has(row.shipmentId)],
    given_rule: ['int', (row: Told) => row.rule],
    given_values: ['text', (row: Told) => bigintArray(row.values)],
    last_run_id: ['bigint', (row: Told) => row.stood.lastRunId],
    rule: ['int', (row: Told) => row.stood.rule],
    rule_values: ['text', (row: Told) => row.stood.values && bigintArray(row.stood.values)],
  } as const;
  await tx.execute(sql`
    update shipments shipment
    set why = given.rule, why_values = given.rule_values::bigint[],
      last_run_id = case when given.is_restored then given.last_run_id else shipment.last_run_id end
    from ${unnested<Told>(columns, told)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id
      and (given.is_restored or (shipment.why = given.given_rule
        and shipment.why_values = given.given_values::bigint[]))`);
}
