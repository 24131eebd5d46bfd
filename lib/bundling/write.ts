import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { absorb } from '@/lib/shipments/parcels/move';
import { bigintArray } from '@/lib/shipments/runs/runs';
import type { Decided, Group } from './plan';
import { bundleRuleNumbers, bundleRules, type Reason } from './reasons';
import { reserveGoods } from './reserve';

/** Moves the members of each group into its base. Each says why; a member also what it brought. */
export async function writeBundles(tx: Tx, ctx: Ctx, runId: number, groups: readonly Group[]) {
  await reserveGoods(
    tx,
    ctx,
    runId,
    groups.flatMap((group) => group.reserves ?? []),
  );
  const absorptions = groups.map(({ base, members }) => ({
    target: base,
    why: { rule: bundleRules.base.number, values: [members.length] },
    sources: members.map(({ id, reason }) => ({ id, why: whyOf(reason) })),
  }));
  await absorb(tx, ctx, absorptions, runId);
}

const whyOf = ({ rule, values }: Reason) => ({ rule: bundleRules[rule].number, values });

/**
 * Notes on waiting shipments why they stay apart, where that is news; what a later stage said of them
 * stays. Nothing is touched by it: an undo of an earlier run still reaches them.
 */
export async function noteApart(tx: Tx, ctx: Ctx, runId: number, apart: readonly Decided[]) {
  const decisions = apart.map(({ id, reason }) => ({ shipmentId: id, ...whyOf(reason) }));
  const ids = decisions.map((decision) => decision.shipmentId);
  await tx.execute(sql`
    with noted as (
      update shipments shipment
      set why = decision.rule, why_values = decision.values::bigint[]
      from unnest(
        ${sql.param(ids)}::bigint[],
        ${sql.param(decisions.map((decision) => decision.rule))}::int[],
        ${sql.param(decisions.map((decision) => bigintArray(decision.values)))}::text[]
      ) as decision (shipment_id, rule, values)
      where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
        and shipment.id = decision.shipment_id and shipment.stage = 'ready' and coalesce(shipment.why, 0) <= ${bundleRuleNumbers.last}
        and (shipment.why, shipment.why_values)
          is distinct from (decision.rule, decision.values::bigint[])
      returning shipment.id, shipment.why, shipment.why_values
    )
    insert into run_decisions (mall_id, run_id, shipment_id, rule, values)
    select ${ctx.mallId}, ${runId}, id, why, why_values from noted`);
}

/** Shipments that have no partner any more lose the reason why they stood apart from one. */
export async function forgetApart(
  tx: Tx,
  ctx: Ctx,
  period: { from: Date; until: Date },
  apart: readonly Decided[],
) {
  await tx.execute(sql`
    update shipments set why = null, why_values = null
    where mall_id = ${ctx.mallId} and is_open and stage = 'ready'
      and why between ${bundleRules.phoneDiffers.number} and ${bundleRuleNumbers.last}
      and ordered_at >= ${period.from.toISOString()} and ordered_at < ${period.until.toISOString()}
      and id <> all(${sql.param(apart.map((decided) => decided.id))}::bigint[])`);
}
