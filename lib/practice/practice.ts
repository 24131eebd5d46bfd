import type { Shop } from './store/shops';
import type { Sql } from './store/sql';

/** What every endpoint of the practice marketplaces works with. */
export interface Practice {
  readonly sql: Sql;
  readonly shops: readonly Shop[];
  readonly controlToken: string;
  readonly clock: () => Date;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly limits: CallLimits;
  readonly buyers: Buyers;
}

/** What buyers can do while the seller's call goes on. */
export interface Buyers {
  readonly cancel: (practice: Practice, marketplace: string, orderNo: string) => Promise<unknown>;
  readonly move: (practice: Practice, marketplace: string, orderNo: string) => Promise<unknown>;
}

export interface CallLimits {
  /** Coupang counts calls per second and vendor. */
  readonly coupangPerSecond: number;
  /** Cafe24 fills a bucket per mall that drains by so many calls a second. */
  readonly cafe24Bucket: number;
  readonly cafe24DrainPerSecond: number;
  /** SmartStore counts calls per second, application and API. */
  readonly smartstorePerSecond: number;
  /** 11번가 publishes none; twice a second is what its sellers keep to. */
  readonly elevenstPerSecond: number;
  /** 옥션 and G마켓 answer one search of orders in so many seconds, seller by seller. */
  readonly esmSecondsPerOrderRequest: number;
}

export const documentedLimits: CallLimits = {
  coupangPerSecond: 10,
  cafe24Bucket: 40,
  cafe24DrainPerSecond: 2,
  smartstorePerSecond: 2,
  elevenstPerSecond: 2,
  esmSecondsPerOrderRequest: 5,
};

/** For what is not about the limits. */
export const unlimited: CallLimits = {
  coupangPerSecond: 1_000_000,
  cafe24Bucket: 1_000_000,
  cafe24DrainPerSecond: 1_000_000,
  smartstorePerSecond: 1_000_000,
  elevenstPerSecond: 1_000_000,
  esmSecondsPerOrderRequest: 0.000_001,
};
