import type { Channel, Connection } from '../channel';
import { type ClaimKind, claimKinds } from '../claim';
import type { CollectedClaim, CollectPage, CollectWindow } from '../collected';
import { ChannelAnswerError } from '../errors';
import { cafe24Client } from './client';
import { cafe24CourierCodes } from './couriers';
import { listOrders } from './listing';
import { toClaims, toOrders } from './mapper';
import { readUnits } from './reading';
import { credentialSchema } from './token';
import { acknowledge, push } from './writes';

const maxWindowDays = 90;
/** A day's orders stay under the largest offset. */
const daysPerOrderSlice = 1;
const daysPerClaimSlice = 31;

const orderStatuses = {
  ready: { order_status: 'N20' },
  open: { order_status: 'N10,N20,N21,N22,N30' },
  every: {},
} as const satisfies Record<CollectWindow['states'], Record<string, string>>;

const claimDates = {
  cancel: ['cancel_request_date', 'cancel_complete_date'],
  return: ['return_request_date'],
  exchange: ['exchange_request_date'],
} as const satisfies Record<ClaimKind, string[]>;

/** 카페24 Admin API: orders with items; a unit is what of an order goes to one recipient. */
export const cafe24: Channel = {
  marketplace: 'cafe24',
  koreanName: '카페24',
  englishName: 'Cafe24',
  capabilities: {
    unit: 'orderItems',
    windowBy: 'ordered',
    changeFeed: false,
    claimsByRequestDay: true,
    addressMayChangeUntilAcknowledged: false,
    acknowledgesRequired: true,
    codesAreMarketplaceWide: false,
    numbersOrdersByAccount: true,
    unlisted: [],
    partialShipment: true,
    canChangeNumber: true,
    tells: [],
    answers: {},
    hasShops: true,
    callIntervalMs: 500,
    maxWindowDays,
    sellerCentreUrl: 'https://eclogin.cafe24.com/Shop/',
    defaultBaseUrl: 'https://{account}.cafe24api.com',
    isClosed: false,
    mark: { text: 'C', color: '#2b6cf6' },
  },
  credentialSchema,
  courierCodes: cafe24CourierCodes,
  collect,
  claims,
  acknowledge,
  push,
  readUnits,
};

async function* collect(
  connection: Connection,
  window: CollectWindow,
  cursor?: unknown,
): AsyncGenerator<CollectPage> {
  const listing = {
    period: window,
    daysPerSlice: daysPerOrderSlice,
    query: {
      date_type: 'order_date',
      ...orderStatuses[window.states],
      embed: 'items,receivers,buyer',
    },
  };
  for await (const page of listOrders(cafe24Client(connection), listing, cursor)) {
    yield { ...toOrders(page.rows, window.states), cursor: page.next };
  }
}

/**
 * By the day of the request and in every state, so that a withdrawn one is seen as well; what the mall
 * itself cancelled, nobody has asked for.
 */
async function* claims(
  connection: Connection,
  period: { from: Date; to: Date },
  kinds: readonly ClaimKind[] = claimKinds,
): AsyncGenerator<CollectedClaim[]> {
  const client = cafe24Client(connection);
  const faults: string[] = [];
  for (const date_type of kinds.flatMap((kind) => claimDates[kind])) {
    const query = { date_type, embed: 'items' };
    const listing = { period, daysPerSlice: daysPerClaimSlice, query };
    for await (const page of listOrders(client, listing)) {
      const read = toClaims(page.rows);
      faults.push(...read.faults);
      yield read.claims;
    }
  }
  if (faults.length > 0) {
    throw new ChannelAnswerError(
      `orders with claims cannot be read: ${faults.length}, ${faults[0]}`,
    );
  }
}
