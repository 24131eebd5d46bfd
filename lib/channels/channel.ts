import type { z } from 'zod';
import type {
  CancelledOrder,
  ClaimsOfUnits,
  CollectedClaim,
  CollectPage,
  CollectWindow,
} from './collected';
import type {
  AnswerForm,
  ClaimAnswer,
  ClaimVerb,
  DelayNotice,
  SellerTelling,
  SoldOutLine,
} from './telling';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge, UnitToRead } from './unit';

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

/** `claimed`: while a claim is open. */
export type UnlistedState = 'claimed' | 'cancelled' | 'returned' | 'exchanged';

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
  /** Orders that stand on no list of orders, whatever states are asked for. */
  unlisted: readonly UnlistedState[];
  /** A unit may be shipped line by line (never a part of a line's quantity). */
  partialShipment: boolean;
  /** It can be told that goods travel without a waybill: by hand, by quick, for pickup. */
  shipsWithoutWaybill?: true;
  canChangeNumber: boolean;
  /** What can be told by the API; the rest is done in the seller centre. */
  tells: readonly SellerTelling[];
  /** Only of lines that are acknowledged there. */
  tellsOnceAcknowledged?: true;
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
  /** Orders paid in the period and cancelled whole, where no list of orders holds them. */
  cancelledOrders?(
    connection: Connection,
    period: { from: Date; to: Date },
  ): AsyncIterable<CancelledOrder[]>;
  /**
   * The claims on these units as they stand now, where one call answers for many units: then no
   * feed need be read before a push.
   */
  claimsOf?(connection: Connection, units: UnitToRead[]): Promise<ClaimsOfUnits>;
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
