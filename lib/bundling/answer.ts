import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments, lockStage } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { type AnsweredGroup, answeredPairs, planAnswered } from './answer-plan';
import { fingerprintOf } from './fingerprint';
import { loadCandidates } from './load';
import type { Answer, Candidate } from './parcel';
import { closeQuestions } from './questions';
import { withStock } from './reserve';
import { loadRules } from './rules';
import { seenAs } from './seen';
import { noteApart, writeBundles } from './write';

/** What a person said of one near match. The base is theirs to choose. */
export type ReviewAnswer = {
  baseShipmentId: number;
  members: { shipmentId: number; together: boolean }[];
  /** Some of the group are still to be answered. */
  leavesOpen?: boolean;
  /** As the rows were shown; an answer about other recipients is refused. */
  seen?: readonly string[];
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
    const locked = await lockCandidates(tx, ctx, answers);
    const known = await loadRules(tx, ctx, locked);
    const { candidates, rules } = await withStock(tx, ctx, {
      candidates: locked,
      rules: known,
      lock: true,
    });
    const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
    for (const answer of answers) refuseUnseen(answer, byId);
    const groups = answers.map((answer) => groupOf(answer, byId));
    const runId = await startRun(tx, ctx, 'bundle', { answered: groups.length });
    const remembered = await remember(tx, ctx, { runId, candidates, pairs: answeredPairs(groups) });
    const plans = groups.map((group) => planAnswered(group, rules, remembered));
    const bundles = plans.flatMap(({ joined, reserves }, at) => {
      const base = groups[at]?.base.id;
      return base && joined.length > 0 ? [{ base, members: joined, reserves }] : [];
    });
    await writeBundles(tx, ctx, runId, bundles);
    await noteApart(
      tx,
      ctx,
      runId,
      plans.flatMap((plan) => [...plan.apart, ...plan.refused]),
    );
    await closeQuestions(tx, ctx, answers.flatMap(closedBy));
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
  const ids = answers.flatMap(idsOf);
  if (new Set(ids).size < ids.length) throw new ExpectedError('bundle.errors.answeredTwice');
  await lockShipments(tx, ctx, ids);
  const candidates = await loadCandidates(tx, ctx, ids);
  if (candidates.length < ids.length) throw new ExpectedError('bundle.errors.changed');
  return candidates;
}

function refuseUnseen(answer: ReviewAnswer, candidates: ReadonlyMap<number, Candidate>): void {
  const { seen } = answer;
  const isSeen = (id: number) => seen?.includes(seenAs(candidateOf(id, candidates))) ?? true;
  if (!idsOf(answer).every(isSeen)) throw new ExpectedError('bundle.errors.recipientChanged');
}

function idsOf({ baseShipmentId, members }: ReviewAnswer): number[] {
  return [baseShipmentId, ...members.map((member) => member.shipmentId)];
}

/** While others of the group are still to be answered, they are asked about beside the base. */
function closedBy(answer: ReviewAnswer): number[] {
  const [base, ...members] = idsOf(answer);
  return answer.leavesOpen || base === undefined ? members : [base, ...members];
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

type Remembering = {
  runId: number;
  candidates: readonly Candidate[];
  pairs: ReadonlyMap<string, boolean>;
};

/** A newer answer takes the place of an older one, and keeps it for the undo. */
async function remember(
  tx: Tx,
  ctx: Ctx & { userId: number },
  { runId, candidates, pairs }: Remembering,
): Promise<Map<string, Answer>> {
  const keys = [...pairs.keys()].map((pair) => pair.split(' '));
  const profiles = candidates.flatMap((candidate) => candidate.profiles);
  const idOf = new Map(profiles.map((profile) => [fingerprintOf(profile), profile.recipientId]));
  const recipientsAt = (side: 0 | 1) => keys.map((key) => idOf.get(key[side] ?? '') ?? null);
  const remembered = await rows<Answer & { pair: string }>(
    tx,
    sql`
    insert into bundle_answers as answer (mall_id, key_a, key_b, is_together, answered_by,
      answered_at, last_run_id, recipient_a, recipient_b)
    select ${ctx.mallId}, key_a, key_b, is_together::boolean, ${ctx.userId},
      ${ctx.now.toISOString()}, ${runId}, recipient_a, recipient_b
    from unnest(
      ${sql.param(keys.map(([keyA]) => keyA))}::text[],
      ${sql.param(keys.map(([, keyB]) => keyB))}::text[],
      ${sql.param([...pairs.values()].map(String))}::text[],
      ${sql.param(recipientsAt(0))}::bigint[],
      ${sql.param(recipientsAt(1))}::bigint[]
    ) as pair (key_a, key_b, is_together, recipient_a, recipient_b)
    order by key_a, key_b
    on conflict (mall_id, key_a, key_b) do update
    set is_together = excluded.is_together, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at, last_run_id = excluded.last_run_id,
      recipient_a = excluded.recipient_a, recipient_b = excluded.recipient_b,
      replaced = jsonb_build_object('is_together', answer.is_together,
        'answered_by', answer.answered_by, 'answered_at', answer.answered_at,
        'last_run_id', answer.last_run_id, 'recipient_a', answer.recipient_a,
        'recipient_b', answer.recipient_b, 'replaced', answer.replaced)
    returning id, is_together as "isTogether", key_a || ' ' || key_b as pair`,
  );
  return new Map(remembered.map(({ pair, ...answer }) => [pair, answer]));
}

/** Takes the answers of a run back: the one that each replaced stands again. */
export async function forgetAnswersOf(tx: Tx, ctx: Ctx, runId: number): Promise<number> {
  const forgotten = await rows<{ id: number }>(
    tx,
    sql`
    delete from bundle_answers
    where mall_id = ${ctx.mallId} and last_run_id = ${runId} and replaced is null
    returning id`,
  );
  const restored = await rows<{ id: number }>(
    tx,
    sql`
    update bundle_answers answer
    set is_together = older.is_together, answered_by = older.answered_by,
      answered_at = older.answered_at, last_run_id = older.last_run_id,
      recipient_a = older.recipient_a, recipient_b = older.recipient_b,
      replaced = nullif(older.replaced, 'null'::jsonb)
    from bundle_answers stored,
      jsonb_to_record(stored.replaced) as older (is_together boolean, answered_by bigint,
        answered_at timestamptz, last_run_id bigint, recipient_a bigint, recipient_b bigint,
        replaced jsonb)
    where answer.mall_id = ${ctx.mallId} and stored.mall_id = ${ctx.mallId}
      and stored.id = answer.id and answer.last_run_id = ${runId}
    returning answer.id`,
  );
  await tx.execute(sql`
    update bundle_answers set replaced = nullif(replaced -> 'replaced', 'null'::jsonb)
    where mall_id = ${ctx.mallId} and (replaced ->> 'last_run_id')::bigint = ${runId}`);
  return forgotten.length + restored.length;
}
