import type { CollectPage } from '@/lib/channels/collected';

export type ListedOrder = { orderNo: string; paidAt: Date | null };

/**
 * The orders of a page that were paid in the window, each once: a page may hold others, and boxes of
 * one order apart. What cannot be read counts as well: the channel has it.
 */
export function listedIn(
  page: Pick<CollectPage, 'orders' | 'malformed'>,
  window: { from: Date; to: Date },
): ListedOrder[] {
  const listed = new Map<string, ListedOrder>();
  for (const { orderNo, acceptedSince, paidAt, orderedAt } of page.orders) {
    const at = acceptedSince ?? paidAt ?? orderedAt;
    if (at >= window.from && at < window.to) listed.set(orderNo, { orderNo, paidAt: at });
  }
  for (const { orderNo } of page.malformed)
    if (orderNo !== null && !listed.has(orderNo)) listed.set(orderNo, { orderNo, paidAt: null });
  return [...listed.values()];
}
