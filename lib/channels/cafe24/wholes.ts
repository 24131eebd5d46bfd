import type { ChannelState } from '../collected';
import { type Order, type PaidItem, paidItems } from './order';

/** An item as it was ordered, with itself and what was taken out of it as its members. */
export type Whole = { item: PaidItem; members: PaidItem[] };

/**
 * A claim on a part of an item's quantity makes an item of its own and leaves less in the first: both
 * are one line. What is sent in exchange names an original too, and is a line of its own.
 */
export function wholesOf(order: Order): Whole[] {
  const items = paidItems(order);
  const wholes = new Map<PaidItem, Whole>();
  for (const member of items) {
    const item = originalOf(member, items);
    const whole = wholes.get(item) ?? { item, members: [] };
    wholes.set(item, { item, members: [...whole.members, member] });
  }
  return [...wholes.values()];
}

/** The items that the lines of these keys are, now. */
export function itemsOf(order: Order, lineKeys: readonly string[]): PaidItem[] {
  return wholesOf(order)
    .filter(({ item }) => lineKeys.includes(item.order_item_code))
    .flatMap(({ members }) => members);
}

/** From the least to the most advanced. */
export const advance: readonly ChannelState[] = [
  'paid',
  'acknowledged',
  'shipping',
  'delivered',
  'confirmed',
];

/** What is still to be sent or has been: neither cancelled nor come back. */
export const isLive = ({ status }: PaidItem) => advance.includes(status.state);

function originalOf(item: PaidItem, items: readonly PaidItem[]): PaidItem {
  const original = items.find(
    (other) => other.item_no > 0 && other.item_no === item.original_item_no?.[0],
  );
  const isTakenOut = item.status.claim !== null || item.request_undone !== '';
  if (!original || !isTakenOut || original.item_no >= item.item_no) return item;
  return original.status.claim?.kind === 'exchange' ? item : originalOf(original, items);
}
