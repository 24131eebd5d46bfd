import { z } from 'zod';
import type { Capabilities, Channel, Connection } from '../channel';
import { claimKinds } from '../claim';
import type {
  CancelledOrder,
  CollectedClaim,
  CollectedOrder,
  CollectPage,
  CollectWindow,
} from '../collected';
import { ChannelBrokenAnswerError, ChannelRefusedError, refuseUnread } from '../errors';
import { reasonOf } from '../reason';
import type { UnitReading, UnitToRead } from '../unit';
import { answerClaims } from './answer-claims';
import { toCancelledOrders, toClaims } from './claim-mapper';
import { credentialSchema, type EsmClient, esmClient, isNothingFound } from './client';
import { esmCourierCodes } from './couriers';
import { readListings } from './listing';
import { toOrders } from './mapper';
import {
  type ClaimListing,
  cancelsOfPaid,
  cancelsPath,
  claimListings,
  maxWindowDays,
  orderListings,
} from './plan';
import { readOrder } from './reading';
import { auctionSite, gmarketSite, type Site } from './site';
import { tellDelays } from './tell-delays';
import { acknowledge, push } from './writes';

const capabilities: Omit<Capabilities, 'mark'> = {
  unit: 'order',
  windowBy: 'paid',
  changeFeed: false,
  claimsByRequestDay: true,
  addressMayChangeUntilAcknowledged: true,
  marketOrderIsCart: true,
  acknowledgesRequired: true,
  codesAreMarketplaceWide: false,
  unlisted: ['claimed', 'returned', 'exchanged'],
  partialShipment: false,
  canChangeNumber: true,
  tells: ['delay'],
  tellsOnceAcknowledged: true,
  answers: {
    approve_cancel: {},
    reject_cancel: { waybill: true },
    approve_return: {},
    receive_exchange: {},
    send_exchange: { waybill: true },
  },
  hasShops: false,
  callIntervalMs: 100,
  maxWindowDays,
  sellerCentreUrl: 'https://www.esmplus.com',
  defaultBaseUrl: 'https://sa2.esmplus.com',
  isClosed: false,
};

/** 옥션 and G마켓: two markets behind the one ESM Trading API; every OrderNo is shipped by itself. */
export const auction: Channel = channelAt(auctionSite);
export const gmarket: Channel = channelAt(gmarketSite);

function channelAt(site: Site): Channel {
  const { marketplace, koreanName, englishName, mark } = site;
  const client = (connection: Connection) => esmClient(connection, site);
  return {
    marketplace,
    koreanName,
    englishName,
    capabilities: { ...capabilities, mark },
    credentialSchema,
    courierCodes: esmCourierCodes(site),
    collect: (connection, window, cursor) => collect(client(connection), window, cursor),
    claims: (connection, period, kinds = claimKinds) =>
      claims(client(connection), claimListings(site, period, kinds)),
    cancelledOrders: (connection, period) =>
      cancelledOrders(client(connection), cancelsOfPaid(site, period)),
    acknowledge: (connection, units) => acknowledge(client(connection), units),
    push: (connection, pushes) => push(client(connection), pushes, connection.now),
    answerClaims: (connection, answers) =>
      answerClaims(client(connection), answers, connection.now),
    tellDelays: (connection, notices) => tellDelays(client(connection), notices),
    readUnits: (connection, units) => readUnits(client(connection), units),
  };
}

async function* collect(
  client: EsmClient,
  window: CollectWindow,
  cursor: unknown,
): AsyncGenerator<CollectPage> {
  const listings = orderListings(client.site, window);
  for await (const page of readListings(client, listings, cursor)) {
    const read = toOrders(page.rows);
    const orders = client.site.listsGiftsByAcceptance
      ? read.orders.map((order) => acceptedIn(window, order))
      : read.orders;
    yield { ...read, orders, cursor: page.next };
  }
}

/** Listings begin with a whole minute. */
const MINUTE_MS = 60_000;

/** Listed though it was paid before: a gift, by its acceptance. */
function acceptedIn({ from }: CollectWindow, order: CollectedOrder): CollectedOrder {
  const isPaidBefore = order.paidAt && order.paidAt.getTime() < from.getTime() - MINUTE_MS;
  return isPaidBefore ? { ...order, acceptedSince: from } : order;
}

async function* claims(
  client: EsmClient,
  listings: ClaimListing[],
): AsyncGenerator<CollectedClaim[]> {
  const faults: string[] = [];
  for (const { kind, path, bodies } of listings) {
    for (const rows of await readEachWay(client, path, bodies)) {
      const read = toClaims(kind, rows);
      faults.push(...read.faults);
      if (read.claims.length > 0) yield read.claims;
    }
  }
  refuseUnread(faults);
}

async function* cancelledOrders(
  client: EsmClient,
  bodies: ReturnType<typeof cancelsOfPaid>,
): AsyncGenerator<CancelledOrder[]> {
  const faults: string[] = [];
  for (const body of bodies) {
    const read = toCancelledOrders(await readRows(client, cancelsPath, body));
    faults.push(...read.faults);
    yield read.orders;
  }
  refuseUnread(faults);
}

/** Of several ways to ask for the same one may be refused, not all. */
async function readEachWay(
  client: EsmClient,
  path: string,
  bodies: ClaimListing['bodies'],
): Promise<unknown[][]> {
  const answers: unknown[][] = [];
  let refusal: ChannelRefusedError | null = null;
  for (const body of bodies) {
    try {
      answers.push(await readRows(client, path, body));
    } catch (error) {
      if (!(error instanceof ChannelRefusedError) || error.reason !== 'request') throw error;
      refusal = error;
    }
  }
  if (answers.length === 0 && refusal) throw refusal;
  return answers;
}

async function readRows(
  client: EsmClient,
  path: string,
  body: Record<string, string | number>,
): Promise<unknown[]> {
  try {
    const rows = z.array(z.unknown()).safeParse((await client.post(path, body)) ?? []);
    if (rows.success) return rows.data;
    throw new ChannelBrokenAnswerError(`Data: ${reasonOf(rows.error)}`);
  } catch (error) {
    if (isNothingFound(error)) return [];
    throw error;
  }
}

async function readUnits(client: EsmClient, units: UnitToRead[]): Promise<UnitReading[]> {
  const readings: UnitReading[] = [];
  for (const { unitNo } of units) {
    const reading = await readOrder(client, unitNo);
    if (reading) readings.push(reading);
  }
  return readings;
}
