import type { CancelledOrder, CollectPage } from '@/lib/channels/collected';
import { isCancelledWhole } from '@/lib/shipments/intake/plan';

type Window = { from: Date; to: Date };

export type ListedOrder = { orderNo: string; paidAt: Date | null; isCancelled: boolean };

/**
 * The orders of a page that were paid in the window, each once: a page may hold others, and boxes of
 * one order apart. What cannot be read counts as well: the channel has it.
 */
export function listedIn(
  page: Pick<CollectPage, 'orders' | 'malformed'>,
  window: Window,
): ListedOrder[] {
  const listed = new Map<string, ListedOrder>();
  for (const order of page.orders) {
    const { orderNo, acceptedSince, paidAt, orderedAt } = order;
    const at = acceptedSince ?? paidAt ?? orderedAt;
    if (!isIn(window, at)) continue;
    const isCancelled = isCancelledWhole(order) && (listed.get(orderNo)?.isCancelled ?? true);
    listed.set(orderNo, { orderNo, paidAt: at, isCancelled });
  }
  for (const { orderNo } of page.malformed)
    if (orderNo !== null && !listed.has(orderNo))
      listed.set(orderNo, { orderNo, paidAt: null, isCancelled: false });
  return [...listed.values()];
}

/** Of orders that stand on a list of cancels alone, those that were paid in the window. */
export function cancelledIn(orders: readonly CancelledOrder[], window: Window): ListedOrder[] {
  const numbers = new Map(orders.map((order) => [order.orderNo, order]));
  return [...numbers.values()].flatMap((order) =>
    isIn(window, order.paidAt) ? { ...order, isCancelled: true } : [],
  );
}

function isIn({ from, to }: Window, at: Date): boolean {
  return at >= from && at < to;
}
