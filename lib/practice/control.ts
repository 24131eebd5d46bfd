import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Marketplace } from './shops';

/** Where the running practice marketplaces answer, and the token of their control. */
export interface PracticeAddress {
  readonly url: string;
  readonly token: string;
}

/** What the marketplace accepted; the judge of every test that says "it was sent". */
export type JournalKind =
  | 'acknowledge'
  | 'ship'
  | 'change_waybill'
  | 'change_state'
  | 'remove_waybill'
  | 'claim'
  | 'delay'
  | 'sold_out';

export interface JournalRow {
  readonly id: number;
  readonly at: string;
  readonly marketplace: Marketplace;
  readonly shop: string;
  readonly kind: JournalKind;
  /** Coupang shipmentBoxId; Cafe24 shipping_code, or order_id for an acknowledgement; SmartStore productOrderId; 11번가 dlvNo; ESM OrderNo. */
  readonly unitNo: string;
  readonly orderNo: string;
  /** Coupang vendorItemId, Cafe24 order_item_code, SmartStore productOrderId, 11번가 ordPrdSeq, ESM OrderNo. */
  readonly lineKeys: readonly string[];
  readonly courierCode: string | null;
  readonly waybillNo: string | null;
  readonly request: unknown;
  readonly answer: unknown;
}

export const faultKinds = [
  'http429',
  'http500',
  'timeout',
  'slow',
  'brokenBody',
  'wrongBody',
  'partialFailure',
  'acceptThenDrop',
  'duplicatePage',
  'reorderPage',
  'lateAddressChange',
  'cancelAfterAcknowledge',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What the practice courier did; a key has one number and is taken back once. */
export interface CourierJournalRow {
  readonly id: number;
  readonly at: string;
  readonly kind: 'issue' | 'cancel';
  readonly orderKey: string;
  readonly waybillNo: string;
}

/** Who can be struck by a fault. */
export type Faulty = Marketplace | 'courier' | 'cj' | 'tracking';

export interface FaultInput {
  readonly marketplace: Faulty;
  readonly shop?: string;
  /** Only this operation, e.g. 'invoices', 'ordersheets', 'orders'; 'token' is struck only by name. */
  readonly operation?: string;
  readonly fault: FaultKind;
  /** How often it strikes; without it, for ever. */
  readonly times?: number;
  /** Share of the calls it strikes, 0–1; 1 without it. */
  readonly rate?: number;
  /** How long 'slow' waits. */
  readonly milliseconds?: number;
}

/** A fault that still strikes. */
export interface StandingFault {
  readonly id: number;
  readonly marketplace: Faulty;
  readonly shop: string | null;
  readonly operation: string | null;
  readonly fault: FaultKind;
  readonly remaining: number | null;
  readonly rate: number;
}

export interface MakeOrdersInput {
  readonly count: number;
  /** The same seed and now make the same orders; order numbers always go on. */
  readonly seed?: number;
  readonly now?: string;
  /** Keys of practice shops; all without it. */
  readonly shops?: readonly string[];
  /** How far back the first order lies; 660 without it. */
  readonly spreadMinutes?: number;
  /** Share that the seller has acknowledged already; 0.85 without it. */
  readonly acknowledgedShare?: number;
  /** Share of gifts that nobody has accepted yet, where the marketplace has gifts; none without it. */
  readonly giftShare?: number;
  /** Share that the marketplace's own logistics sends, where it has some; none without it. */
  readonly marketShippedShare?: number;
  /** How much of the custom each shop has, by its key; all the same without it. */
  readonly shares?: Readonly<Record<string, number>>;
  /** So many buyers are written in two ways, and no others; as it comes without it. */
  readonly nearMatches?: number;
  /** So many listings that nobody has matched yet are sold, and no others; as it comes without it. */
  readonly newProducts?: number;
}

export interface OrdersMade {
  readonly seed: number;
  readonly orders: number;
  readonly lines: number;
  readonly shops: readonly {
    readonly shop: string;
    readonly orders: number;
    readonly lines: number;
  }[];
}

export interface ListedOrder {
  readonly id: number;
  readonly marketplace: Marketplace;
  readonly shop: string;
  readonly orderNo: string;
  readonly unitNo: string;
  readonly orderedAt: string;
  readonly statuses: readonly string[];
  readonly lines: readonly ListedLine[];
}

export interface ListedLine {
  readonly lineKey: string;
  readonly channelProductCode: string;
  readonly channelOptionCode: string;
  readonly quantity: number;
  readonly cancelledQuantity: number;
  readonly status: string;
}

export interface CancelRequestInput {
  readonly marketplace: Marketplace;
  readonly orderNo: string;
  /** Lines and how many of each; the whole order without it. */
  readonly lines?: readonly { readonly lineKey: string; readonly quantity: number }[];
  readonly reason?: string;
}

export interface CancelRequested {
  /** Coupang receiptId, Cafe24 order_item_code, SmartStore claimId, 11번가 claim number. */
  readonly claimNos: readonly string[];
  /** True when the marketplace cancelled at once, without asking the seller. */
  readonly cancelledAtOnce: boolean;
}

export interface ExchangeInput {
  readonly marketplace: Marketplace;
  readonly orderNo: string;
  /** One line of what has left, of which one piece is to be exchanged; the first without it. */
  readonly lineKey?: string;
  readonly reason?: string;
}

export interface DeliveryInput {
  readonly marketplace: Marketplace;
  readonly orderNo: string;
  /** 구매확정 as well. */
  readonly isConfirmed?: boolean;
}

export interface WithdrawalInput {
  readonly marketplace: Marketplace;
  readonly orderNo: string;
}

export interface AddressChangeInput {
  readonly marketplace: Marketplace;
  readonly orderNo: string;
  readonly name?: string;
  readonly postcode?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly phone?: string;
}

export interface PracticeState {
  readonly shops: readonly {
    readonly shop: string;
    readonly marketplace: Marketplace;
    readonly orders: number;
    readonly units: number;
    readonly byStatus: Readonly<Record<string, number>>;
  }[];
  readonly journal: Readonly<Partial<Record<JournalKind, number>>>;
  readonly claims: number;
  readonly faults: number;
}

export interface PracticeControl {
  makeOrders(input: MakeOrdersInput): Promise<OrdersMade>;
  orders(filter?: { shop?: string; afterId?: number }): Promise<readonly ListedOrder[]>;
  journal(filter?: {
    marketplace?: Marketplace;
    shop?: string;
    afterId?: number;
  }): Promise<readonly JournalRow[]>;
  courierJournal(): Promise<readonly CourierJournalRow[]>;
  addFault(input: FaultInput): Promise<{ id: number }>;
  faults(): Promise<readonly StandingFault[]>;
  /** All, or those of one kind at one marketplace. */
  clearFaults(only?: { marketplace: Faulty; fault: FaultKind }): Promise<void>;
  requestCancel(input: CancelRequestInput): Promise<CancelRequested>;
  /** The buyer wants another one for a piece that has left, where practice buyers exchange. */
  requestExchange(input: ExchangeInput): Promise<{ claimNo: string }>;
  /** The buyer takes every open claim on the order back. */
  withdrawClaims(input: WithdrawalInput): Promise<{ withdrawn: number }>;
  /** The seller sends the order in the seller centre, and it arrives. */
  deliver(input: DeliveryInput): Promise<{ unitNos: readonly string[] }>;
  changeAddress(input: AddressChangeInput): Promise<{ unitNos: readonly string[] }>;
  state(): Promise<PracticeState>;
  /** Forgets orders, claims, journal and faults; with tokens also the malls' rotated tokens. */
  reset(input?: { tokens?: boolean }): Promise<void>;
}

class PracticeRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'PracticeRefused';
  }
}

/** The address that the running practice process wrote into the data directory. */
export async function readPracticeAddress(dataDirectory: string): Promise<PracticeAddress> {
  const text = await readFile(join(dataDirectory, 'practice.json'), 'utf8');
  const { url, token } = JSON.parse(text) as PracticeAddress;
  return { url, token };
}

/** What a person would do on the marketplaces' side: order, cancel, move house; and their faults. */
export function practiceControl(address: PracticeAddress): PracticeControl {
  const get = <Answer>(path: string, query: Record<string, string | number | undefined> = {}) =>
    call<Answer>(address, 'GET', `${path}?${queryOf(query)}`);
  const post = <Answer>(path: string, body: object) => call<Answer>(address, 'POST', path, body);
  return {
    makeOrders: (input) => post('orders', input),
    orders: (filter) => get('orders', filter),
    journal: (filter) => get('journal', filter),
    courierJournal: () => get('courier-journal'),
    addFault: (input) => post('faults', input),
    faults: () => get('faults'),
    clearFaults: (only) => call(address, 'DELETE', `faults?${queryOf({ ...only })}`),
    requestCancel: (input) => post('cancel-requests', input),
    requestExchange: (input) => post('exchanges', input),
    withdrawClaims: (input) => post('withdrawals', input),
    deliver: (input) => post('deliveries', input),
    changeAddress: (input) => post('address-changes', input),
    state: () => get('state'),
    reset: (input = {}) => post('reset', input),
  };
}

/** Thousands of orders are made in one call. */
const PATIENCE_MS = 120_000;

async function call<Answer>(
  { url, token }: PracticeAddress,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${url}/_control/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new PracticeRefused(response.status, text);
  return JSON.parse(text) as Answer;
}

function queryOf(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
