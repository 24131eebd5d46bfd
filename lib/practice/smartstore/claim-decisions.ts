import { z } from 'zod';
import type { Answer } from '../http';
import { readBody, type SmartstoreCall } from './call';
import { hasRightLength, isCourier } from './couriers';
import { answeredFor, decide } from './decide';
import {
  type ClaimStatus,
  type SmartstoreClaim,
  type SmartstoreUnit,
  withChange,
} from './product-order';
import type { FailureCode } from './results';
import { rejected } from './withdrawal';

interface Step {
  readonly from: readonly ClaimStatus[];
  readonly form: z.ZodType;
  readonly failure: FailureCode;
  readonly take: (unit: SmartstoreUnit, claim: SmartstoreClaim, now: Date) => SmartstoreUnit;
}

const nothing = z.unknown();
const words = z.string().min(1);
const isInExchange = { failure: '104417' } as const;
const isReturned = { failure: '104442' } as const;

const steps: Readonly<Record<string, Step>> = {
  'return/approve': { ...isReturned, from: ['RETURN_REQUEST'], form: nothing, take: returned },
  'return/reject': {
    ...isReturned,
    from: ['RETURN_REQUEST'],
    form: z.object({ rejectReturnReason: words }),
    take: rejected,
  },
  'exchange/collect/approve': {
    ...isInExchange,
    from: ['EXCHANGE_REQUEST'],
    form: nothing,
    take: (unit, claim, now) =>
      withChange(standing(unit, { ...claim, claimStatus: 'COLLECT_DONE' }), 'COLLECT_DONE', now),
  },
  'exchange/dispatch': {
    ...isInExchange,
    from: ['COLLECT_DONE'],
    form: z.object({
      reDeliveryMethod: z.literal('DELIVERY'),
      reDeliveryCompany: z.string().refine(isCourier),
      reDeliveryTrackingNumber: words,
    }),
    take: (unit, claim, now) =>
      withChange(
        standing(unit, { ...claim, claimStatus: 'EXCHANGE_REDELIVERING' }),
        'CLAIM_REDELIVERING',
        now,
      ),
  },
  'exchange/reject': {
    ...isInExchange,
    from: ['EXCHANGE_REQUEST', 'COLLECT_DONE'],
    form: z.object({ rejectExchangeReason: words }),
    take: rejected,
  },
};

const sentForm = z.object({ reDeliveryCompany: z.string(), reDeliveryTrackingNumber: z.string() });

/** The seller's answers to returns and exchanges, step by step. */
export async function decideClaim(call: SmartstoreCall): Promise<Answer> {
  const [, name = ''] = call.parameters;
  const step = steps[name];
  if (!step) return answeredFor(call, '104133');
  if (step.form !== nothing) readBody(call, step.form);
  const sent = sentForm.safeParse(call.body).data;
  if (sent && !hasRightLength(sent.reDeliveryCompany, sent.reDeliveryTrackingNumber))
    return answeredFor(call, '104122');
  return decide(
    call,
    async (unit) => {
      const { claim } = unit;
      if (!claim || !step.from.includes(claim.claimStatus)) return step.failure;
      return {
        document: step.take(unit, claim, call.now),
        kind: 'claim',
        courierCode: sent?.reDeliveryCompany ?? null,
        waybillNo: sent?.reDeliveryTrackingNumber ?? null,
        request: { name, body: call.body },
        answer: { claimId: claim.claimId },
      };
    },
    step.failure,
  );
}

function standing(unit: SmartstoreUnit, claim: SmartstoreClaim): SmartstoreUnit {
  const productOrder = { ...unit.productOrder, claimStatus: claim.claimStatus };
  return { ...unit, productOrder, claim };
}

function returned(unit: SmartstoreUnit, claim: SmartstoreClaim, now: Date): SmartstoreUnit {
  const done: SmartstoreClaim = { ...claim, claimStatus: 'RETURN_DONE' };
  const remainQuantity = unit.productOrder.remainQuantity - claim.requestQuantity;
  const productOrder = {
    ...unit.productOrder,
    remainQuantity,
    claimStatus: done.claimStatus,
    ...(remainQuantity <= 0 && { productOrderStatus: 'RETURNED' as const }),
  };
  const completedClaims = [...unit.completedClaims, done];
  return withChange(
    { ...unit, productOrder, claim: null, completedClaims },
    'CLAIM_COMPLETED',
    now,
  );
}
