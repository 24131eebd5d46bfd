import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments, lockStage } from '@/lib/shipments/locks';
import { finishRun, recordEvent, startRun } from '@/lib/shipments/runs';
import { type AnsweredGroup, answeredPairs, planAnswered } from './answer-plan';
import { loadCandidates } from './load';
import type { Answer, Candidate } from './parcel';
import { loadRules } from './rules';
import { noteApart, writeBundles } from './write';

/** What a person said of one near match. The base is theirs to choose. */
export type ReviewAnswer = {
  baseShipmentId: number;
  members: { shipmentId: number; together: boolean }[];
};

export type AnswerCounts = {
  joined: number;
  apart: number;
  /** Answered together, but something else forbids it; each says what. */
  refused: number;
};

/** Bundles near matches as a person says, and remembers it for these recipients. */
export async function answerReviews(
  ctx: Ctx & { userId: number },
  answers: ReviewAnswer[],
): Promise<AnswerCounts & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'bundle');
    const candidates = await lockCandidates(tx, ctx, answers);
    const groups = answers.map((answer) => groupOf(answer, candidates));
    const rules = await loadRules(tx, ctx, [...candidates.values()]);
    const runId = await startRun(tx, ctx, 'bundle', { answered: groups.length });
    const remembered = await remember(tx, ctx, runId, answeredPairs(groups));
    const plans = groups.map((group) => planAnswered(group, rules, remembered));
    const bundles = plans.flatMap(({ joined }, at) => {
      const base = groups[at]?.base.id;
      return base && joined.length > 0 ? [{ base, members: joined }] : [];
    });
    await writeBundles(tx, ctx, runId, bundles);
    await noteApart(
      tx,
      ctx,
      runId,
      plans.flatMap((plan) => [...plan.apart, ...plan.refused]),
    );
    const counts = {
      joined: plans.reduce((sum, plan) => sum + plan.joined.length, 0),
      apart: plans.reduce((sum, plan) => sum + plan.apart.length, 0),
      refused: plans.reduce((sum, plan) => sum + plan.refused.length, 0),
    };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** Forgets an answer: its recipients are a question again. What was bundled by it stays bundled. */
export async function revokeAnswer(ctx: Ctx, answerId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const revoked = await rows<{ isTogether: boolean }>(
      tx,
      sql`
      delete from bundle_answers where mall_id = ${ctx.mallId} and id = ${answerId}
      returning is_together as "isTogether"`,
    );
    const [answer] = revoked;
    if (!answer) throw new ExpectedError('errors.notFound');
    const event = { verb: 'revokeBundleAnswer', subject: 'setting' as const, subjectId: answerId };
    await recordEvent(tx, ctx, { ...event, detail: answer });
  });
}

async function lockCandidates(tx: Tx, ctx: Ctx, answers: ReviewAnswer[]) {
  const ids = answers.flatMap(({ baseShipmentId, members }) => [
    baseShipmentId,
    ...members.map((member) => member.shipmentId),
  ]);
  if (new Set(ids).size < ids.length) throw new ExpectedError('bundle.errors.answeredTwice');
  await lockShipments(tx, ctx, ids);
  const candidates = await loadCandidates(tx, ctx, ids);
  if (candidates.length < ids.length) throw new ExpectedError('bundle.errors.changed');
  return new Map(candidates.map((candidate) => [candidate.id, candidate]));
}

function groupOf(answer: ReviewAnswer, candidates: ReadonlyMap<number, Candidate>): AnsweredGroup {
  const of = (together: boolean) =>
    answer.members
      .filter((member) => member.together === together)
      .map((member) => candidateOf(member.shipmentId, candidates));
  const base = candidateOf(answer.baseShipmentId, candidates);
  return { base, together: of(true), apart: of(false) };
}

function candidateOf(id: number, candidates: ReadonlyMap<number, Candidate>): Candidate {
  const candidate = candidates.get(id);
  if (!candidate) throw new ExpectedError('bundle.errors.changed');
  return candidate;
}

async function remember(
  tx: Tx,
  ctx: Ctx & { userId: number },
  runId: number,
  pairs: ReadonlyMap<string, boolean>,
): Promise<Map<string, Answer>> {
  const keys = [...pairs.keys()].map((pair) => pair.split(' '));
  const remembered = await rows<Answer & { pair: string }>(
    tx,
    sql`
    insert into bundle_answers (mall_id, key_a, key_b, is_together, answered_by, answered_at,
      last_run_id)
    select ${ctx.mallId}, key_a, key_b, is_together::boolean, ${ctx.userId}, ${ctx.now.toISOString()}, ${runId}
    from unnest(
      ${sql.param(keys.map(([keyA]) => keyA))}::text[],
      ${sql.param(keys.map(([, keyB]) => keyB))}::text[],
      ${sql.param([...pairs.values()].map(String))}::text[]) as pair (key_a, key_b, is_together)
    order by key_a, key_b
    on conflict (mall_id, key_a, key_b) do update
    set is_together = excluded.is_together, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at, last_run_id = excluded.last_run_id
    returning id, is_together as "isTogether", key_a || ' ' || key_b as pair`,
  );
  return new Map(remembered.map(({ pair, ...answer }) => [pair, answer]));
}
