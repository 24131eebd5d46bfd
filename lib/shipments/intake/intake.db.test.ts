import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, untilSomebodyWaits } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { intakeOrders } from './intake';
import { collectedLine, collectedOrder, READ_AT, takeIn } from './testing-intake';

const later = (minutes: number) => new Date(READ_AT.getTime() + minutes * 60_000);
const recipient = collectedLine('x').recipient;

let database: TestDatabase;
let ctx: Ctx;
let neighbour: Ctx;
let channelId: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  neighbour = await makeMall('이웃상회');
  await takeIn(neighbour, await makeChannel(neighbour), [collectedOrder('1001')]);
});

it('takes an order in with one shipment, its lines unmatched', async () => {
  const lines = [collectedLine('1001:1', { quantity: 2 }), collectedLine('1001:2')];
  const taken = await takeIn(ctx, channelId, [collectedOrder('1001', lines)]);
  expect(taken.added).toHaveLength(1);
  expect([...taken.outcomes]).toEqual([['1001', 'new']]);
  expect(await shipments(ctx)).toMatchObject([
    { stage: 'unmatched', holdKinds: [], wantedQty: 3, amount: 59_700, isUnacknowledged: false },
  ]);
});

it('writes nothing when the same comes again', async () => {
  const orders = [collectedOrder('1001'), collectedOrder('1002')];
  await takeIn(ctx, channelId, orders);
  const before = await everything(ctx);
  const again = await takeIn(ctx, channelId, orders, { readAt: later(10) });
  expect(again).toMatchObject({ added: [], updated: [], unchanged: 2 });
  expect(await everything(ctx)).toEqual(before);
});

it('leaves another mall alone that has the same order numbers', async () => {
  const before = await everything(neighbour);
  await takeIn(ctx, channelId, [collectedOrder('1001')]);
  await takeIn(ctx, channelId, [cancelled('1001')], { readAt: later(10) });
  expect(await everything(neighbour)).toEqual(before);
});

it('gives two recipients of one order two shipments, and two notes of one recipient one', async () => {
  await takeIn(ctx, channelId, [
    collectedOrder('1001', [
      collectedLine('1001:1', { recipient: { ...recipient, note: '문 앞' } }),
      collectedLine('1001:2', { recipient: { ...recipient, note: '부재 시 연락' } }),
      collectedLine('1001:3', { recipient: { ...recipient, name: '오다은' } }),
    ]),
  ]);
  const found = await shipments(ctx);
  expect(found.map(({ name, note }) => [name, note])).toEqual([
    ['한서윤', '문 앞 / 부재 시 연락'],
    ['오다은', recipient.note],
  ]);
});

it('keeps collect freight apart from prepaid', async () => {
  const lines = [collectedLine('1:1'), collectedLine('1:2', { freightTerm: 'collect' })];
  await takeIn(ctx, channelId, [collectedOrder('1', lines)]);
  expect(await shipments(ctx)).toHaveLength(2);
});

it('takes what had left before it was first seen as history, and a cancelled one as cancelled', async () => {
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:1', { state: 'shipping' })]),
    collectedOrder('2', [collectedLine('2:1', { state: 'cancelled', quantity: 3 })]),
    collectedOrder('3', [collectedLine('3:1', { marketShipped: true })]),
  ]);
  expect(await shipments(ctx)).toMatchObject([
    { stage: 'shipped', isHistory: true, wantedQty: 1 },
    { stage: 'cancelled', wantedQty: 0 },
    { stage: 'shipped', isHistory: true },
  ]);
});

it('marks what waits for our acknowledgement, until the channel says otherwise', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1', [collectedLine('1:1', { state: 'paid' })])]);
  expect(await shipments(ctx)).toMatchObject([{ isUnacknowledged: true }]);
  const acknowledged = collectedOrder('1', [collectedLine('1:1')]);
  const taken = await takeIn(ctx, channelId, [acknowledged], { readAt: later(1) });
  expect(taken.outcomes.get('1')).toBe('updated');
  expect(await shipments(ctx)).toMatchObject([{ isUnacknowledged: false }]);
});

it('ignores an answer that is older than the stored one', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1')], { readAt: later(5) });
  const older = collectedOrder('1', [collectedLine('1:1', { state: 'paid' })]);
  const taken = await takeIn(ctx, channelId, [older], { readAt: READ_AT });
  expect(taken.outcomes.get('1')).toBe('known');
  expect(await shipments(ctx)).toMatchObject([{ isUnacknowledged: false }]);
});

it('holds what has no address, and frees it when the address comes', async () => {
  const without = { ...recipient, postcode: '', address1: '', address2: '' };
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:1', { recipient: without })]),
  ]);
  expect(await shipments(ctx)).toMatchObject([{ holdKinds: ['no_address'] }]);
  await takeIn(ctx, channelId, [collectedOrder('1')], { readAt: later(1) });
  expect(await shipments(ctx)).toMatchObject([{ holdKinds: [], address1: recipient.address1 }]);
});

it('holds an order that another channel of the marketplace has brought', async () => {
  const second = await makeChannel(ctx, { account: 'second' });
  await takeIn(ctx, channelId, [collectedOrder('1')]);
  await takeIn(ctx, second, [collectedOrder('1'), collectedOrder('2')]);
  const held = (await shipments(ctx)).filter((shipment) =>
    shipment.holdKinds.includes('duplicate'),
  );
  expect(held).toMatchObject([{ channelId: second, orderNo: '1' }]);
});

it.each(['smartstore', 'gmarket', 'kakao'])(
  'holds an order of %s that another account has brought, however it came',
  async (marketplace) => {
    const [one, other] = [
      await makeChannel(ctx, { marketplace, account: 'one' }),
      await makeChannel(ctx, { marketplace, account: 'other' }),
    ];
    const order = {
      ...collectedOrder('777'),
      marketOrderNo: marketplace === 'gmarket' ? '9' : '777',
    };
    await takeIn(ctx, one, [order]);
    await takeIn(ctx, other, [order], { source: 'sheet' });
    expect((await shipments(ctx)).map(({ holdKinds }) => holdKinds)).toEqual([[], ['duplicate']]);
  },
);

it('holds one of two orders that come in by two channels at the same moment', async () => {
  const second = await makeChannel(ctx, { account: 'second' });
  const intake = { source: 'channel', readAt: READ_AT, orders: [collectedOrder('1')] } as const;
  const { other } = await inMall(ctx, async (tx) => {
    await intakeOrders(tx, ctx, { channelId, ...intake });
    const taken = takeIn(ctx, second, [collectedOrder('1')]);
    await untilSomebodyWaits(tx);
    return { other: taken };
  });
  await other;
  expect((await shipments(ctx)).map(({ holdKinds }) => holdKinds)).toEqual([[], ['duplicate']]);
});

it('holds no order for the cart it shares with one of another account', async () => {
  const first = await makeChannel(ctx, { marketplace: 'gmarket', account: 'first' });
  const second = await makeChannel(ctx, { marketplace: 'gmarket', account: 'second' });
  await takeIn(ctx, first, [{ ...collectedOrder('4012345670'), marketOrderNo: '5412345678' }]);
  await takeIn(ctx, second, [{ ...collectedOrder('4012345671'), marketOrderNo: '5412345678' }]);
  expect((await shipments(ctx)).map(({ holdKinds }) => holdKinds)).toEqual([[], []]);
});

it('holds an order of the market behind a channel, whichever of the two came first', async () => {
  const shop = await makeChannel(ctx, { marketplace: 'cafe24', account: 'shop' });
  const mirrored = { ...collectedOrder('20260302-01'), marketOrderNo: '777' };
  await takeIn(ctx, channelId, [collectedOrder('777')]);
  await takeIn(ctx, shop, [mirrored, { ...collectedOrder('20260302-02'), marketOrderNo: '888' }]);
  await takeIn(ctx, channelId, [collectedOrder('888')]);
  const held = (await shipments(ctx)).filter((shipment) =>
    shipment.holdKinds.includes('duplicate'),
  );
  expect(held.map((shipment) => shipment.orderNo)).toEqual(['20260302-01', '888']);
});

it.each(['cafe24', 'makeshop', 'other'])(
  'takes no equal numbers of two shops of %s for one order',
  async (marketplace) => {
    const one = await makeChannel(ctx, { marketplace, account: 'one' });
    const other = await makeChannel(ctx, { marketplace, account: 'other' });
    await takeIn(ctx, one, [collectedOrder('20260302-01')]);
    await takeIn(ctx, other, [collectedOrder('20260302-01')]);
    expect((await shipments(ctx)).every((shipment) => shipment.holdKinds.length === 0)).toBe(true);
  },
);

it('adds a new line of a known order to its shipment, and back to unmatched with it', async () => {
  const taken = await takeIn(ctx, channelId, [collectedOrder('1')]);
  const grown = collectedOrder('1', [collectedLine('1:1'), collectedLine('1:2', { quantity: 4 })]);
  const again = await takeIn(ctx, channelId, [grown], { readAt: later(1) });
  expect(again).toMatchObject({ added: [], updated: taken.added });
  expect(await shipments(ctx)).toMatchObject([{ wantedQty: 5, amount: 99_500 }]);
});

it('merges boxes of one order that stand apart on a page', async () => {
  const boxes = [
    collectedOrder('1', [collectedLine('1:1', { channelUnitNo: 'A' })]),
    collectedOrder('2'),
    collectedOrder('1', [collectedLine('1:2', { channelUnitNo: 'B' })]),
  ];
  const taken = await takeIn(ctx, channelId, boxes);
  expect(taken.added).toHaveLength(2);
  expect(await shipments(ctx)).toMatchObject([{ wantedQty: 2 }, { wantedQty: 1 }]);
});

it('follows a box number that the channel changed', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1')]);
  const split = collectedOrder('1', [collectedLine('1:1', { channelUnitNo: 'new-box' })]);
  await takeIn(ctx, channelId, [split], { readAt: later(1) });
  const units = await query<{ unit: string }>(
    ctx,
    sql`
    select channel_unit_no as unit from order_lines where mall_id = ${ctx.mallId}`,
  );
  expect(units).toEqual([{ unit: 'new-box' }]);
});

it('takes cancelled units out of a shipment that has not left', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1', [collectedLine('1:1', { quantity: 3 })])]);
  const fewer = collectedOrder('1', [collectedLine('1:1', { quantity: 3, cancelledQuantity: 2 })]);
  await takeIn(ctx, channelId, [fewer], { readAt: later(1) });
  expect(await shipments(ctx)).toMatchObject([
    { stage: 'unmatched', wantedQty: 1, amount: 19_900 },
  ]);
  await takeIn(ctx, channelId, [cancelled('1', 3)], { readAt: later(2) });
  expect(await shipments(ctx)).toMatchObject([{ stage: 'cancelled', wantedQty: 0, amount: 0 }]);
});

it('holds what the channel says has left while it stands here', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1')]);
  const shipped = collectedOrder('1', [collectedLine('1:1', { state: 'shipping' })]);
  await takeIn(ctx, channelId, [shipped], { readAt: later(1) });
  expect(await shipments(ctx)).toMatchObject([
    { stage: 'unmatched', holdKinds: ['shipped_by_channel'] },
  ]);
});

it('holds for a claim that the order itself tells of, and lifts when it is gone', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1')]);
  const claimed = collectedOrder('1', [collectedLine('1:1', { claimedQuantity: 1 })]);
  await takeIn(ctx, channelId, [claimed], { readAt: later(1) });
  expect(await shipments(ctx)).toMatchObject([{ holdKinds: ['claim'] }]);
  await takeIn(ctx, channelId, [collectedOrder('1')], { readAt: later(2) });
  expect(await shipments(ctx)).toMatchObject([{ holdKinds: [] }]);
});

it('leaves a known order of an uploaded sheet as it is', async () => {
  await takeIn(ctx, channelId, [collectedOrder('1')]);
  const taken = await takeIn(ctx, channelId, [cancelled('1')], {
    source: 'sheet',
    readAt: later(9),
  });
  expect(taken.outcomes.get('1')).toBe('known');
  expect(await shipments(ctx)).toMatchObject([{ stage: 'unmatched' }]);
});

it('leaves unknown orders out that were paid before its time', async () => {
  const taken = await takeIn(ctx, channelId, [collectedOrder('1')], { newSince: READ_AT });
  expect(taken.outcomes.size).toBe(0);
  expect(await shipments(ctx)).toEqual([]);
});

it('takes a gift that was paid before its time and accepted since', async () => {
  const gift = { ...collectedOrder('1'), acceptedSince: READ_AT };
  await takeIn(ctx, channelId, [gift], { newSince: READ_AT });
  expect(await shipments(ctx)).toHaveLength(1);
});

it('takes the same order once when two collectors bring it at once', async () => {
  const orders = Array.from({ length: 50 }, (_, index) => collectedOrder(`n${index}`));
  const [one, other] = await Promise.all([
    takeIn(ctx, channelId, orders),
    takeIn(ctx, channelId, [...orders].reverse()),
  ]);
  expect(one.added.length + other.added.length).toBe(50);
  expect(await shipments(ctx)).toHaveLength(50);
});

it('takes in text that the database could not hold as it is', async () => {
  const line = collectedLine('1:1', { productName: '이불\u0000 \ud800커버\u001f', option: '' });
  await takeIn(ctx, channelId, [
    { ...collectedOrder('1', [line]), raw: { memo: 'a\u0000\udc00b' } },
  ]);
  expect(await shipments(ctx)).toHaveLength(1);
});

function cancelled(orderNo: string, quantity = 1) {
  const line = collectedLine(`${orderNo}:1`, {
    state: 'cancelled',
    quantity,
    cancelledQuantity: quantity,
  });
  return collectedOrder(orderNo, [line]);
}

type FoundShipment = {
  stage: string;
  holdKinds: string[];
  channelId: number;
  orderNo: string;
  wantedQty: number;
  amount: number;
  isHistory: boolean;
  isUnacknowledged: boolean;
  name: string;
  note: string;
  address1: string;
};

function shipments(of: Ctx): Promise<FoundShipment[]> {
  return query<FoundShipment>(
    of,
    sql`
    select shipment.stage, shipment.hold_kinds as "holdKinds", shipment.channel_id as "channelId",
      orders.order_no as "orderNo", shipment.wanted_qty as "wantedQty", shipment.amount,
      shipment.is_history as "isHistory", shipment.is_unacknowledged as "isUnacknowledged",
      recipient.name, recipient.note, recipient.address1
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${of.mallId} order by shipment.id`,
  );
}

function everything(of: Ctx) {
  return dumpMall(of, [
    'orders',
    'order_lines',
    'order_documents',
    'recipients',
    'shipments',
    'shipment_lines',
    'runs',
    'audit_events',
  ]);
}

function query<Row extends object>(of: Ctx, statement: Parameters<typeof rows>[1]): Promise<Row[]> {
  return inMall(of, (tx) => rows<Row>(tx, statement));
}
