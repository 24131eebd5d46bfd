import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { isOpenClaim } from '@/lib/channels/claim';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { lineOf, moveShipBy } from '@/lib/notices/store';
import { lockClaim } from '@/lib/shipments/claims/decide-claim';
import { lockOrderLines } from '@/lib/shipments/locks';
import { asDecided, type TellingDecision } from '@/lib/tellings/decision';
import { decideClaimIn } from './decide-claim';

type Decided = {
  kind: 'delay' | 'sold_out';
  orderId: number;
  orderLineId: number;
  claimId: number | null;
  shipOn: string | null;
};

/**
 * What a person says of a notice that no API has taken. Done takes a sold-out line out of its parcel;
 * withdrawn lets it go on as if nothing had been asked.
 */
export async function settleNoticeByHand(
  ctx: Ctx,
  { id, decision }: { id: number; decision: TellingDecision },
): Promise<{ decision: TellingDecision }> {
  await inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, [await lineOf(tx, ctx, id)]);
    const { claimId } = await decide(tx, ctx, id, decision);
    if (claimId !== null && decision !== 'again') await settleClaim(tx, ctx, claimId, decision);
  });
  return { decision };
}

/** One that was decided at the claims by now is left as it is. */
async function settleClaim(tx: Tx, ctx: Ctx, claimId: number, decision: 'done' | 'withdraw') {
  const claim = await lockClaim(tx, ctx, claimId);
  const verb = decision === 'done' ? 'accept' : 'reject';
  if (isOpenClaim(claim)) await decideClaimIn(tx, ctx, claimId, verb, { isAnswer: true });
}

async function decide(
  tx: Tx,
  ctx: Ctx,
  noticeId: number,
  decision: TellingDecision,
): Promise<Decided> {
  const [notice] = await rows<Decided>(
    tx,
    sql`
      update seller_notices notice set ${asDecided(ctx, decision)}
      from order_lines line
      where notice.mall_id = ${ctx.mallId} and notice.id = ${noticeId}
        and notice.state in ('failed', 'unknown', 'by_hand')
        and (${decision !== 'again'} or notice.way = 'api')
        and line.mall_id = ${ctx.mallId} and line.id = notice.order_line_id
      returning notice.kind, line.order_id as "orderId", line.id as "orderLineId",
        notice.claim_id as "claimId", notice.ship_on as "shipOn"`,
  );
  if (!notice) throw new ExpectedError('errors.notFound');
  if (decision === 'done' && notice.shipOn !== null)
    await moveShipBy(tx, ctx, notice.orderLineId, notice.shipOn);
  await recordEvent(tx, ctx, {
    verb: `notice.${decision}`,
    subject: 'order',
    subjectId: notice.orderId,
    detail: { kind: notice.kind },
  });
  if (decision === 'again') await wakeJobs(tx);
  return notice;
}
