import type {
  CollectedClaim,
  CollectedLine,
  CollectedOrder,
  CollectWindow,
  MalformedOrder,
  Recipient,
} from '../collected';
import { domesticPhone } from '../phone';
import { reasonOf } from '../reason';
import type { UnitReading, UnitToRead } from '../unit';
import {
  isClaimOpen,
  isOfAnotherMarket,
  type Order,
  orderNoOf,
  type PaidItem,
  parseOrder,
  recipientOf,
  unitNoOf,
} from './order';
import { advance, isLive, itemsOf, type Whole, wholesOf } from './wholes';

type ClaimKind = CollectedClaim['kind'];

const undoneKinds: ReadonlyMap<string, ClaimKind> = new Map([
  ['Cancellation', 'cancel'],
  ['Return', 'return'],
  ['Exchange', 'exchange'],
]);

const claimLetters: Record<ClaimKind, string> = { cancel: 'C', return: 'R', exchange: 'E' };

/** The marketplace filters whole orders by the states of their items, so items are filtered again. */
export function toOrders(
  rows: unknown[],
  states: CollectWindow['states'],
): { orders: CollectedOrder[]; malformed: MalformedOrder[] } {
  const orders: CollectedOrder[] = [];
  const malformed: MalformedOrder[] = [];
  for (const raw of rows) {
    if (isOfAnotherMarket(raw)) continue;
    const parsed = parseOrder(raw);
    const read = parsed.success ? toLines(parsed.data, states) : reasonOf(parsed.error);
    if (!parsed.success || typeof read === 'string') {
      malformed.push({ orderNo: orderNoOf(raw), reason: String(read), raw });
    } else if (read.length > 0) {
      orders.push(toOrder(parsed.data, read, raw));
    }
  }
  return { orders, malformed };
}

export function toClaims(rows: unknown[]): { claims: CollectedClaim[]; faults: string[] } {
  const claims: CollectedClaim[] = [];
  const faults: string[] = [];
  for (const raw of rows) {
    if (isOfAnotherMarket(raw)) continue;
    const parsed = parseOrder(raw);
    if (!parsed.success) faults.push(reasonOf(parsed.error));
    else claims.push(...claimsOf(parsed.data, raw));
  }
  return { claims, faults };
}

/** The unit's items as one; null when none of them is (any more) in the order. */
export function toReading(order: Order, unit: UnitToRead): UnitReading | null {
  const items = unit.lineKeys
    ? itemsOf(order, unit.lineKeys)
    : wholesOf(order)
        .filter(({ item }) => unitNoOf(order, item) === unit.unitNo)
        .flatMap(({ members }) => members);
  const [first] = items;
  if (!first) return null;
  const live = items.filter(isLive);
  const slowest = slowestOf({ item: first, members: items });
  return {
    unitNo: unit.unitNo,
    state: slowest.status.state,
    rawState: slowest.order_status,
    courierCode: common(live.map((item) => item.shipping_company_code)),
    waybillNo: common(live.map((item) => item.tracking_no.replace(/[\s-]/g, ''))),
    recipient: recipientOf(order, slowest),
    claimOpen: items.some(isClaimOpen),
  };
}

function toOrder(order: Order, lines: CollectedLine[], raw: unknown): CollectedOrder {
  return {
    orderNo: order.order_id,
    marketOrderNo: order.market_order_no || order.order_id,
    orderedAt: order.order_date,
    paidAt: order.payment_date,
    orderer: {
      name: order.buyer?.name || order.billing_name,
      phone: domesticPhone(order.buyer?.phone),
      mobile: domesticPhone(order.buyer?.cellphone),
    },
    lines,
    raw,
  };
}

/** The lines, or the reason why there can be none. */
function toLines(order: Order, states: CollectWindow['states']): CollectedLine[] | string {
  const lines: CollectedLine[] = [];
  for (const whole of wholesOf(order)) {
    if (states === 'ready' && slowestOf(whole).order_status !== 'N20') continue;
    const recipient = recipientOf(order, whole.item);
    if (!recipient) return `receivers: none for ${whole.item.order_item_code}`;
    lines.push(toLine(order, whole, recipient));
  }
  return lines;
}

function toLine(order: Order, whole: Whole, recipient: Recipient): CollectedLine {
  const { item, members } = whole;
  const slowest = slowestOf(whole);
  const cancelled = members.filter(({ status }) => status.state === 'cancelled');
  const claimed = members.filter((member) => isLive(member) && isClaimOpen(member));
  return {
    lineKey: item.order_item_code,
    channelUnitNo: unitNoOf(order, item),
    productCode: item.product_code || item.product_no,
    productName: item.product_name,
    option: item.option_value,
    sellerOptionCode: item.custom_variant_code,
    sellerProductCode: item.custom_product_code,
    quantity: sumOf(members.map(({ quantity }) => quantity)),
    cancelledQuantity: sumOf(cancelled.map(({ quantity }) => quantity)),
    claimedQuantity: sumOf(claimed.map(claimQuantityOf)),
    unitPrice: item.unitPrice,
    amount: sumOf(members.map(({ amount }) => amount)),
    currency: order.currency,
    state: slowest.status.state,
    rawState: slowest.order_status,
    recipient,
    freightTerm: item.shipping_payment_option === 'C' ? 'collect' : 'prepaid',
    marketShipped: false,
    shipBy: null,
  };
}

function claimsOf(order: Order, raw: unknown): CollectedClaim[] {
  return wholesOf(order).flatMap(({ item: { order_item_code: lineKey }, members }) =>
    members.flatMap((member) => toClaim(order, member, lineKey, raw)),
  );
}

/**
 * Its number is the item's with the kind's letter: the marketplace numbers a claim only when it is
 * accepted, and a claim on a part of the quantity makes an item of its own.
 */
function toClaim(order: Order, item: PaidItem, lineKey: string, raw: unknown): CollectedClaim[] {
  const undone = undoneKinds.get(item.request_undone);
  const claim =
    item.status.claim ?? (undone ? { kind: undone, state: 'withdrawn' as const } : null);
  if (!claim) return [];
  return [
    {
      claimNo: `${item.order_item_code}-${claimLetters[claim.kind]}`,
      orderNo: order.order_id,
      lineKey,
      kind: claim.kind,
      state: claim.state,
      quantity: claimQuantityOf(item),
      reason: item.claim_reason,
      requestedAt: item[`${claim.kind}_request_date`] ?? order.order_date,
      raw,
    },
  ];
}

function claimQuantityOf(item: PaidItem): number {
  return item.claim_quantity > 0 ? Math.min(item.claim_quantity, item.quantity) : item.quantity;
}

/** The item that stands furthest back of those that go on; the item itself when none does. */
function slowestOf({ item, members }: Whole): PaidItem {
  return members.filter(isLive).sort(byAdvance)[0] ?? item;
}

function byAdvance(a: PaidItem, b: PaidItem): number {
  return advance.indexOf(a.status.state) - advance.indexOf(b.status.state);
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** What all say, or nothing. */
function common(values: string[]): string {
  return new Set(values).size === 1 ? (values[0] ?? '') : '';
}
