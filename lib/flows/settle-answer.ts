import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import type { ClaimVerb } from '@/lib/channels/telling';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { asDecided, type TellingDecision } from '@/lib/tellings/decision';
import { followAnswer } from './follow-answer';

/** What a person says of an answer that its channel has refused or never confirmed. */
export async function settleAnswerByHand(
  ctx: Ctx,
  { id, decision }: { id: number; decision: TellingDecision },
): Promise<{ decision: TellingDecision }> {
  const answer = await decide(ctx, id, decision);
  if (decision !== 'done') return { decision };
  const refusal = await followAnswer(ctx, { ...answer, requestedBy: ctx.userId });
  if (refusal) throw new ExpectedError(`claims.errors.${refusal}`);
  return { decision };
}

type Decided = { verb: ClaimVerb; claimIds: number[]; orderLineIds: number[] };

async function decide(ctx: Ctx, answerId: number, decision: TellingDecision): Promise<Decided> {
  return inMall(ctx, async (tx) => {
    const [answer] = await rows<Decided>(
      tx,
      sql`
      with decided as (
        update claim_answers answer set ${asDecided(ctx, decision)}
        where mall_id = ${ctx.mallId} and id = ${answerId} and state in ('failed', 'unknown')
          and (${decision !== 'again'} or not exists (
            select from claim_answers other
            where other.mall_id = answer.mall_id and other.channel_id = answer.channel_id
              and other.claim_no = answer.claim_no and other.state in ('queued', 'running')))
        returning channel_id, claim_no, verb
      )
      select decided.verb, array_agg(claim.id order by claim.id) as "claimIds",
        array_agg(claim.order_line_id order by claim.id) as "orderLineIds"
      from decided
      join claims claim on claim.mall_id = ${ctx.mallId}
        and claim.channel_id = decided.channel_id and claim.claim_no = decided.claim_no
      group by decided.verb`,
    );
    if (!answer) throw new ExpectedError('errors.notFound');
    await recordEvents(tx, ctx, {
      verb: `claim.answer_${decision}`,
      subject: 'claim',
      subjectIds: answer.claimIds,
      detail: { verb: answer.verb },
    });
    if (decision === 'again') await wakeJobs(tx);
    return answer;
  });
}
