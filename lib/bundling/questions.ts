import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Period } from '@/lib/period';
import { bundleRules } from './reasons';

/** Marks the base of each near match of a period: the number beside 합포 counts them. */
export async function noteQuestions(tx: Tx, ctx: Ctx, period: Period, baseIds: number[]) {
  await tx.execute(sql`
    update shipments set is_bundle_question = not is_bundle_question
    where mall_id = ${ctx.mallId} and is_open
      and ordered_at >= ${period.from.toISOString()} and ordered_at < ${period.until.toISOString()}
      and is_bundle_question <> (id = any(${sql.param(baseIds)}::bigint[]))`);
}

export async function closeQuestions(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  await tx.execute(sql`
    update shipments set is_bundle_question = false
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and is_bundle_question`);
}

/** What the answers of a run had decided is a question again. */
export async function reopenQuestions(tx: Tx, ctx: Ctx, runId: number) {
  await tx.execute(sql`
    update shipments set is_bundle_question = true
    where mall_id = ${ctx.mallId} and is_open and id in (
      select values[1] from run_decisions
      where mall_id = ${ctx.mallId} and run_id = ${runId}
        and rule in (${bundleRules.joinedByAnswer.number}, ${bundleRules.answeredApart.number}))`);
}
