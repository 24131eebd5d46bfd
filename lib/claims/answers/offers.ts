import { channelOf } from '@/lib/channels/registry';
import { type AnswerForm, type ClaimVerb, claimVerbs } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import { type FoundClaim, findClaims } from './find';
import { type Lacking, unanswerable } from './plan';

export type Offer = {
  verb: ClaimVerb;
  form: AnswerForm;
  /** The number that the channel is told; null where none travels, or there is none yet. */
  waybillNo: string | null;
  /** It could be told if this were there. */
  lacks: Lacking | null;
};

/** What the channels of these claims can be told now, claim by claim. */
export async function offersOf(
  ctx: Ctx,
  claimIds: readonly number[],
): Promise<ReadonlyMap<number, Offer[]>> {
  if (claimIds.length === 0) return new Map();
  const found = await readMall(ctx, (tx) => findClaims(tx, ctx, claimIds));
  return new Map(
    found.flatMap((claim) => {
      const offers = offersFor(claim);
      return claim.claimIds.map((id) => [id, offers] as const);
    }),
  );
}

function offersFor(claim: FoundClaim): Offer[] {
  const answers = channelOf(claim.marketplace)?.capabilities.answers;
  return claimVerbs.flatMap((verb) => {
    const form = answers?.[verb];
    const refusal = unanswerable(claim, verb, form);
    const lacks = refusal === 'noWaybill' || refusal === 'notReceived' ? refusal : null;
    if (!form || refusal !== lacks) return [];
    const waybillNo = form.waybill ? claim.waybillNo : null;
    return [{ verb, form, waybillNo, lacks }];
  });
}
