import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { cancelBookings } from '@/lib/invoicing/bookings/bookings';
import { matchRules } from '@/lib/matching/reasons';
import { resumeNotice, withdrawNotice } from '@/lib/notices/store';
import { decisionsOf } from '@/lib/shipments/claims/claim-decisions';
import { claimedParcels } from '@/lib/shipments/claims/claimed-parcels';
import {
  acceptUnsent,
  type DecidedClaim,
  expectGoods,
  lockClaim,
  markSeen,
  rejectClaim,
  reopenClaim,
  settle,
  settleFinished,
  withTouches,
} from '@/lib/shipments/claims/decide-claim';
import { swapGoods } from '@/lib/shipments/claims/exchange';
import { ensureComposition } from '@/lib/shipments/compositions';
import { cancelResentIn, replacementsOf } from '@/lib/shipments/parcels/cancel-resent';
import { resendIn } from '@/lib/shipments/parcels/resend';

export type Decision = 'accept' | 'reject' | 'reopen';

export type DecisionTally = { decided: number; refused: number };

/**
 * Decides claims one by one, each in a transaction of its own: one that cannot be spoils no other.
 * What a channel is being told of is decided by its answer alone.
 */
export async function decideClaims(
  ctx: Ctx,
  claimIds: readonly number[],
  decision: Decision,
  by: { isAnswer?: true } = {},
): Promise<DecisionTally> {
  const tally: DecisionTally = { decided: 0, refused: 0 };
  let firstRefusal: ExpectedError | undefined;
  for (const claimId of new Set(claimIds)) {
    try {
      await decideClaim(ctx, claimId, decision, by);
      tally.decided += 1;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      firstRefusal ??= error;
      tally.refused += 1;
    }
  }
  if (tally.decided === 0 && firstRefusal) throw firstRefusal;
  return tally;
}

async function decideClaim(
  ctx: Ctx,
  claimId: number,
  decision: Decision,
  by: { isAnswer?: true },
): Promise<void> {
  await inMall(ctx, (tx) => decideClaimIn(tx, ctx, claimId, decision, by));
}

/** The same inside a transaction that decides more. */
export async function decideClaimIn(
  tx: Tx,
  ctx: Ctx,
  claimId: number,
  decision: Decision,
  { isAnswer }: { isAnswer?: true },
): Promise<void> {
  const claim = await lockClaim(tx, ctx, claimId);
  if (!isAnswer) await refuseWhileAnswered(tx, ctx, claimId);
  if (decision === 'reject') {
    await withdrawNotice(tx, ctx, claimId);
    await rejectClaim(tx, ctx, claim);
    const replacements = await replacementsOf(tx, ctx, [claimId]);
    return cancelBookings(tx, ctx, await cancelResentIn(tx, ctx, replacements));
  }
  if (decision === 'reopen') {
    if (claim.state === 'rejected') await resumeNotice(tx, ctx, claimId);
    return reopenClaim(tx, ctx, claim);
  }
  const may = decisionsOf(claim, await claimedParcels(tx, ctx, claim.orderLineId));
  if (may.exchange) throw new ExpectedError('claims.errors.variantMissing');
  // What a channel has taken is done here whether or not anything waits for it.
  if (!may.accept && !isAnswer) throw new ExpectedError('claims.errors.alreadyDecided');
  if (claim.kind === 'exchange') {
    await settleFinished(tx, ctx, claim);
    return;
  }
  const sent = await sentParts(tx, ctx, claim);
  if (claim.kind === 'return' && sent.length > 0) return expectGoods(tx, ctx, claim);
  await acceptUnsent(tx, ctx, claim, isAnswer);
  await cancelBookings(tx, ctx, await emptiedShipments(tx, ctx, claim));
}

/** For each exchanged unit so many of these are sent. */
export type ExchangeItem = { variantCode: string; quantity: number };

/**
 * Accepts an exchange: what has not left is swapped in its parcel, for what has left a new parcel is
 * made, and the old goods are expected back.
 */
export async function acceptExchange(
  ctx: Ctx,
  { claimId, items }: { claimId: number; items: readonly ExchangeItem[] },
): Promise<{ shipmentId: number | null }> {
  return inMall(ctx, async (tx) => {
    const claim = await lockClaim(tx, ctx, claimId);
    if (!decisionsOf(claim, []).exchange) throw new ExpectedError('claims.errors.alreadyDecided');
    const compositionId = await compositionOf(tx, ctx, items);
    const sent = await sentParts(tx, ctx, claim);
    const [part] = sent.filter(({ qty }) => qty >= claim.qty);
    if (sent.length > 0 && !part) throw new ExpectedError('claims.errors.inSeveralParcels');
    if (part) return sendReplacement(tx, ctx, claim, { ...part, compositionId });
    const { orderLineId, qty } = claim;
    await withTouches(tx, ctx, claim, 'exchange', (touches) =>
      swapGoods(
        tx,
        ctx,
        { orderLineId, qty, compositionId, matchRule: matchRules.oneOff },
        touches,
      ),
    );
    await settle(tx, ctx, claim, 'done', 'accept');
    return { shipmentId: null };
  });
}

/** 확인 of withdrawn claims. */
export async function seeClaims(ctx: Ctx, claimIds: number[]): Promise<{ seen: number }> {
  return inMall(ctx, async (tx) => {
    await dropAnswers(tx, ctx, claimIds);
    return { seen: await markSeen(tx, ctx, claimIds) };
  });
}

/** What a channel would not hear of a claim is settled once its buyer has taken it back. */
async function dropAnswers(tx: Tx, ctx: Ctx, claimIds: number[]): Promise<void> {
  await tx.execute(sql`
    update claim_answers answer set state = 'withdrawn', finished_at = ${ctx.now.toISOString()}
    from claims claim
    where answer.mall_id = ${ctx.mallId} and answer.state in ('failed', 'unknown')
      and claim.mall_id = answer.mall_id and claim.channel_id = answer.channel_id
      and claim.claim_no = answer.claim_no and claim.state = 'withdrawn'
      and claim.id = any(${sql.param(claimIds)}::bigint[])`);
}

async function refuseWhileAnswered(tx: Tx, ctx: Ctx, claimId: number): Promise<void> {
  const [answer] = await rows(
    tx,
    sql`
    select from claims claim
    join claim_answers answer on answer.mall_id = claim.mall_id
      and answer.channel_id = claim.channel_id and answer.claim_no = claim.claim_no
      and answer.state in ('queued', 'running')
    where claim.mall_id = ${ctx.mallId} and claim.id = ${claimId}
    union all
    select from seller_notices
    where mall_id = ${ctx.mallId} and claim_id = ${claimId}
      and (state = 'running' or (state = 'queued' and asked_at is not null))`,
  );
  if (answer) throw new ExpectedError('claims.errors.beingAnswered');
}

type SentPart = { lineId: number; shipmentId: number; qty: number };

async function sendReplacement(
  tx: Tx,
  ctx: Ctx,
  claim: DecidedClaim,
  part: SentPart & { compositionId: number },
): Promise<{ shipmentId: number }> {
  const { shipmentId } = await resendIn(tx, ctx, {
    shipmentId: part.shipmentId,
    lines: [{ lineId: part.lineId, qty: claim.qty, compositionId: part.compositionId }],
    reason: '',
  });
  await tx.execute(sql`
    update claims set replacement_shipment_id = ${shipmentId}
    where mall_id = ${ctx.mallId} and id = ${claim.id}`);
  await settle(tx, ctx, claim, 'accepted', 'accept');
  return { shipmentId };
}

/** The parts of the claimed line that have left, the latest first. */
function sentParts(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<SentPart[]> {
  return rows<SentPart>(
    tx,
    sql`
    select part.id as "lineId", part.shipment_id as "shipmentId", part.qty
    from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      and shipment.stage in ('shipped', 'delivered')
    where part.mall_id = ${ctx.mallId} and part.order_line_id = ${claim.orderLineId}
      and part.qty > 0 and part.composition_id is not null
    order by part.id desc`,
  );
}

/** What the cancel has emptied: where a courier was to come for it, he need not. */
async function emptiedShipments(tx: Tx, ctx: Ctx, claim: DecidedClaim): Promise<number[]> {
  const emptied = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment.id from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      and shipment.stage = 'cancelled'
    where part.mall_id = ${ctx.mallId} and part.order_line_id = ${claim.orderLineId}`,
  );
  return emptied.map((shipment) => shipment.id);
}

async function compositionOf(tx: Tx, ctx: Ctx, items: readonly ExchangeItem[]): Promise<number> {
  const codes = items.map(({ variantCode }) => variantCode.trim());
  const variants = await rows<{ id: number; code: string }>(
    tx,
    sql`
    select id, variant_code as code from variants
    where mall_id = ${ctx.mallId} and variant_code = any(${sql.param(codes)}::text[])`,
  );
  const ids = new Map(variants.map(({ id, code }) => [code, id]));
  const wanted = new Map<number, number>();
  for (const [index, { quantity }] of items.entries()) {
    const code = codes[index] ?? '';
    const id = ids.get(code);
    if (id === undefined) throw new ExpectedError('claims.errors.unknownVariant', { code });
    wanted.set(id, (wanted.get(id) ?? 0) + quantity);
  }
  return ensureComposition(
    tx,
    ctx,
    [...wanted].map(([variantId, qty]) => ({ variantId, qty })),
  );
}
