import type { Channel, Connection } from '../channel';
import { type ClaimKind, claimKinds } from '../claim';
import type { CollectedClaim, CollectPage, CollectWindow } from '../collected';
import { refuseUnread } from '../errors';
import type { UnitReading, UnitToRead } from '../unit';
import { answerClaims, refusalReasons } from './answer-claims';
import { cancelSoldOut } from './cancel-sold-out';
import { claimLists, toClaims } from './claim-mapper';
import { credentialSchema, type ElevenstClient, elevenstClient } from './client';
import { elevenstCourierCodes } from './couriers';
import { readLists } from './listing';
import { type ReadOrders, toOrders, toSentOrders } from './mapper';
import { claimList, type ListedState, maxWindowDays, orderLists } from './plan';
import { readDeliveries, readDeliveryRows, toReading } from './reading';
import { acknowledge, push } from './writes';
import type { Row } from './xml';

/** 11번가 셀러 API: XML lists of order lines by state; a unit is a 배송번호 (dlvNo). */
export const elevenst: Channel = {
  marketplace: '11st',
  koreanName: '11번가',
  englishName: '11st',
  capabilities: {
    unit: 'deliveryNo',
    windowBy: 'paid',
    changeFeed: false,
    addressMayChangeUntilAcknowledged: true,
    acknowledgesRequired: true,
    codesAreMarketplaceWide: true,
    unlisted: ['claimed', 'cancelled', 'returned', 'exchanged'],
    partialShipment: true,
    shipsWithoutWaybill: true,
    canChangeNumber: false,
    tells: ['sold_out'],
    answers: {
      approve_cancel: {},
      reject_cancel: { waybill: true },
      approve_return: {},
      reject_return: { reasons: refusalReasons, detail: true },
      send_exchange: { waybill: true },
      reject_exchange: { reasons: refusalReasons, detail: true },
    },
    hasShops: false,
    callIntervalMs: 1_000,
    maxWindowDays,
    sellerCentreUrl: 'https://soffice.11st.co.kr',
    defaultBaseUrl: 'https://api.11st.co.kr/rest',
    isClosed: false,
    mark: { text: '11', color: '#e00031' },
  },
  credentialSchema,
  courierCodes: elevenstCourierCodes,
  collect,
  claims,
  acknowledge,
  push,
  answerClaims,
  cancelSoldOut,
  readUnits,
};

async function* collect(
  connection: Connection,
  window: CollectWindow,
  cursor?: unknown,
): AsyncGenerator<CollectPage> {
  const client = elevenstClient(connection);
  const lists = orderLists(window, connection.now());
  for await (const { list, rows, next } of readLists(client, lists, cursor)) {
    yield { ...(await read(client, list.state, rows)), cursor: next };
  }
}

async function read(client: ElevenstClient, state: ListedState, rows: Row[]): Promise<ReadOrders> {
  if (state === 'paid') return toOrders(rows, { state, rawState: '202' });
  if (state === 'acknowledged') return toOrders(rows, { state, rawState: '301' });
  return toSentOrders(await rowsSent(client, rows));
}

/**
 * What is on the way is listed by number alone, and what has arrived not always with its recipient:
 * that stands in the order's delivery, but not when it was ordered.
 */
async function rowsSent(client: ElevenstClient, rows: Row[]): Promise<Row[]> {
  const keyOf = (row: Row) => `${row.ordNo}-${row.ordPrdSeq}`;
  const listed = new Map(rows.map((row) => [keyOf(row), row]));
  const orderNos = rows.map((row) => row.ordNo ?? '');
  return (await readDeliveryRows(client, orderNos)).flatMap((row) => {
    const told = listed.get(keyOf(row));
    return told ? [{ ...timesOf(told), ...row }] : [];
  });
}

function timesOf({ ordDt, ordStlEndDt }: Row): Row {
  return { ...(ordDt && { ordDt }), ...(ordStlEndDt && { ordStlEndDt }) };
}

/** A claim that has ended is on a later list than the request it began with. */
async function* claims(
  connection: Connection,
  period: { from: Date; to: Date },
  kinds: readonly ClaimKind[] = claimKinds,
): AsyncGenerator<CollectedClaim[]> {
  const client = elevenstClient(connection);
  const faults: string[] = [];
  for (const named of claimLists.filter(({ kind }) => kinds.includes(kind))) {
    const list = claimList(named.path, period, connection.now());
    for await (const { rows } of readLists(client, [list])) {
      const read = toClaims(rows, named);
      faults.push(...read.faults);
      yield read.claims;
    }
  }
  refuseUnread(faults);
}

async function readUnits(connection: Connection, units: UnitToRead[]): Promise<UnitReading[]> {
  const client = elevenstClient(connection);
  const orderNos = units.map((unit) => unit.orderNo);
  const deliveries = await readDeliveries(client, orderNos);
  return units.flatMap((unit) => toReading(deliveries, unit) ?? []);
}
