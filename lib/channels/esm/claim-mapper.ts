import { z } from 'zod';
import type { CancelledOrder, CollectedClaim } from '../collected';
import { digits, text, textOrNumber, timeOrNone } from '../fields';
import { reasonOf } from '../reason';
import { seoulMinute } from '../seoul-time';

type Kind = CollectedClaim['kind'];
type ClaimState = CollectedClaim['state'];

/** 요청, 처리중, 완료, 철회, 직권 취소; the last is a refund long after delivery. */
const cancelStates: Record<number, ClaimState> = {
  1: 'requested',
  2: 'accepted',
  3: 'done',
  4: 'withdrawn',
  5: 'done',
};
const refundedAfterPayout = 6;

/** 요청, 수거완료, 보류, 완료, 철회, 직권 환불 */
const goodsBackStates: Record<number, ClaimState> = {
  1: 'requested',
  2: 'accepted',
  3: 'accepted',
  4: 'done',
  5: 'withdrawn',
  6: 'done',
};

const statusFields = {
  cancel: 'CancelStatus',
  return: 'ReturnStatus',
  exchange: 'ExchangeStatus',
} as const satisfies Record<Kind, string>;

const claimSchema = z.object({
  OrderNo: digits,
  RequestDate: timeOrNone,
  OrderDate: timeOrNone,
  ReasonDetail: text,
  PickupInfo: z.object({ CompleteDate: text }).nullish(),
  ResendInfo: z.object({ InvoiceNo: textOrNumber }).nullish(),
});

type Claim = z.output<typeof claimSchema> & { status: number };

export type ReadClaims = { claims: CollectedClaim[]; faults: string[] };

export function toClaims(kind: Kind, rows: unknown[]): ReadClaims {
  const read: ReadClaims = { claims: [], faults: [] };
  const schema = claimSchema.extend({ status: z.int() });
  for (const raw of rows) {
    const parsed = schema.safeParse(withStatus(raw, statusFields[kind]));
    if (parsed.success) read.claims.push(toClaim(kind, parsed.data, raw));
    else read.faults.push(reasonOf(parsed.error));
  }
  return read;
}

const cancelSchema = z.object({
  OrderNo: digits,
  PayDate: timeOrNone,
  OrderDate: timeOrNone,
  CancelStatus: z.int(),
});

/** The orders of these cancels that the seller or the marketplace has agreed to, before any payout. */
export function toCancelledOrders(rows: unknown[]) {
  const read: { orders: CancelledOrder[]; faults: string[] } = { orders: [], faults: [] };
  for (const raw of rows) {
    const parsed = cancelSchema.safeParse(raw);
    if (!parsed.success) {
      read.faults.push(reasonOf(parsed.error));
      continue;
    }
    const { OrderNo, PayDate, OrderDate, CancelStatus } = parsed.data;
    const paidAt = PayDate ?? OrderDate;
    const state = cancelStates[CancelStatus];
    if (paidAt && (state === 'accepted' || state === 'done'))
      read.orders.push({ orderNo: OrderNo, paidAt });
  }
  return read;
}

/** Claims have no number of their own: an order can be claimed once at a time. */
function toClaim(kind: Kind, claim: Claim, raw: unknown): CollectedClaim {
  const { OrderNo, RequestDate, OrderDate, ReasonDetail, status } = claim;
  const requestedAt = RequestDate ?? OrderDate ?? new Date(0);
  const isRefund = kind === 'cancel' && status === refundedAfterPayout;
  return {
    claimNo: `${OrderNo}-${kind}-${seoulMinute(requestedAt).replace(/\D/g, '')}`,
    orderNo: OrderNo,
    lineKey: OrderNo,
    kind: isRefund ? 'return' : kind,
    state: isRefund ? 'done' : stateOf(kind, status),
    quantity: 0,
    reason: ReasonDetail,
    requestedAt,
    ...(kind === 'exchange' && { progress: progressOf(claim) }),
    raw,
  };
}

const collectedStatus = 2;

function progressOf({ status, PickupInfo, ResendInfo }: Claim): CollectedClaim['progress'] {
  if (ResendInfo?.InvoiceNo) return 'resent';
  return status === collectedStatus || PickupInfo?.CompleteDate ? 'collected' : 'none';
}

/** A state we do not know may be a buyer who waits: the goods stay until a person has looked. */
function stateOf(kind: Kind, status: number): ClaimState {
  return (kind === 'cancel' ? cancelStates : goodsBackStates)[status] ?? 'requested';
}

function withStatus(raw: unknown, field: string): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  return { ...raw, status: Object.getOwnPropertyDescriptor(raw, field)?.value };
}
