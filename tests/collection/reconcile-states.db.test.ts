import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { fetchMissing } from '@/lib/collection/reconciliation/fetch-missing';
import { requestCollection } from '@/lib/collection/request';
import { inMall } from '@/lib/context';
import { compare, missingNow, period, theComparison } from './compared-shop';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  workOff,
} from './practice-shop';

const shops = [
  { marketplace: 'coupang', name: '쿠팡(모아데일리)', key: 'coupang-daily' },
  { marketplace: 'smartstore', name: '스마트스토어(모아스토어)', key: 'smartstore-daily' },
  { marketplace: 'cafe24', name: '카페24(moadaily)', key: 'cafe24-daily' },
  { marketplace: '11st', name: '11번가(moadaily11)', key: '11st-daily' },
  { marketplace: 'auction', name: '옥션(모아옥션)', key: 'auction-daily' },
  { marketplace: 'gmarket', name: 'G마켓(모아지마켓)', key: 'gmarket-daily' },
] as const;
const [coupang, smartstore, cafe24, , auction, gmarket] = shops;

let shop: PracticeShop;
afterEach(async () => {
  await checkInvariants();
  await shop.close();
});

it.each(shops)(
  '$marketplace: what was delivered without us is missing, comes in as history, and then nothing is missing',
  async ({ marketplace, name, key }) => {
    shop = await openPracticeShop(name);
    const [delivered = '', confirmed = '', ...open] = await makeOrders(key, 1);
    await shop.control.deliver({ marketplace, orderNo: delivered });
    await shop.control.deliver({ marketplace, orderNo: confirmed, isConfirmed: true });
    shop.pass(60);
    await collectTwice();
    await compare(shop);
    expect(await theComparison(shop)).toMatchObject({
      listed: open.length + 2,
      ours: open.length,
      cancelled: 0,
      missing: 2,
    });
    const lost = [delivered, confirmed].sort();
    expect([...(await missingNow(shop))].sort()).toEqual(lost);

    const openBefore = await openShipments();
    const movedBefore = await stockMovements();
    await fetchAll();
    const history = (await seeShipments()).filter(({ orderNo }) => lost.includes(orderNo));
    expect([...new Set(history.map(({ orderNo }) => orderNo))].sort()).toEqual(lost);
    for (const shipment of history)
      expect(shipment).toMatchObject({ stage: 'shipped', isHistory: true, pushes: 0 });
    const states = new Map((await seeLines(shop)).map((line) => [line.orderNo, line.channelState]));
    expect(lost.map((orderNo) => states.get(orderNo)).sort()).toEqual(['confirmed', 'delivered']);
    expect(await openShipments()).toEqual(openBefore);
    expect(await stockMovements()).toBe(movedBefore);
    expect(await shop.control.journal({ shop: key })).toEqual([]);

    await compare(shop);
    expect(await theComparison(shop)).toMatchObject({ missing: 0, ours: open.length + 2 });
    await expect(fetchMissing(shop.ctx(), (await theComparison(shop)).id)).rejects.toMatchObject({
      messageKey: 'collect.errors.nothingMissing',
    });
  },
);

it.each([
  { ...smartstore, unlisted: [] },
  { ...auction, unlisted: ['claimed', 'returned', 'exchanged'] },
  { ...gmarket, unlisted: ['claimed', 'returned', 'exchanged'] },
])(
  '$marketplace: an order that was cancelled before we collected it is counted, but neither missing nor fetched',
  async ({ marketplace, name, key, unlisted }) => {
    shop = await openPracticeShop(name);
    const [cancelled = '', ...others] = await makeOrders(key, 0);
    await shop.control.requestCancel({ marketplace, orderNo: cancelled });
    await compare(shop);
    expect(await theComparison(shop)).toMatchObject({
      listed: others.length + 1,
      ours: 0,
      cancelled: 1,
      missing: others.length,
      unlisted,
    });
    await fetchAll();
    expect((await seeShipments()).some(({ orderNo }) => orderNo === cancelled)).toBe(false);
    expect(await theComparison(shop)).toMatchObject({ ours: others.length, missing: 0 });
    await compare(shop);
    expect(await theComparison(shop)).toMatchObject({ cancelled: 1, missing: 0 });
  },
);

it('fetching what is missing leaves what is known as it is', async () => {
  shop = await openPracticeShop(coupang.name);
  const [known = '', lost = ''] = await makeOrders(coupang.key, 1);
  const { marketplace } = coupang;
  await shop.control.deliver({ marketplace, orderNo: lost });
  await collectTwice();
  const stateOf = async (orderNo: string) =>
    (await seeLines(shop)).find((line) => line.orderNo === orderNo)?.channelState;
  await shop.control.deliver({ marketplace, orderNo: known });
  await compare(shop);
  await fetchAll();
  expect([await stateOf(known), await stateOf(lost)]).toEqual(['acknowledged', 'delivered']);
});

it('what is collected by hand for the same days meanwhile does not stand for the fetching', async () => {
  shop = await openPracticeShop(cafe24.name);
  const [delivered = ''] = await makeOrders(cafe24.key, 1);
  await shop.control.deliver({ marketplace: cafe24.marketplace, orderNo: delivered });
  await collectTwice();
  await compare(shop);
  await requestCollection(shop.ctx(), { channelIds: [shop.channelId], period });
  expect(await theComparison(shop)).toMatchObject({ missing: 1, isFetching: false });
  await fetchAll();
  expect(await theComparison(shop)).toMatchObject({ missing: 0 });
});

/** Their numbers, each once. */
async function makeOrders(key: string, acknowledgedShare: number): Promise<string[]> {
  const made = { count: 12, seed: 7, shops: [key], acknowledgedShare, spreadMinutes: 300 };
  await shop.control.makeOrders(made);
  const orders = await shop.control.orders({ shop: key });
  return [...new Set(orders.map(({ orderNo }) => orderNo))];
}

async function collectTwice(): Promise<void> {
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
}

async function fetchAll(): Promise<void> {
  await fetchMissing(shop.ctx(), (await theComparison(shop)).id);
  await workOff(shop);
}

type Seen = {
  id: number;
  orderNo: string;
  stage: string;
  isHistory: boolean;
  pushes: number;
};

function seeShipments(): Promise<Seen[]> {
  const { mallId } = shop.ctx();
  return inMall(shop.ctx(), (tx) =>
    rows<Seen>(
      tx,
      sql`
      select shipment.id, orders.order_no as "orderNo", shipment.stage,
        shipment.is_history as "isHistory", (
          select count(*)::int from pushes
          where pushes.mall_id = ${mallId} and pushes.shipment_id = shipment.id) as pushes
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where shipment.mall_id = ${mallId} order by shipment.id`,
    ),
  );
}

async function stockMovements(): Promise<number> {
  const { mallId } = shop.ctx();
  const counted = await inMall(shop.ctx(), (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from stock_movements where mall_id = ${mallId}`,
    ),
  );
  return counted.count;
}

const openShipments = async () =>
  (await seeShipments()).filter(({ stage }) => stage !== 'shipped' && stage !== 'cancelled');
