import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { isOpenClaim } from '@/lib/channels/claim';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockOrderLines } from '../locks';
import { openTouches, type Touches } from '../runs/touches';
import { type ClaimToDecide, isUnsettled, reopeningRefusal } from './claim-decisions';
import { followClaims } from './follow-claims';
import { retiredQty } from './nothing-sent';
import { restoreUnits } from './restore';

export type DecidedClaim = ClaimToDecide & {
  id: number;
  orderLineId: number;
  channelId: number;
  /** Units that its acceptance took out of their parcels. */
  retiredQty: number;
};

/** The claim after its order line, both locked: who decides second sees what the first has decided. */
export async function lockClaim(tx: Tx, ctx: Ctx, claimId: number): Promise<DecidedClaim> {
  const [found] = await rows<{ orderLineId: number }>(
    tx,
    sql`
    select order_line_id as "orderLineId" from claims
    where mall_id = ${ctx.mallId} and id = ${claimId}`,
  );
  if (!found) throw new ExpectedError('errors.notFound');
  await lockOrderLines(tx, ctx, [found.orderLineId]);
  const [claim] = await rows<DecidedClaim>(
    tx,
    sql`
    select id, order_line_id as "orderLineId", channel_id as "channelId", kind, state, qty,
      sent_qty as "sentQty", ${retiredQty} as "retiredQty",
      good_qty as "goodQty", defective_qty as "defectiveQty",
      decided_at is not null as "isDecided", received_at is not null as "isReceived",
      replacement_shipment_id as "replacementShipmentId"
    from claims claim where mall_id = ${ctx.mallId} and id = ${claimId} for update`,
  );
  if (!claim) throw new ExpectedError('errors.notFound');
  return claim;
}

/**
 * 승인 of a cancel, or of a return whose goods never left: its units leave their parcels at whatever
 * stage, their stock is given back, and the rest goes on. What of a cancel has left is to come back,
 * unless that is all of it: then only its channel, which `isAgreed`, can have cancelled it.
 */
export async function acceptUnsent(
  tx: Tx,
  ctx: Ctx,
  claim: DecidedClaim,
  isAgreed = false,
): Promise<void> {
  const isStuckCancel = claim.kind === 'cancel' && claim.state === 'done';
  if (!isOpenClaim(claim) && !isStuckCancel && !isUnsettled(claim))
    throw new ExpectedError('claims.errors.alreadyDecided');
  await setState(tx, ctx, claim, 'done');
  await withTouches(tx, ctx, claim, 'accept', async (touches) => {
    const before = await unitsOf(tx, ctx, claim);
    await followClaims(tx, ctx, [claim.orderLineId], touches, 'committed');
    const { cancelledQty, awayQty } = await unitsOf(tx, ctx, claim);
    const retiredQty = cancelledQty - before.cancelledQty;
    const mayComeBack = claim.kind === 'cancel' && (retiredQty > 0 || isAgreed);
    if (awayQty > 0 && !mayComeBack) throw new ExpectedError('claims.errors.alreadyShipped');
    const sentQty = Math.min(awayQty, claim.qty);
    await tx.execute(sql`
      update claims set sent_qty = ${sentQty} where mall_id = ${ctx.mallId} and id = ${claim.id}`);
    if (sentQty > 0) return { retiredQty, sentQty };
  });
}

/** How many units of the claimed line are taken out, and how many more its claims want than are here. */
function unitsOf(
  tx: Tx,
  ctx: Ctx,
  claim: DecidedClaim,
): Promise<{ cancelledQty: number; awayQty: number }> {
  return oneRow(
    tx,
    sql`
    select line.cancelled_qty as "cancelledQty",
      greatest(least(sum(claim.qty), line.qty) - line.cancelled_qty, 0)::int as "awayQty"
    from order_lines line
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
      and claim.state = 'done' and (claim.kind = 'cancel' or claim.id = ${claim.id})
    where line.mall_id = ${ctx.mallId} and line.id = ${claim.orderLineId}
    group by line.id, line.qty, line.cancelled_qty`,
  );
}

/** 거부: sent all the same, or sent already. The hold is lifted and the parcel stands at its stage. */
export async function rejectClaim(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<void> {
  if (!isOpenClaim(claim)) throw new ExpectedError('claims.errors.alreadyDecided');
  await settle(tx, ctx, claim, 'rejected', 'reject');
}

/** 승인 of a return or an exchange that its channel has finished: what has not left goes on. */
export async function settleFinished(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<boolean> {
  if (!isUnsettled(claim)) return false;
  await settle(tx, ctx, claim, 'done', 'accept');
  return true;
}

/** 승인 of what comes back: its goods are expected. */
export async function expectGoods(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<void> {
  if (await settleFinished(tx, ctx, claim)) return;
  if (claim.state !== 'requested') throw new ExpectedError('claims.errors.alreadyDecided');
  await settle(tx, ctx, claim, 'accepted', 'accept');
}

/** 처리 취소: the claim is open again, holds again, and cancelled units are back in a parcel. */
export async function reopenClaim(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<void> {
  const refusal = reopeningRefusal(claim);
  if (refusal) throw new ExpectedError(`claims.errors.${refusal}`);
  await tx.execute(sql`
    update claims set state = 'requested', decided_at = null, decided_by = null, sent_qty = 0
    where mall_id = ${ctx.mallId} and id = ${claim.id}`);
  await withTouches(tx, ctx, claim, 'reopen', async (touches) => {
    await restoreUnits(tx, ctx, claim.orderLineId, claim.retiredQty, touches);
    await followClaims(tx, ctx, [claim.orderLineId], touches);
  });
}

/** 확인: a withdrawn claim leaves its queue. */
export async function markSeen(tx: Tx, ctx: Ctx, claimIds: readonly number[]): Promise<number> {
  const seen = await rows(
    tx,
    sql`
    update claims set seen_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(claimIds)}::bigint[])
      and state = 'withdrawn' and seen_at is null
    returning id`,
  );
  return seen.length;
}

/** Ends a claim by a person's word and lets its line follow. */
export async function settle(
  tx: Tx,
  ctx: Ctx,
  claim: DecidedClaim,
  state: DecidedClaim['state'],
  verb: string,
): Promise<void> {
  await setState(tx, ctx, claim, state);
  await withTouches(tx, ctx, claim, verb, (touches) =>
    followClaims(tx, ctx, [claim.orderLineId], touches),
  );
}

async function setState(tx: Tx, ctx: Ctx, claim: DecidedClaim, state: DecidedClaim['state']) {
  await tx.execute(sql`
    update claims
    set state = ${state}, decided_at = ${ctx.now.toISOString()}, decided_by = ${ctx.userId},
      seen_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = ${claim.id}`);
}

/** What a decision touches stands in a run of its own, the decision itself in the audit log. */
export async function withTouches(
  tx: Tx,
  ctx: Ctx,
  claim: DecidedClaim,
  verb: string,
  decide: (touches: Touches) => Promise<unknown>,
): Promise<void> {
  const touches = openTouches(tx, ctx, 'claim', { claimId: claim.id, verb });
  const outcome = await decide(touches);
  await touches.finish();
  await recordEvent(tx, ctx, {
    verb: `claim.${verb}`,
    subject: 'claim',
    subjectId: claim.id,
    detail: { qty: claim.qty, ...(outcome ?? {}) },
  });
}
