import type { ClaimKind, ClaimState } from './claim';

/** The common vocabulary for a marketplace's state of an order line; the raw value stands beside it. */
export const channelStates = [
  'paid',
  'acknowledged',
  'shipping',
  'delivered',
  'confirmed',
  'cancelled',
  'returned',
  'exchanged',
] as const;
export type ChannelState = (typeof channelStates)[number];

/** Phones are in domestic form (`010-1234-5678`); what the channel does not give is an empty text. */
export type Recipient = {
  name: string;
  phone: string;
  mobile: string;
  postcode: string;
  address1: string;
  address2: string;
  note: string;
};

export type CollectedLine = {
  /** Stays the same for ever and by every way in. */
  lineKey: string;
  /** What acknowledge and push address; a marketplace may change it (a Coupang split). */
  channelUnitNo: string;
  productCode: string;
  productName: string;
  option: string;
  /** The seller's own code of the option; empty when the channel has none. */
  sellerOptionCode: string;
  sellerProductCode: string;
  /** As ordered. To send = quantity − cancelledQuantity. */
  quantity: number;
  cancelledQuantity: number;
  /** Of what is left, the part under an open claim: it must not leave before the claim is answered. */
  claimedQuantity: number;
  /** (판매가 + 옵션가) of one, in the currency's minor unit. */
  unitPrice: number;
  /** The line's total as the channel gave it, in the currency's minor unit. */
  amount: number;
  currency: string;
  state: ChannelState;
  rawState: string;
  recipient: Recipient;
  freightTerm: 'prepaid' | 'collect';
  /** The marketplace's own warehouse sends it: nothing for us to do. */
  marketShipped: boolean;
  shipBy: Date | null;
};

/**
 * An order as far as this answer holds it: a line that is missing says nothing about that line
 * (another box of the same order can be on another page).
 */
export type CollectedOrder = {
  orderNo: string;
  /** The number the buyer sees on the market behind the channel; mostly the same as `orderNo`. */
  marketOrderNo: string;
  orderedAt: Date;
  paidAt: Date | null;
  /** A gift that was accepted no earlier than this: before, it was nobody's to send. */
  acceptedSince?: Date;
  orderer: { name: string; phone: string; mobile: string };
  lines: CollectedLine[];
  raw: unknown;
};

/** One order that could not be understood; it never blocks the others of its page. */
export type MalformedOrder = {
  orderNo: string | null;
  /** The unit or line that this is, where an order comes in parts. */
  partNo?: string | null;
  reason: string;
  raw: unknown;
};

/** All that is known of an order that stands on no list but that of cancels. */
export type CancelledOrder = { orderNo: string; paidAt: Date };

export type CollectPage = {
  orders: CollectedOrder[];
  malformed: MalformedOrder[];
  /** Claims on these orders, where the marketplace tells them together. */
  claims?: CollectedClaim[];
  /** JSON. With the same window it resumes after this page; null on the last page. */
  cursor: unknown;
};

/**
 * Which orders to read. The marketplace filters by `capabilities.windowBy`, some of them by whole
 * days: a page may hold orders outside the window, never lack one inside it.
 */
export type CollectWindow = {
  from: Date;
  to: Date;
  /**
   * `ready`: only 배송준비중. `open`: paid, acknowledged and on the way. `every`: delivered, confirmed
   * and cancelled ones as well, as far as the marketplace lists them (`capabilities.unlisted`).
   */
  states: 'ready' | 'open' | 'every';
};

export type CollectedClaim = {
  /** One claim can hold several lines: (claimNo, lineKey) is its identity. */
  claimNo: string;
  orderNo: string;
  lineKey: string;
  kind: ClaimKind;
  state: ClaimState;
  quantity: number;
  reason: string;
  requestedAt: Date;
  /** How far goods have gone back and forth, where the marketplace tells it. */
  progress?: 'none' | 'collected' | 'resent';
  raw: unknown;
};

export type ClaimsOfUnits = {
  claims: CollectedClaim[];
  /** Units of which nothing came back: nobody can say that they have no claim. */
  missing: string[];
};
