import type { Channel, Connection } from '../channel';
import type {
  CollectedClaim,
  CollectedOrder,
  CollectPage,
  CollectWindow,
  MalformedOrder,
} from '../collected';
import { refuseUnread } from '../errors';
import { answerClaims } from './answer-claims';
import { type SmartstoreClient, smartstoreClient } from './client';
import { smartstoreCourierCodes } from './couriers';
import { besideMoved, type Change, readChanges } from './feed';
import { readListings } from './listing';
import { readRows } from './mapper';
import { paidListings, slicesOf } from './plan';
import { callIntervalMs } from './rate';
import { claimsOf, missingFrom, readRaw, readUnits } from './reading';
import { cancelSoldOut, tellDelays } from './tellings';
import { credentialSchema } from './token';
import { acknowledge, push } from './writes';

/** 네이버 커머스 API: product orders, told by a feed of changes, each shipped by itself. */
export const smartstore: Channel = {
  marketplace: 'smartstore',
  koreanName: '스마트스토어',
  englishName: 'SmartStore',
  capabilities: {
    unit: 'productOrder',
    windowBy: 'paid',
    changeFeed: true,
    addressMayChangeUntilAcknowledged: true,
    acknowledgesRequired: true,
    codesAreMarketplaceWide: false,
    unlisted: [],
    partialShipment: false,
    shipsWithoutWaybill: true,
    canChangeNumber: false,
    tells: ['delay', 'sold_out'],
    answers: {
      approve_cancel: {},
      approve_return: {},
      reject_return: { detail: true },
      receive_exchange: {},
      send_exchange: { waybill: true },
      reject_exchange: { detail: true },
    },
    hasShops: false,
    callIntervalMs,
    maxWindowDays: 1,
    sellerCentreUrl: 'https://sell.smartstore.naver.com',
    defaultBaseUrl: 'https://api.commerce.naver.com/external',
    isClosed: false,
    mark: { text: '스', color: '#03c75a' },
  },
  credentialSchema,
  courierCodes: smartstoreCourierCodes,
  collect,
  changes,
  claims,
  claimsOf,
  acknowledge,
  push,
  answerClaims,
  tellDelays,
  cancelSoldOut,
  readUnits,
};

async function* collect(
  connection: Connection,
  window: CollectWindow,
  cursor?: unknown,
): AsyncGenerator<CollectPage> {
  const client = smartstoreClient(connection);
  for await (const { rows, next } of readListings(client, paidListings(window), cursor)) {
    yield { ...readRows(rows), cursor: next };
  }
}

async function* changes(
  connection: Connection,
  period: { from: Date; to: Date },
  cursor?: unknown,
): AsyncGenerator<CollectPage> {
  const client = smartstoreClient(connection);
  for await (const page of readChanges(client, slicesOf(period), cursor)) {
    const beside = await besideMoved(client, page.changes);
    const rows = await detailsOf(client, page.changes, beside);
    const read = readRows(rows);
    const orders = acceptedIn(period, page.changes, read.orders);
    const malformed = [...read.malformed, ...lostFrom(rows, page.changes)];
    yield { ...read, orders, malformed, cursor: page.next };
  }
}

/** A gift is told of when it is paid, and again when it is accepted. */
function acceptedIn(
  { from }: { from: Date },
  changed: readonly Change[],
  orders: readonly CollectedOrder[],
): CollectedOrder[] {
  const accepted = new Set(
    changed.flatMap(({ lastChangedType, productOrderId }) =>
      lastChangedType === 'GIFT_RECEIVED' ? productOrderId : [],
    ),
  );
  return orders.map((order) =>
    order.lines.some(({ lineKey }) => accepted.has(lineKey))
      ? { ...order, acceptedSince: from }
      : order,
  );
}

/** Those that changed in the period and have a claim now. */
async function* claims(
  connection: Connection,
  period: { from: Date; to: Date },
): AsyncGenerator<CollectedClaim[]> {
  const client = smartstoreClient(connection);
  const faults: string[] = [];
  for await (const page of readChanges(client, slicesOf(period))) {
    const claimed = page.changes.filter(({ claimType }) => claimType !== '');
    const read = readRows(await detailsOf(client, claimed));
    faults.push(...read.malformed.map(({ reason }) => reason));
    yield read.claims;
  }
  refuseUnread(faults);
}

function detailsOf(
  client: SmartstoreClient,
  changed: Change[],
  beside: string[] = [],
): Promise<unknown[]> {
  const ids = paidOf(changed).map(({ productOrderId }) => productOrderId);
  return readRaw(client, [...ids, ...beside]);
}

/** The feed tells of a change once: what did not come back is kept aside, where people see it. */
function lostFrom(rows: unknown[], changed: Change[]): MalformedOrder[] {
  const paid = new Map(paidOf(changed).map((change) => [change.productOrderId, change]));
  return missingFrom(rows, [...paid.keys()]).map((partNo) => ({
    orderNo: paid.get(partNo)?.orderId || null,
    partNo,
    reason: 'productOrder: did not come back',
    raw: paid.get(partNo),
  }));
}

/** Who has not paid yet has no order of ours. */
function paidOf(changed: Change[]): Change[] {
  return changed.filter(({ lastChangedType }) => lastChangedType !== 'PAY_WAITING');
}
