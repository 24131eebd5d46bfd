import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Period } from '@/lib/period';
import { bundleQuestions } from '@/lib/shipments/lists/bundle-questions';
import { loadCandidates } from './load';
import { fitOf, parcelOf } from './parcel';
import type { Group } from './plan';
import { bundleRules, type Reason } from './reasons';
import { loadRules } from './rules';
import { seenAs } from './seen';

/** Notes on each shipment of a near match of a period whom it was asked about beside. */
export async function noteQuestions(
  tx: Tx,
  ctx: Ctx,
  period: Period,
  reviews: readonly Group[],
): Promise<void> {
  const asked = askedIn(reviews);
  const ids = asked.map((one) => one.id);
  await tx.execute(sql`
    update shipments set question_of = null where ${isStale(ctx, period, reviews)}`);
  await tx.execute(sql`
    update shipments shipment set question_of = asked.base
    from unnest(${sql.param(ids)}::bigint[], ${sql.param(asked.map((one) => one.base))}::bigint[]) as asked (id, base)
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and shipment.id = asked.id
      and shipment.question_of is distinct from asked.base`);
}

/** Whether a run would take back what is asked about shipments of a period. */
export async function hasStaleQuestions(
  tx: Tx,
  ctx: Ctx,
  period: Period,
  reviews: readonly Group[],
): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select from shipments where ${isStale(ctx, period, reviews)} and is_open limit 1`,
  );
  return found.length > 0;
}

function isStale(ctx: Ctx, period: Period, reviews: readonly Group[]): SQL {
  const ids = askedIn(reviews).map((one) => one.id);
  return sql`mall_id = ${ctx.mallId} and question_of is not null
    and ordered_at >= ${period.from.toISOString()} and ordered_at < ${period.until.toISOString()}
    and id <> all(${sql.param(ids)}::bigint[])`;
}

function askedIn(reviews: readonly Group[]): { id: number; base: number }[] {
  return reviews.flatMap(({ base, members }) =>
    [base, ...members.map((member) => member.id)].map((id) => ({ id, base })),
  );
}

export async function closeQuestions(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  await tx.execute(sql`
    update shipments set question_of = null
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and question_of is not null`);
}

/** What the answers of a run had decided is a question again. */
export async function reopenQuestions(tx: Tx, ctx: Ctx, runId: number): Promise<void> {
  await tx.execute(sql`
    with answered as (
      select decision.shipment_id as id, base.id as base_id,
        coalesce(base.question_of, base.id) as question_of
      from run_decisions decision
      join shipments base on base.mall_id = decision.mall_id and base.id = decision.values[1]
      where decision.mall_id = ${ctx.mallId} and decision.run_id = ${runId}
        and decision.rule in (${bundleRules.joinedByAnswer.number}, ${bundleRules.answeredApart.number})
    )
    update shipments shipment set question_of = asked.question_of
    from (select id, question_of from answered union select base_id, question_of from answered) as asked
    where shipment.mall_id = ${ctx.mallId} and shipment.id = asked.id and shipment.is_open`);
}

export type Reviewed = {
  base: number;
  members: { id: number; reason: Reason | null }[];
  /** By shipment, the base too. */
  seen: ReadonlyMap<number, string>;
};

export type Question = { ids: number[]; orderedAtMs: number };

/** The near matches that wait for a person, whatever their dates. */
export async function openQuestions(tx: Tx, ctx: Ctx): Promise<Question[]> {
  return rows<Question>(tx, bundleQuestions(ctx));
}

/** How the members of each compare with its base as both are now. */
export async function reviewQuestions(
  tx: Tx,
  ctx: Ctx,
  questions: readonly Question[],
): Promise<Reviewed[]> {
  const ids = questions.flatMap((question) => question.ids);
  const candidates = await loadCandidates(tx, ctx, ids);
  const rules = await loadRules(tx, ctx, candidates);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return questions.flatMap((question) => {
    const [base, ...members] = question.ids.flatMap((id) => byId.get(id) ?? []);
    if (!base) return [];
    const compared = members.map((member) => {
      const fit = fitOf(parcelOf(base), member, rules);
      return { id: member.id, reason: fit.kind === 'stranger' ? null : fit.reason };
    });
    const seen = new Map([base, ...members].map((one) => [one.id, seenAs(one)]));
    return [{ base: base.id, members: compared, seen }];
  });
}
