import { z } from 'zod';
import type { CollectedClaim } from '../collected';
import { count, digits, text, time } from '../fields';
import { reasonOf } from '../reason';
import { exchangeBoxes, hasNumber } from './exchange-boxes';
import { lineKeyOf } from './mapper';

type ClaimState = CollectedClaim['state'];

const returnStatus = z.enum([
  'RELEASE_STOP_UNCHECKED',
  'RETURNS_UNCHECKED',
  'VENDOR_WAREHOUSE_CONFIRM',
  'REQUEST_COUPANG_CHECK',
  'RETURNS_COMPLETED',
]);

const returnStates: Record<z.output<typeof returnStatus>, ClaimState> = {
  RELEASE_STOP_UNCHECKED: 'requested',
  RETURNS_UNCHECKED: 'requested',
  VENDOR_WAREHOUSE_CONFIRM: 'accepted',
  REQUEST_COUPANG_CHECK: 'accepted',
  RETURNS_COMPLETED: 'done',
};

const exchangeStatus = z.enum(['RECEIPT', 'PROGRESS', 'SUCCESS', 'REJECT', 'CANCEL']);

const exchangeStates: Record<z.output<typeof exchangeStatus>, ClaimState> = {
  RECEIPT: 'requested',
  PROGRESS: 'accepted',
  SUCCESS: 'done',
  REJECT: 'rejected',
  CANCEL: 'withdrawn',
};

const returnSchema = z.object({
  receiptId: digits,
  orderId: digits,
  receiptType: text,
  receiptStatus: returnStatus,
  createdAt: time,
  cancelReason: text,
  cancelReasonCategory1: text,
  cancelReasonCategory2: text,
  reasonCodeText: text,
  returnItems: z.array(z.object({ vendorItemId: digits, cancelCount: count, releaseStatus: text })),
});

const exchangeSchema = z.object({
  exchangeId: digits,
  orderId: digits,
  exchangeStatus,
  createdAt: time,
  reasonCodeText: text,
  reasonEtcDetail: text,
  deliveryInvoiceGroupDtos: exchangeBoxes,
  exchangeItemDtoV1s: z.array(z.object({ orderItemId: digits, quantity: count })),
});

const withdrawalSchema = z.object({
  cancelId: digits,
  orderId: digits,
  createdAt: time,
  vendorItemIds: z.array(digits),
});

type Return = z.output<typeof returnSchema>;

export type ReadClaims = { claims: CollectedClaim[]; faults: string[] };

export function toReturnClaims(rows: unknown[]): ReadClaims {
  return readEach(rows, returnSchema, (request, raw) =>
    request.returnItems.map((item) => ({
      claimNo: request.receiptId,
      orderNo: request.orderId,
      lineKey: lineKeyOf(request.orderId, item.vendorItemId),
      kind: kindOf(request, item.releaseStatus),
      state: stateOf(request, item.releaseStatus),
      quantity: item.cancelCount,
      reason: reasonTold(request),
      requestedAt: request.createdAt,
      raw,
    })),
  );
}

/** Cancels and returns that buyers took back: which of the two, and how many, only the request said. */
export function toWithdrawals(rows: unknown[]): ReadClaims {
  return readEach(rows, withdrawalSchema, (withdrawal, raw) =>
    withdrawal.vendorItemIds.map((vendorItemId) => ({
      claimNo: withdrawal.cancelId,
      orderNo: withdrawal.orderId,
      lineKey: lineKeyOf(withdrawal.orderId, vendorItemId),
      kind: 'cancel',
      state: 'withdrawn',
      quantity: 0,
      reason: '',
      requestedAt: withdrawal.createdAt,
      raw,
    })),
  );
}

export function toExchangeClaims(rows: unknown[]): ReadClaims {
  return readEach(rows, exchangeSchema, (request, raw) =>
    request.exchangeItemDtoV1s.map((item) => ({
      claimNo: request.exchangeId,
      orderNo: request.orderId,
      lineKey: lineKeyOf(request.orderId, item.orderItemId),
      kind: 'exchange',
      state: exchangeStates[request.exchangeStatus],
      quantity: item.quantity,
      reason: [request.reasonCodeText, request.reasonEtcDetail].filter(Boolean).join(' · '),
      requestedAt: request.createdAt,
      ...progressOf(request),
      raw,
    })),
  );
}

/** A box to send is there once the goods that came back are confirmed; before, only a request is sure. */
function progressOf({
  exchangeStatus,
  deliveryInvoiceGroupDtos: boxes,
}: z.output<typeof exchangeSchema>): Pick<CollectedClaim, 'progress'> {
  if (boxes.length > 0) return { progress: boxes.every(hasNumber) ? 'resent' : 'collected' };
  return exchangeStatus === 'RECEIPT' ? { progress: 'none' } : {};
}

/** The marketplace files both under returns; goods that never left (N) or were stopped (S) are a cancel. */
function kindOf(request: Return, releaseStatus: string): 'cancel' | 'return' {
  const before =
    request.receiptType === 'CANCEL' || request.receiptStatus === 'RELEASE_STOP_UNCHECKED';
  return before || releaseStatus === 'N' || releaseStatus === 'S' ? 'cancel' : 'return';
}

/** Stopped before it left: the seller has agreed, the refund is still to come. */
function stateOf(request: Return, releaseStatus: string): ClaimState {
  const state = returnStates[request.receiptStatus];
  return state === 'requested' && releaseStatus === 'S' ? 'accepted' : state;
}

function reasonTold(request: Return): string {
  const category = [request.cancelReasonCategory1, request.cancelReasonCategory2];
  return [request.reasonCodeText || category.filter(Boolean).join(' '), request.cancelReason]
    .filter(Boolean)
    .join(' · ');
}

function readEach<Schema extends z.ZodType>(
  rows: unknown[],
  schema: Schema,
  toClaims: (row: z.output<Schema>, raw: unknown) => CollectedClaim[],
): ReadClaims {
  const read: ReadClaims = { claims: [], faults: [] };
  for (const raw of rows) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) read.claims.push(...toClaims(parsed.data, raw));
    else read.faults.push(reasonOf(parsed.error));
  }
  return read;
}
