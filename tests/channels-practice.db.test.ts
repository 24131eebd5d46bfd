import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { allocateShipments } from '@/lib/allocation/allocate';
import { channelOf } from '@/lib/channels/registry';
import type { ShipmentPush, UnitResult } from '@/lib/channels/unit';
import { acknowledge } from '@/lib/collection/acknowledgement/acknowledge';
import { inMall } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import type { FaultKind } from '@/lib/practice/control';
import type { Marketplace } from '@/lib/practice/shops';
import { pushDue } from '@/lib/shipping/pushes/push';
import { retryPushes } from '@/lib/shipping/pushes/retry';
import { shipShipments } from '@/lib/shipping/ship';
import {
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
} from './collection/practice-shop';

type Shop = {
  marketplace: Marketplace;
  name: string;
  key: string;
  /** The operation that takes numbers, and one that is asked for claims. */
  write: string;
  claims: string;
  hanjin: string;
  /** What becomes of a number that is sent again. */
  again: UnitResult['outcome'];
  faults: readonly FaultKind[];
};

const faults = [
  'http429',
  'http500',
  'timeout',
  'partialFailure',
  'acceptThenDrop',
  'brokenBody',
] as const satisfies FaultKind[];

const shops: Shop[] = [
  {
    marketplace: 'coupang',
    name: '쿠팡(모아데일리)',
    key: 'coupang-daily',
    write: 'invoices',
    claims: 'returnRequests',
    hanjin: 'HANJIN',
    again: 'already',
    faults,
  },
  {
    marketplace: 'cafe24',
    name: '카페24(moadaily)',
    key: 'cafe24-daily',
    write: 'shipments',
    claims: 'orders',
    hanjin: '0018',
    again: 'already',
    faults,
  },
  {
    marketplace: '11st',
    name: '11번가(moadaily11)',
    key: '11st-daily',
    write: 'reqdelivery',
    claims: 'claims',
    hanjin: '00011',
    again: 'already',
    faults,
  },
  {
    marketplace: 'smartstore',
    name: '스마트스토어(모아스토어)',
    key: 'smartstore-daily',
    write: 'dispatch',
    claims: 'query',
    hanjin: 'HANJIN',
    again: 'already',
    faults,
  },
  {
    marketplace: 'gmarket',
    name: 'G마켓(모아지마켓)',
    key: 'gmarket-daily',
    write: 'ShippingInfo',
    claims: 'Cancels',
    hanjin: '10007',
    again: 'accepted',
    // One call carries one order: what is refused in part elsewhere is refused for good here.
    faults: faults.filter((fault) => fault !== 'partialFailure'),
  },
];

let shop: PracticeShop;
afterEach(async () => {
  await shop.close();
});

describe.each(shops)('$marketplace', ({ marketplace, name, key, write, claims, ...shopOf }) => {
  it('hears of every line once, with the number of its parcel and the code of its courier', async () => {
    await openShippedShop();
    await pushAll();
    const heard = await numbersHeard();
    expect(heard.length).toBeGreaterThan(15);
    expect(heard).toEqual(await numbersOnParcels());
    const couriers = (await departures()).map((row) => row.courierCode);
    expect(new Set(couriers)).toEqual(new Set([shopOf.hanjin]));
    const left = (await seeLines(shop)).filter((line) => line.stage === 'shipped');
    expect(new Set(left.map((line) => line.channelState))).toEqual(new Set(['shipping']));
  });

  it('hears of every line once, whatever goes wrong on the way', async () => {
    await openShippedShop(60);
    for (const fault of shopOf.faults)
      await shop.control.addFault({ marketplace, operation: write, fault, times: 1 });
    await pushAll();
    expect((await shop.control.state()).faults).toBe(0);
    expect(await numbersHeard()).toEqual(await numbersOnParcels());
  });

  it('sends nothing while it cannot be asked for claims', async () => {
    await openShippedShop();
    for (const fault of ['http500', 'brokenBody', 'wrongBody'] as const) {
      await shop.control.addFault({ marketplace, operation: claims, fault, times: 3 });
      await pushDue(shop.ctx(), shop.open);
      expect(await departures()).toEqual([]);
      shop.pass(2);
    }
    await pushAll();
    expect(await numbersHeard()).toEqual(await numbersOnParcels());
  });

  it('asks for claims again at once where a call failed', async () => {
    await openShippedShop();
    await shop.control.addFault({ marketplace, operation: claims, fault: 'http500', times: 2 });
    await pushDue(shop.ctx(), shop.open);
    expect(await departures()).not.toEqual([]);
  });

  it('takes the same numbers a second time for what they are', async () => {
    await openShippedShop();
    await pushAll();
    const before = await shop.control.journal();
    const connection = await shop.open(shop.ctx(), shop.channelId);
    const channel = channelOf(marketplace);
    if (!connection || !channel) throw new Error('No connection.');
    const pushes = await pushesAgain(shopOf.hanjin);
    const results = await channel.push(connection, pushes);
    expect(results.map(({ unitNo, outcome }) => ({ unitNo, outcome }))).toEqual(
      pushes.map(({ unitNo }) => ({ unitNo, outcome: shopOf.again })),
    );
    expect(await shop.control.journal()).toEqual(before);
  });

  it('does not hear of an order whose buyer asked to cancel after it was last read', async () => {
    await openShippedShop();
    const [orderNo = ''] = (await seeLines(shop))
      .filter((line) => line.stage === 'shipped')
      .map((line) => line.orderNo);
    await shop.control.requestCancel({ marketplace, orderNo });
    await pushAll();
    const heard = (await departures()).map((row) => row.orderNo);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard).not.toContain(orderNo);
    expect(await pushStates()).toContainEqual({ orderNo, state: 'stopped', message: '' });
    expect((await pushStates()).filter((push) => push.state !== 'done')).toHaveLength(1);
    const answers = (await shop.control.journal()).filter((row) => row.kind === 'claim');
    expect(answers).toEqual([]);
  });

  it.skipIf(shopOf.faults.includes('partialFailure'))(
    'shows the words of a refusal, and takes the number when it is sent again',
    async () => {
      await openShippedShop(10);
      const fault = { marketplace, operation: write, fault: 'partialFailure', times: 1 } as const;
      await shop.control.addFault(fault);
      await pushAll();
      const failed = (await pushStates()).filter((push) => push.state === 'failed');
      for (const { message } of failed) expect(message).not.toBe('');
      await retryPushes(shop.ctx(), 'all');
      await pushAll();
      expect((await pushStates()).map((push) => push.state)).not.toContain('failed');
      expect(await numbersHeard()).toEqual(await numbersOnParcels());
    },
  );

  /** Orders that were collected, acknowledged, allocated and numbered, and have left the house. */
  async function openShippedShop(count = 30) {
    shop = await openPracticeShop(name);
    await shop.control.makeOrders({ count, seed: 11, shops: [key] });
    await collectDue(shop);
    shop.pass(10);
    await collectDue(shop);
    const waiting = (await seeLines(shop)).filter((line) => line.isUnacknowledged);
    await acknowledge(
      shop.ctx(),
      waiting.map((line) => line.lineId),
      shop.open,
    );
    await allocate();
    const shipmentIds = await allocated();
    await numberFromRange(shop.ctx(), { shipmentIds, courierAccountId: await hanjinAccount() });
    const { shipped } = await shipShipments(shop.ctx(), shipmentIds);
    expect(shipped).toBe(shipmentIds.length);
  }
});

function allocate() {
  return allocateShipments(shop.ctx(), {
    from: new Date('2026-01-01T00:00:00Z'),
    until: new Date('2026-02-01T00:00:00Z'),
    channelIds: [],
    supplierIds: [],
    tags: [],
    reallocatesWhole: false,
    reallocatesPartly: false,
    servesPartly: false,
    includesHeld: false,
    splitting: 'off',
  });
}

/** As the jobs process does, until nothing waits any more; the time between passes quickly. */
async function pushAll() {
  for (let round = 0; round < 20; round++) {
    await pushDue(shop.ctx(), shop.open);
    const open = (await pushStates()).filter(({ state }) => ['waiting', 'sending'].includes(state));
    if (open.length === 0) return;
    shop.pass(2);
  }
  throw new Error('The pushes come to no end.');
}

function look<Row extends object>(query: ReturnType<typeof sql>): Promise<Row[]> {
  return inMall(shop.ctx(), (tx) => rows<Row>(tx, query));
}

async function allocated(): Promise<number[]> {
  const found = await look<{ id: number }>(sql`
    select id from shipments
    where mall_id = ${shop.ctx().mallId} and stage = 'allocated' order by id`);
  return found.map(({ id }) => id);
}

async function hanjinAccount(): Promise<number> {
  const [account] = await look<{ id: number }>(sql`
    select id from courier_accounts
    where mall_id = ${shop.ctx().mallId} and courier = 'hanjin'`);
  return account?.id ?? 0;
}

function pushStates() {
  return look<{ orderNo: string; state: string; message: string }>(sql`
    select orders.order_no as "orderNo", push.state, push.answer_message as message
    from pushes push
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    where push.mall_id = ${shop.ctx().mallId} order by push.id`);
}

async function departures() {
  return (await shop.control.journal()).filter((row) => row.kind === 'ship');
}

/** What the marketplace wrote down when it accepted it. */
async function numbersHeard(): Promise<string[]> {
  return (await departures())
    .flatMap(({ orderNo, lineKeys, waybillNo }) =>
      lineKeys.map((key) => `${orderNo} ${key.replace(`${orderNo}-`, '')} ${waybillNo}`),
    )
    .sort();
}

/** What stands on the labels of the parcels that have left, line by line. */
async function numbersOnParcels(): Promise<string[]> {
  const found = await look<{ orderNo: string; lineKey: string; waybillNo: string }>(sql`
    select orders.order_no as "orderNo", line.line_key as "lineKey",
      waybill.waybill_no as "waybillNo"
    from waybills waybill
    join shipment_lines part
      on part.mall_id = waybill.mall_id and part.shipment_id = waybill.shipment_id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where waybill.mall_id = ${shop.ctx().mallId} and waybill.state = 'issued'`);
  return found
    .map((row) => `${row.orderNo} ${row.lineKey.replace(`${row.orderNo}-`, '')} ${row.waybillNo}`)
    .sort();
}

/** The pushes that were done, as the product would send them again. */
async function pushesAgain(courierCode: string): Promise<ShipmentPush[]> {
  const found = await look<Pick<ShipmentPush, 'unitNo' | 'orderNo' | 'lines' | 'waybillNo'>>(sql`
    select push.channel_unit_no as "unitNo", orders.order_no as "orderNo",
      push.waybill_no as "waybillNo", (
        select json_agg(json_build_object('lineKey', line.line_key, 'quantity', line.qty))
        from order_lines line
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no) as lines
    from pushes push
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    where push.mall_id = ${shop.ctx().mallId} and push.state = 'done' order by push.id`);
  return found.map((push) => ({ ...push, courierCode, kind: 'first', previousWaybillNo: null }));
}
