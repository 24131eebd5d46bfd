import { sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import { channelOf } from '@/lib/channels/registry';
import type { ClaimVerb, RefusalReason } from '@/lib/channels/telling';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { lockOrderLines } from '@/lib/shipments/locks';
import { type FoundClaim, findClaims } from './find';
import { type Unanswerable, unanswerable } from './plan';

export type AskedAnswer = {
  claimIds: readonly number[];
  verb: ClaimVerb;
  reason?: RefusalReason | undefined;
  detail?: string | undefined;
};

/** `kept`: not asked, because their channel takes no such answer or they are decided already. */
export type AskedAnswers = { queued: number; kept: number };

/**
 * Queues one answer for the channels of these claims; all lines of a claim are answered together.
 * The jobs process tells it. Of one claim that cannot be answered the reason is an error.
 */
export async function askAnswers(ctx: Ctx, asked: AskedAnswer): Promise<AskedAnswers> {
  return inMall(ctx, async (tx) => {
    const lineIds = await linesOf(tx, ctx, asked.claimIds);
    await lockOrderLines(tx, ctx, lineIds);
    const found = await findClaims(tx, ctx, asked.claimIds);
    const refusals = found.map((claim) => refusalOf(claim, asked));
    const told = found.filter((_, index) => refusals[index] === null);
    const refusal = refusals.find((each) => each !== null);
    if (told.length === 0) throw refusalError(refusal ?? 'alreadyDecided');
    await insertRows(tx, ctx, { table: 'claim_answers', columns: columns(ctx, asked) }, told);
    await recordEvents(tx, ctx, {
      verb: 'claim.answer',
      subject: 'claim',
      subjectIds: told.flatMap((claim) => claim.claimIds),
      detail: loggedOf(told, asked),
    });
    await wakeJobs(tx);
    return { queued: told.length, kept: found.length - told.length };
  });
}

type Refusal = Unanswerable | 'reasonMissing' | 'detailMissing';

const refusalError = (refusal: Refusal) => new ExpectedError(`claims.errors.${refusal}`);

function refusalOf(claim: FoundClaim, { verb, reason, detail }: AskedAnswer): Refusal | null {
  const form = formOf(claim, verb);
  const refusal = unanswerable(claim, verb, form);
  if (refusal) return refusal;
  if (form?.reasons && !(reason && form.reasons.includes(reason))) return 'reasonMissing';
  return form?.detail && !detail ? 'detailMissing' : null;
}

async function linesOf(tx: Tx, ctx: Ctx, claimIds: readonly number[]): Promise<number[]> {
  const lines = await rows<{ id: number }>(
    tx,
    sql`
    select distinct claim.order_line_id as id from claims named
    join claims claim on claim.mall_id = named.mall_id and claim.channel_id = named.channel_id
      and claim.claim_no = named.claim_no
    where named.mall_id = ${ctx.mallId} and named.id = any(${sql.param([...claimIds])}::bigint[])
    order by 1`,
  );
  return lines.map((line) => line.id);
}

const formOf = ({ marketplace }: FoundClaim, verb: ClaimVerb) =>
  channelOf(marketplace)?.capabilities.answers[verb];

/** What is told, as far as a form asks for it; the words go under the key that is erased in time. */
function loggedOf(told: readonly FoundClaim[], { verb, reason, detail }: AskedAnswer) {
  const asks = (part: 'reasons' | 'detail') => told.some((claim) => formOf(claim, verb)?.[part]);
  return {
    verb,
    ...(reason && asks('reasons') && { refusal: reason }),
    ...(detail && asks('detail') && { reason: detail }),
  };
}

/** Only what the form asks for is kept and told. */
const columns = (ctx: Ctx, { verb, reason, detail = '' }: AskedAnswer) => {
  const now = ctx.now.toISOString();
  const travels = (claim: FoundClaim) => formOf(claim, verb)?.waybill === true;
  return {
    channel_id: ['bigint', (claim: FoundClaim) => claim.channelId],
    claim_no: ['text', (claim: FoundClaim) => claim.claimNo],
    verb: ['text', verb],
    reason: ['text', (claim: FoundClaim) => (formOf(claim, verb)?.reasons && reason) || ''],
    detail: ['text', (claim: FoundClaim) => (formOf(claim, verb)?.detail ? detail : '')],
    courier: ['text', (claim: FoundClaim) => (travels(claim) && claim.courier) || ''],
    waybill_no: ['text', (claim: FoundClaim) => (travels(claim) && claim.waybillNo) || ''],
    state: ['text', 'queued'],
    due_at: ['timestamptz', now],
    requested_by: ['bigint', ctx.userId],
    created_at: ['timestamptz', now],
  } as const;
};
