import type {
  AddressChangeInput,
  CancelRequested,
  CancelRequestInput,
  DeliveryInput,
  ExchangeInput,
  ListedLine,
} from './control';
import type { PracticeOrder } from './generate/orders';
import type { Answer, PracticeRequest } from './http';
import type { Practice } from './practice';
import type { Marketplace } from './shops';
import type { Shop } from './store/shops';
import type { Transaction } from './store/sql';
import type { NewUnit, Unit } from './store/units';

/** What one practice marketplace is to the server and to its control. */
export interface PracticeMarketplace<Document extends object = object> {
  readonly key: Marketplace;
  /** Its paths begin so. */
  readonly mount: string;
  app(practice: Practice): (request: PracticeRequest) => Promise<Answer>;
  /** The n-th order of a shop, in the units that are shipped. */
  unitsOf(order: PracticeOrder, shop: Shop, number: number): MadeUnit[];
  listedLines(document: Document): ListedLine[];
  cancel(
    tx: Transaction,
    units: readonly Unit<Document>[],
    input: CancelRequestInput,
    now: Date,
  ): Promise<CancelRequested>;
  /** The number of the exchange that the buyer asks for; null when nothing has left. */
  exchange?(
    tx: Transaction,
    units: readonly Unit<Document>[],
    input: ExchangeInput,
    now: Date,
  ): Promise<string | null>;
  /** The buyer wants it after all: how many open claims on these units are taken back. */
  withdraw(tx: Transaction, units: readonly Unit<Document>[], now: Date): Promise<number>;
  /** Sent without the API, and arrived: the units that had not before. */
  deliver(
    tx: Transaction,
    units: readonly Unit<Document>[],
    input: DeliveryInput,
    now: Date,
  ): Promise<readonly string[]>;
  /** The units whose address it was not too late to change. */
  move(
    tx: Transaction,
    units: readonly Unit<Document>[],
    input: AddressChangeInput,
    now: Date,
  ): Promise<readonly string[]>;
}

export type MadeUnit = Pick<NewUnit, 'unitNo' | 'orderNo' | 'statuses' | 'document'>;
