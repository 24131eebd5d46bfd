import type { z } from 'zod';
import type { ClaimKind, ClaimState } from './claim';
import type {
  AnswerForm,
  ClaimAnswer,
  ClaimVerb,
  DelayNotice,
  SellerTelling,
  SoldOutLine,
} from './telling';

/** The common vocabulary for a marketplace's state of an order line; the raw value stands beside it. */
export type ChannelState =
  | 'paid'
  | 'acknowledged'
  | 'shipping'
  | 'delivered'
  | 'confirmed'
  | 'cancelled'
  | 'returned'
  | 'exchanged';

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
  /** `ready`: only 배송준비중. `open`: paid, acknowledged and on the way. */
  states: 'ready' | 'open';
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

/** A unit to acknowledge, with all of its lines. */
export type UnitToAcknowledge = {
  unitNo: string;
  orderNo: string;
  lineKeys: string[];
  /** Something was claimed of its lines, open or not. */
  hasClaims?: boolean;
};

export type ShipmentPush = {
  unitNo: string;
  orderNo: string;
  /** All lines of the unit, unless `capabilities.partialShipment`. */
  lines: { lineKey: string; quantity: number }[];
  /** Something was claimed of these lines, open or not. */
  hasClaims?: boolean;
  /** Lines of another order stand in the same unit and do not leave with these. */
  sharesUnit?: boolean;
  /** How the goods travel; a parcel when absent. Only a parcel has a courier and a number. */
  method?: 'parcel' | 'direct' | 'quick' | 'pickup' | 'none';
  /** The marketplace's own code. */
  courierCode: string;
  waybillNo: string;
  /** `change` replaces a number the marketplace already has. */
  kind: 'first' | 'change';
  previousWaybillNo: string | null;
};

/**
 * What became of one unit of a writing call.
 * - `accepted`: done now.
 * - `already`: the marketplace refused, and a look at the unit showed that it is as we wanted it.
 * - `rejected`: it will not work again as it is; `message` says why.
 * - `retry`: nothing was done; it may be sent again (after `retryAfterMs`).
 * - `unknown`: it may or may not have been done. Read the unit before anything else.
 */
export type UnitResult = {
  unitNo: string;
  outcome: 'accepted' | 'already' | 'rejected' | 'retry' | 'unknown';
  /**
   * The marketplace's own code, or ours: `busy`, `unavailable`, `answer`, `refused`, `unsent`,
   * `unsendable.unit`, `unsendable.lines`, `unsendable.courier`, `unsendable.waybill`.
   */
  code: string;
  message: string;
  retryAfterMs?: number;
  /** The marketplace says that nobody changed the recipient: there is nothing to read again. */
  recipientUnchanged?: true;
};

/** With `lineKeys`, only these lines of the unit count: a unit can leave in several parcels. */
export type UnitToRead = { unitNo: string; orderNo: string; lineKeys?: string[] };

/** A unit as the marketplace shows it now. */
export type UnitReading = {
  unitNo: string;
  state: ChannelState;
  rawState: string;
  /** The marketplace's own code; empty when it shows none that we know. */
  courierCode: string;
  /** Empty when there is none, or not the same one for all lines. */
  waybillNo: string;
  recipient: Recipient | null;
  claimOpen: boolean;
};

/** Calls that the marketplace counts apart: who names the same key waits for one another. */
export type CallLane = { key: string; intervalMs: number };

/** All that an adapter needs of the world, for one account. */
export type Connection = {
  baseUrl: string;
  credential: unknown;
  /** As the seller's channel names it; what calls need stands in the credential. */
  account: string;
  shopNo: number;
  now: () => Date;
  /** Waits for the account's limiter, or for that of a lane; all processes share them. */
  takeSlot: (lane?: CallLane) => Promise<void>;
  /** Keeps all processes from calling: the marketplace has turned us away for so long. */
  closeLane?: (waitMs: number, lane?: CallLane) => Promise<void>;
  fetch: typeof fetch;
  /**
   * Runs `refresh` as the only one in all processes. It gets the newest stored credential and
   * returns the one to store; that is stored before it is returned here.
   */
  refreshCredential: (refresh: (current: unknown) => Promise<unknown>) => Promise<unknown>;
  signal?: AbortSignal;
  /** For one call; 30 seconds when absent. */
  timeoutMs?: number;
  /** For who only reads: how often a call that was not answered whole is made again at once. */
  rereads?: number;
};

/** How to reach a channel's account; null when it has no adapter or no credential. */
export type OpenConnection = (
  mall: { mallId: number },
  channelId: number,
  signal?: AbortSignal,
) => Promise<Connection | null>;

export const courierKeys = [
  'cj',
  'hanjin',
  'lotte',
  'logen',
  'epost',
  'kdexp',
  'daesin',
  'ilyang',
  'hdexp',
  'chunil',
  'kunyoung',
  'cupost',
  'cvsnet',
  'registpost',
  'self',
  'other',
] as const;

export type CourierKey = (typeof courierKeys)[number];

/** The marketplace's codes by our courier. Null is unknown: refuse to send, never guess. */
export type CourierCodes = Readonly<Record<CourierKey, string | null>>;

/** A short coloured sign that stands before a channel's name in lists. */
export type Mark = { text: string; color: string };

export type Capabilities = {
  /** What a push addresses. */
  unit: 'shipmentBox' | 'orderItems' | 'deliveryNo' | 'productOrder' | 'order';
  /** The time that a collection window filters by. */
  windowBy: 'ordered' | 'paid' | 'changed';
  /** `changes` tells later changes; without it open orders must be read again. */
  changeFeed: boolean;
  /** Claims are listed by the day they were made, also when they have ended. */
  claimsByRequestDay?: true;
  /** Read the recipient again after acknowledging. */
  addressMayChangeUntilAcknowledged: boolean;
  /** The market order number is the buyer's cart, which may hold orders of several accounts. */
  marketOrderIsCart?: true;
  /** Each account counts its orders by itself: equal order numbers of two accounts say nothing. */
  numbersOrdersByAccount?: true;
  /** An order must be acknowledged before it may be shipped. */
  acknowledgesRequired: boolean;
  /** Equal product codes mean equal products in every account of the marketplace. */
  codesAreMarketplaceWide: boolean;
  /** A unit may be shipped line by line (never a part of a line's quantity). */
  partialShipment: boolean;
  /** It can be told that goods travel without a waybill: by hand, by quick, for pickup. */
  shipsWithoutWaybill?: true;
  canChangeNumber: boolean;
  /** What can be told by the API; the rest is done in the seller centre. */
  tells: readonly SellerTelling[];
  /** The claims that can be answered by the API, and what is asked with each answer. */
  answers: Readonly<Partial<Record<ClaimVerb, AnswerForm>>>;
  /** One account holds several shops, told apart by `shopNo`; each is a channel of its own. */
  hasShops: boolean;
  /** Between two calls of one account, outside lanes of their own. */
  callIntervalMs: number;
  /** The longest window of one call of the marketplace; `collect` slices longer ones itself. */
  maxWindowDays: number;
  sellerCentreUrl: string;
  /** `{account}` stands for the account (the mall id of a Cafe24 mall). */
  defaultBaseUrl: string;
  isClosed: boolean;
  mark: Mark;
};

/**
 * One marketplace's API. Reading calls throw a `ChannelError`; writing calls return exactly one
 * result per unit handed in, in that order, and never throw one.
 */
export interface Channel {
  readonly marketplace: string;
  readonly koreanName: string;
  readonly englishName: string;
  readonly capabilities: Capabilities;
  readonly credentialSchema: z.ZodType;
  readonly courierCodes: CourierCodes;
  collect(
    connection: Connection,
    window: CollectWindow,
    cursor?: unknown,
  ): AsyncIterable<CollectPage>;
  /**
   * Whatever changed in the period, orders and the claims on them as they stand now; there where
   * `capabilities.changeFeed` says so.
   */
  changes?(
    connection: Connection,
    period: { from: Date; to: Date },
    cursor?: unknown,
  ): AsyncIterable<CollectPage>;
  /**
   * Claims that were made in the period, as they stand now. A row that cannot be understood never
   * blocks the others: they come first, then a `ChannelAnswerError` tells of it. With `kinds`,
   * others may be left out, where they take calls of their own.
   */
  claims(
    connection: Connection,
    period: { from: Date; to: Date },
    kinds?: readonly CollectedClaim['kind'][],
  ): AsyncIterable<CollectedClaim[]>;
  /**
   * The claims on these units as they stand now, where one call answers for many units: then no
   * feed need be read before a push.
   */
  claimsOf?(connection: Connection, units: UnitToRead[]): Promise<CollectedClaim[]>;
  acknowledge(connection: Connection, units: UnitToAcknowledge[]): Promise<UnitResult[]>;
  push(connection: Connection, pushes: ShipmentPush[]): Promise<UnitResult[]>;
  /**
   * Answers buyers' claims, where `capabilities.answers` says so. One result an answer, named by its
   * unit; who gets `unknown` or a refusal reads the claims back.
   */
  answerClaims?(connection: Connection, answers: ClaimAnswer[]): Promise<UnitResult[]>;
  /** 발송지연 안내, where `capabilities.tells` says so: told again, the last one counts. */
  tellDelays?(connection: Connection, notices: DelayNotice[]): Promise<UnitResult[]>;
  /** 품절취소, where `capabilities.tells` says so; who gets `unknown` reads the unit back. */
  cancelSoldOut?(connection: Connection, lines: SoldOutLine[]): Promise<UnitResult[]>;
  /** The units as they stand now; one that the marketplace no longer knows is left out. */
  readUnits(connection: Connection, units: UnitToRead[]): Promise<UnitReading[]>;
}
