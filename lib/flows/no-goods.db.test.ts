import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { allocateShipments } from '@/lib/allocation/allocate';
import { type Ctx, inMall } from '@/lib/context';
import { matchByHand } from '@/lib/matching/match-key';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { leasePushes } from '@/lib/shipping/pushes/push-store';
import { shipShipments } from '@/lib/shipping/ship';
import { unshipShipments } from '@/lib/shipping/unship';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

const fee = (orderNo: string) =>
  collectedLine(`${orderNo}:9`, { productCode: 'FEE', productName: '도서산간 추가금', option: '' });

const conditions = {
  ...{ from: new Date('2026-02-20'), until: new Date('2026-03-03') },
  ...{ channelIds: [], supplierIds: [], tags: [] },
  ...{ reallocatesWhole: false, reallocatesPartly: true, servesPartly: true, includesHeld: false },
  splitting: 'off' as const,
};

type Seen = { id: number; stage: string; method: string };

const see = () =>
  inMall(ctx, (tx) =>
    oneRow<Seen>(
      tx,
      sql`select id, stage, ship_method as method from shipments where mall_id = ${ctx.mallId}`,
    ),
  );

async function match(productCode: string, items: { variantId: number; qty: number }[]) {
  const { lineId } = await inMall(ctx, (tx) =>
    oneRow<{ lineId: number }>(
      tx,
      sql`
      select min(part.id) as "lineId" from order_lines line
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      where line.mall_id = ${ctx.mallId} and line.product_code = ${productCode}`,
    ),
  );
  await matchByHand(ctx, { lineId, items, remember: true, rematch: true });
}

it('an order that needs no goods at all leaves as 배송없음, without a waybill, and is told', async () => {
  await takeIn(ctx, channelId, [collectedOrder('A-1', [fee('A-1')])]);
  await match('FEE', []);
  expect(await see()).toMatchObject({ stage: 'ready', method: 'none' });
  await allocateShipments(ctx, conditions);
  const { id } = await see();
  expect(await shipShipments(ctx, [id])).toMatchObject({ shipped: 1, refused: [] });
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { method: 'none', waybillNo: '', lines: [{ lineKey: 'A-1:9', quantity: 1 }] },
  ]);
});

it('comes back from having left as it was before', async () => {
  await takeIn(ctx, channelId, [collectedOrder('A-1', [fee('A-1')])]);
  await match('FEE', []);
  await allocateShipments(ctx, conditions);
  const before = await see();
  await shipShipments(ctx, [before.id]);
  await unshipShipments(ctx, [before.id]);
  expect(await see()).toEqual(before);
});

it('a line without goods travels with the others of its box and is told with them', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1', onHand: 5 }]);
  await takeIn(ctx, channelId, [collectedOrder('A-1', [collectedLine('A-1:1'), fee('A-1')])]);
  await match('FEE', []);
  await match('C100', [{ variantId: shelf.V1.variantId, qty: 1 }]);
  await allocateShipments(ctx, conditions);
  const { id, ...standing } = await see();
  expect(standing).toEqual({ stage: 'allocated', method: 'parcel' });
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      values (${ctx.mallId}, 'cj', '600000000007', ${id}, 'typed', 'issued', now())`);
    await tx.execute(sql`
      update shipments set stage = 'invoiced', courier = 'cj', waybill_no = '600000000007'
      where mall_id = ${ctx.mallId}`);
  });
  await shipShipments(ctx, [id]);
  const [push] = await leasePushes(ctx, channelId, 10);
  expect(push).toMatchObject({ waybillNo: '600000000007' });
  expect(push?.lines.map((line) => line.lineKey)).toEqual(['A-1:1', 'A-1:9']);
});

it('is a parcel again once its line means goods', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'V1', onHand: 5 }]);
  await takeIn(ctx, channelId, [collectedOrder('A-1', [fee('A-1')])]);
  await match('FEE', []);
  await match('FEE', [{ variantId: shelf.V1.variantId, qty: 1 }]);
  expect(await see()).toMatchObject({ stage: 'ready', method: 'parcel' });
});
