import type { Channel, Connection } from '../channel';
import { type ClaimKind, claimKinds } from '../claim';
import type { CollectedClaim, CollectPage, CollectWindow } from '../collected';
import { refuseUnread } from '../errors';
import type { UnitReading, UnitToRead } from '../unit';
import { answerClaims } from './answer-claims';
import { type ReadClaims, toExchangeClaims, toReturnClaims, toWithdrawals } from './claim-mapper';
import { coupangClient, credentialSchema } from './client';
import { coupangCourierCodes } from './couriers';
import { exchangeRequests } from './exchange-boxes';
import { readListings } from './listing';
import { toOrders } from './mapper';
import {
  exchangeListings,
  type Listing,
  maxWindowDays,
  returnListings,
  sheetListings,
  withdrawalListings,
} from './plan';
import { acknowledge, push, readBox } from './writes';

const orderSheets = { version: 'v5', path: '/ordersheets' };
const returnRequests = { version: 'v6', path: '/returnRequests' };
const withdrawRequests = { version: 'v4', path: '/returnWithdrawRequests' };

/** 쿠팡 Wing OPEN API: order sheets per box (shipmentBoxId), signed calls, results row by row. */
export const coupang: Channel = {
  marketplace: 'coupang',
  koreanName: '쿠팡',
  englishName: 'Coupang',
  capabilities: {
    unit: 'shipmentBox',
    windowBy: 'ordered',
    changeFeed: false,
    claimsByRequestDay: true,
    addressMayChangeUntilAcknowledged: true,
    acknowledgesRequired: true,
    codesAreMarketplaceWide: true,
    unlisted: ['cancelled', 'returned'],
    partialShipment: false,
    shipsWithoutWaybill: true,
    canChangeNumber: true,
    tells: [],
    answers: {
      approve_cancel: {},
      reject_cancel: { waybill: true },
      receive_return: {},
      approve_return: { after: 'receive_return' },
      receive_exchange: {},
      send_exchange: { waybill: true },
      reject_exchange: { reasons: ['sold_out', 'buyer_withdrew'] },
    },
    hasShops: false,
    callIntervalMs: 200,
    maxWindowDays,
    sellerCentreUrl: 'https://wing.coupang.com',
    defaultBaseUrl: 'https://api-gateway.coupang.com',
    isClosed: false,
    mark: { text: '쿠', color: '#e52528' },
  },
  credentialSchema,
  courierCodes: coupangCourierCodes,
  collect,
  claims,
  acknowledge,
  push,
  answerClaims,
  readUnits,
};

async function* collect(
  connection: Connection,
  window: CollectWindow,
  cursor?: unknown,
): AsyncGenerator<CollectPage> {
  const client = coupangClient(connection);
  for await (const page of readListings(client, orderSheets, sheetListings(window), cursor)) {
    yield { ...toOrders(page.rows), cursor: page.next };
  }
}

type ClaimList = {
  resource: { version: string; path: string };
  listings: Listing[];
  read: (rows: unknown[]) => ReadClaims;
};

/** A request that was taken back stands on no list of requests, so withdrawals come last. */
async function* claims(
  connection: Connection,
  period: { from: Date; to: Date },
  kinds: readonly ClaimKind[] = claimKinds,
): AsyncGenerator<CollectedClaim[]> {
  const client = coupangClient(connection);
  const exchanges = kinds.includes('exchange') ? exchangeListings(period) : [];
  const lists: ClaimList[] = [
    { resource: returnRequests, listings: returnListings(period), read: toReturnClaims },
    { resource: exchangeRequests, listings: exchanges, read: toExchangeClaims },
    { resource: withdrawRequests, listings: withdrawalListings(period), read: toWithdrawals },
  ];
  const faults: string[] = [];
  for (const { resource, listings, read } of lists) {
    for await (const { rows } of readListings(client, resource, listings)) {
      const { claims, faults: unread } = read(rows);
      faults.push(...unread);
      yield claims;
    }
  }
  refuseUnread(faults);
}

async function readUnits(connection: Connection, units: UnitToRead[]): Promise<UnitReading[]> {
  const client = coupangClient(connection);
  const readings: UnitReading[] = [];
  for (const { unitNo } of units) {
    const reading = await readBox(client, unitNo);
    if (reading) readings.push(reading);
  }
  return readings;
}
