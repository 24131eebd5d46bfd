import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import type { CollectedLine, Recipient } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import {
  allocateEverything,
  bundleEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  seeStock,
  takeIn,
} from '../intake/testing-intake';

const home = collectedLine('x').recipient;
const office = {
  ...home,
  postcode: '04524',
  address1: '서울특별시 중구 세종대로 110',
  address2: '7층',
};

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const variants = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }]);
  shirt = variants.SHIRT;
});

it('sends an unedited shipment to the new address, and writes it once', async () => {
  await report('1', home);
  await report('1', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([{ address1: office.address1, holdKinds: [] }]);
  const again = await report('1', office, 2);
  expect(again.outcomes.get('1')).toBe('known');
});

it('holds an invoiced shipment and keeps both versions', async () => {
  await report('1', home);
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  await report('1', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'invoiced', address1: home.address1, holdKinds: ['address_changed'] },
  ]);
  expect(await reported()).toEqual([office.address1]);
});

it('holds a shipment whose row is with the courier’s program', async () => {
  await report('1', home);
  await allocateEverything(ctx, shirt.compositionId);
  await change(sql`update shipments set requested_export_id = 1 where mall_id = ${ctx.mallId}`);
  await report('1', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { address1: home.address1, holdKinds: ['address_changed'] },
  ]);
});

it('holds a shipment whose recipient was edited here', async () => {
  await report('1', home);
  await change(sql`
    with edited as (
      insert into recipients (mall_id, name, phone, mobile, postcode, address1, address2, note,
        phone_class, mobile_class, key_version)
      values (${ctx.mallId}, '한서윤', '', '', '', '직접 고친 주소', '', '', 'empty', 'empty', 1)
      returning id
    )
    update shipments set recipient_id = edited.id from edited where mall_id = ${ctx.mallId}`);
  await report('1', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { address1: '직접 고친 주소', holdKinds: ['address_changed'] },
  ]);
});

it('takes its order out of the bundle, with what it had reserved', async () => {
  await report('1', home);
  await report('2', home);
  await bundleEverything(ctx);
  await allocateEverything(ctx, shirt.compositionId);
  await report('2', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 1, baseOrderNo: '1', address1: home.address1 },
    { stage: 'allocated', wantedQty: 1, baseOrderNo: '2', address1: office.address1 },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(2);
});

it('sends the others home when the base of the bundle moves', async () => {
  await report('1', home);
  await report('2', home);
  await bundleEverything(ctx);
  await report('1', office, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { baseOrderNo: '1', address1: office.address1, wantedQty: 1 },
    { baseOrderNo: '2', address1: home.address1, wantedQty: 1 },
  ]);
});

it('takes another postcode at the same address for another place', async () => {
  const corrected = { ...home, postcode: '04524' };
  await report('1', home);
  await report('2', home);
  await bundleEverything(ctx);
  await report('2', corrected, 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { baseOrderNo: '1', wantedQty: 1, holdKinds: [] },
    { baseOrderNo: '2', wantedQty: 1, holdKinds: [] },
  ]);
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  await report('1', corrected, 2);
  expect(await seeShipments(ctx)).toMatchObject([
    { baseOrderNo: '1', holdKinds: ['address_changed'] },
    { baseOrderNo: '2', holdKinds: [] },
  ]);
});

it('never lets a masked or blank phone overwrite a real one', async () => {
  await report('1', home);
  const taken = await report('1', { ...home, mobile: '010-****-7788' }, 1);
  expect(taken.outcomes.get('1')).toBe('known');
  await report('1', { ...office, mobile: '' }, 2);
  expect(await phones()).toEqual([home.mobile]);
});

it('takes a fresh relay number without touching the bundle', async () => {
  const relay = (mobile: string) => ({ ...home, mobile });
  await report('1', relay('0504-1111-2222'));
  await report('2', relay('0504-3333-4444'));
  await bundleEverything(ctx);
  await report('1', relay('0504-5555-6666'), 1);
  expect(await seeShipments(ctx)).toMatchObject([
    { wantedQty: 2, holdKinds: [] },
    { stage: 'absorbed' },
  ]);
  expect((await phones())[0]).toBe('0504-5555-6666');
});

it('a parcel with its number takes a changed message, too, but not while its row is with the courier’s program', async () => {
  await report('1', { ...home, note: '문 앞' });
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  await report('1', { ...home, note: '경비실' }, 1);
  expect(await notes()).toEqual(['경비실']);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
  await change(sql`update shipments set requested_export_id = 1 where mall_id = ${ctx.mallId}`);
  await report('1', { ...home, note: '벨 누르지 마세요' }, 2);
  expect(await notes()).toEqual(['경비실']);
  await change(sql`update shipments set requested_export_id = null where mall_id = ${ctx.mallId}`);
});

it('takes the message of a line that the buyer has changed for the old one, once it hears of all lines', async () => {
  const told = (minutes: number, ...notes: [string, string][]) =>
    takeIn(
      ctx,
      channelId,
      [
        collectedOrder(
          '1',
          notes.map(([key, note]) => collectedLine(key, { recipient: { ...home, note } })),
        ),
      ],
      { readAt: new Date(READ_AT.getTime() + minutes * 60_000) },
    );
  await told(0, ['1:1', '문 앞'], ['1:2', '경비실']);
  expect(await notes()).toEqual(['문 앞 / 경비실']);
  await told(1, ['1:1', '벨 누르지 마세요']);
  expect(await notes()).toEqual(['문 앞 / 경비실 / 벨 누르지 마세요']);
  await told(2, ['1:1', '벨 누르지 마세요'], ['1:2', '경비실']);
  expect(await notes()).toEqual(['벨 누르지 마세요 / 경비실']);
  const again = await told(3, ['1:1', '벨 누르지 마세요'], ['1:2', '경비실']);
  expect(again.outcomes.get('1')).toBe('known');
  await told(4, ['1:1', '벨 누르지 마세요'], ['1:2', '']);
  expect(await notes()).toEqual(['벨 누르지 마세요 / 경비실']);
});

it.each<[string, Partial<CollectedLine>]>([
  ['at another freight term', { freightTerm: 'collect' }],
  ['from the marketplace’s own warehouse', { marketShipped: true }],
  ['that left before we saw it', { state: 'shipping' }],
  ['that is cancelled', { state: 'cancelled' }],
])('prints no message on a parcel of a line %s', async (_, apart) => {
  const told = (minutes: number, note: string) => {
    const lines = [
      collectedLine('1:1', { recipient: { ...home, note } }),
      collectedLine('1:2', { recipient: { ...home, note: '경비실' }, ...apart }),
    ];
    return takeIn(ctx, channelId, [collectedOrder('1', lines)], { readAt: minutesLater(minutes) });
  };
  await told(0, '문 앞');
  expect((await told(1, '문 앞')).outcomes.get('1')).toBe('known');
  await told(2, '벨 누르지 마세요');
  expect(await notes()).toEqual(['벨 누르지 마세요', '경비실']);
});

it('keeps the message of a line that has left its parcel', async () => {
  const told = (minutes: number, state: 'acknowledged' | 'shipping') => {
    const lines = [
      collectedLine('1:1', { recipient: { ...home, note: '문 앞' } }),
      collectedLine('1:2', { recipient: { ...home, note: '경비실' }, state }),
    ];
    return takeIn(ctx, channelId, [collectedOrder('1', lines)], { readAt: minutesLater(minutes) });
  };
  await told(0, 'acknowledged');
  await told(1, 'shipping');
  expect(await notes()).toEqual(['문 앞 / 경비실']);
});

it('holds a shipment when only some lines of its order move, until the others follow', async () => {
  const both = (first: Recipient, second: Recipient) =>
    collectedOrder('1', [
      collectedLine('1:1', { recipient: first }),
      collectedLine('1:2', { recipient: second }),
    ]);
  await takeIn(ctx, channelId, [both(home, home)]);
  await takeIn(ctx, channelId, [both(office, home)], { readAt: minutesLater(1) });
  expect(await seeShipments(ctx)).toMatchObject([
    { address1: home.address1, holdKinds: ['address_changed'] },
  ]);
  await takeIn(ctx, channelId, [both(office, office)], { readAt: minutesLater(2) });
  expect(await seeShipments(ctx)).toMatchObject([{ address1: office.address1, holdKinds: [] }]);
});

function minutesLater(minutes: number): Date {
  return new Date(READ_AT.getTime() + minutes * 60_000);
}

function report(orderNo: string, recipient: Recipient, minute = 0) {
  const order = collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { recipient })]);
  return takeIn(ctx, channelId, [order], { readAt: minutesLater(minute) });
}

function change(statement: Parameters<typeof rows>[1]) {
  return inMall(ctx, (tx) => tx.execute(statement));
}

async function reported(): Promise<string[]> {
  const lines = await inMall(ctx, (tx) =>
    rows<{ address1: string }>(
      tx,
      sql`
      select recipient.address1 from order_lines line
      join recipients recipient
        on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
      where line.mall_id = ${ctx.mallId} order by line.id`,
    ),
  );
  return lines.map((line) => line.address1);
}

async function phones(): Promise<string[]> {
  const shipments = await inMall(ctx, (tx) =>
    rows<{ mobile: string }>(
      tx,
      sql`
      select recipient.mobile from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} order by shipment.id`,
    ),
  );
  return shipments.map((shipment) => shipment.mobile);
}

async function notes(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ note: string }>(
      tx,
      sql`
      select recipient.note from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} order by shipment.id`,
    ),
  );
  return found.map(({ note }) => note);
}
