import type { CollectPage } from '@/lib/channels/collected';
import { isCancelledWhole } from '@/lib/shipments/intake/plan';

export type ListedOrder = { orderNo: string; paidAt: Date | null; isCancelled: boolean };

/**
 * The orders of a page that were paid in the window, each once: a page may hold others, and boxes of
 * one order apart. What cannot be read counts as well: the channel has it.
 */
export function listedIn(
  page: Pick<CollectPage, 'orders' | 'malformed'>,
  window: { from: Date; to: Date },
): ListedOrder[] {
  const listed = new Map<string, ListedOrder>();
  for (const order of page.orders) {
    const { orderNo, acceptedSince, paidAt, orderedAt } = order;
    const at = acceptedSince ?? paidAt ?? orderedAt;
    if (at < window.from || at >= window.to) continue;
    const isCancelled = isCancelledWhole(order) && (listed.get(orderNo)?.isCancelled ?? true);
    listed.set(orderNo, { orderNo, paidAt: at, isCancelled });
  }
  for (const { orderNo } of page.malformed)
    if (orderNo !== null && !listed.has(orderNo))
      listed.set(orderNo, { orderNo, paidAt: null, isCancelled: false });
  return [...listed.values()];
}
