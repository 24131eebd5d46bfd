import { isOpenClaim } from '../claim';
import type { CollectedClaim } from '../collected';
import type { ClaimDetail, Row } from './product-order';
import { reasonTold } from './reasons';
import { claimOf, progressOf } from './status';

/** Quantities by which a product order has shrunk, and those that wait for an answer. */
export type ClaimedQuantities = { cancelled: number; open: number };

type Detailed = { type: string; detail: ClaimDetail };

/** Every claim that the product order carries with its number; the newest reading of each. */
export function toClaims(row: Row, raw: unknown): CollectedClaim[] {
  const claims = new Map<string, CollectedClaim>();
  for (const { type, detail } of detailsOf(row)) {
    const claim = claimOf(type, detail.claimStatus);
    if (!claim || claim === 'unknown' || detail.claimId === '') continue;
    claims.set(detail.claimId, {
      claimNo: detail.claimId,
      orderNo: row.order.orderId,
      lineKey: row.productOrder.productOrderId,
      ...claim,
      quantity: detail.requestQuantity ?? orderedQuantity(row),
      reason: reasonOf(detail),
      requestedAt: detail.claimRequestDate ?? row.order.orderDate,
      progress: progressOf(detail.claimStatus),
      raw,
    });
  }
  return [...claims.values()];
}

/** The same, and what is only said in short: enough to know that a buyer waits for an answer. */
export function openClaims(row: Row, raw: unknown): CollectedClaim[] {
  const detailed = toClaims(row, raw);
  const { claimType, claimStatus, productOrderId } = row.productOrder;
  const told = claimOf(claimType, claimStatus);
  if (!told || told === 'unknown' || detailed.some(({ kind }) => kind === told.kind))
    return detailed;
  const short: CollectedClaim = {
    claimNo: productOrderId,
    orderNo: row.order.orderId,
    lineKey: productOrderId,
    ...told,
    quantity: orderedQuantity(row),
    reason: '',
    requestedAt: row.order.orderDate,
    raw,
  };
  return [...detailed, short];
}

export function orderedQuantity({ productOrder }: Row): number {
  return Math.max(productOrder.initialQuantity ?? 0, productOrder.quantity);
}

/** Of what is left, the part that waits for an answer; all of it where no number is told. */
export function openQuantity(row: Row, remaining: number): number {
  const { claimType, claimStatus } = row.productOrder;
  const told = claimOf(claimType, claimStatus);
  const details = detailsOf(row).filter(({ type, detail }) => {
    const claim = claimOf(type, detail.claimStatus);
    return claim !== null && claim !== 'unknown' && isOpenClaim(claim);
  });
  const asked = details.map(({ detail }) => detail.requestQuantity ?? remaining);
  if (asked.length > 0) return Math.min(Math.max(...asked), remaining);
  return told && told !== 'unknown' && isOpenClaim(told) ? remaining : 0;
}

/** What completed cancels took away. */
export function cancelledByClaims(row: Row): number {
  return toClaims(row, null)
    .filter(({ kind, state }) => kind === 'cancel' && state === 'done')
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Older members first: of a claim told twice the later word counts. */
function detailsOf(row: Row): Detailed[] {
  const { beforeClaim, currentClaim, completedClaims } = row;
  const named: [string, ClaimDetail | null | undefined][] = [
    ['EXCHANGE', beforeClaim?.exchange],
    ['CANCEL', row.cancel],
    ['RETURN', row.return],
    ['EXCHANGE', row.exchange],
    ['CANCEL', currentClaim?.cancel],
    ['RETURN', currentClaim?.return],
    ['EXCHANGE', currentClaim?.exchange],
  ];
  return [
    ...named.flatMap(([type, detail]) => (detail ? [{ type, detail }] : [])),
    ...completedClaims.map((detail) => ({ type: detail.claimType, detail })),
  ];
}

function reasonOf(detail: ClaimDetail): string {
  const code =
    detail.cancelReason ||
    detail.returnReason ||
    detail.exchangeReason ||
    detail.claimRequestReason;
  const written =
    detail.cancelDetailedReason ||
    detail.returnDetailedReason ||
    detail.exchangeDetailedReason ||
    detail.claimRequestDetailContent;
  return reasonTold(code, written);
}
