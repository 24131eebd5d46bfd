import { sql } from 'drizzle-orm';
import { createTranslator } from 'next-intl';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall } from '@/db/testing-data';
import { allocationScreen } from '@/lib/allocation/screen';
import { allocationDetail } from '@/lib/allocation/shipment';
import { splitShipments } from '@/lib/allocation/split';
import { undoAllocation } from '@/lib/allocation/undo';
import { type Ctx, inMall } from '@/lib/context';
import { loadShipments } from '@/lib/invoicing/load/load';
import { orderDetail } from '@/lib/orders/order';
import { pageRequest } from '@/lib/paging';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import {
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { setAllocation } from '@/lib/shipments/stock';
import { shortParcels } from '@/lib/shipping/decisions/short-parcels';
import { parcelDetail } from '@/lib/shipping/scanning/parcel';
import { shipmentsToShip } from '@/lib/shipping/screen';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels, seePushes } from '@/lib/shipping/testing-parcels';
import { countByCode, startCount } from '@/lib/stock/counts';
import { stockLedger } from '@/lib/stock/screen';
import { ko } from '@/messages/ko';
import { applyCount } from './apply-count';
import { reportShortage } from './report-shortage';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const EVER = {
  from: new Date(0),
  until: new Date('2030-01-01'),
  channelIds: [],
  supplierIds: [],
  tags: [],
};

const threePieces = () => [collectedOrder('A-1', [collectedLine('A-1:1', { quantity: 3 })])];

it('sends a missing piece again in a parcel of its own, of which no channel is told', async () => {
  const { ctx, channelId, ids } = await invoicedParcels(threePieces());
  const [shipmentId = 0] = ids;
  await shipShipments(ctx, ids);
  const lineId = (await parcelDetail(ctx, shipmentId))?.lines[0]?.lineId ?? 0;
  const { shipmentId: again } = await resend(ctx, {
    shipmentId,
    lines: [{ lineId, qty: 1 }],
    reason: '한 장 누락',
  });
  expect(await parcelDetail(ctx, again)).toMatchObject({
    stage: 'ready',
    resendsShipmentId: shipmentId,
    lines: [{ productName: '린넨 셔츠', qty: 1 }],
  });
  const { page } = await allocationScreen(ctx, EVER, {
    tab: 'waiting',
    request: pageRequest(undefined, 20),
  });
  expect(page.rows).toMatchObject([{ id: again, lines: [{ productName: '린넨 셔츠', qty: 1 }] }]);
  expect((await allocationDetail(ctx, again))?.lines).toMatchObject([{ productName: '린넨 셔츠' }]);
  const order = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select id from orders where mall_id = ${ctx.mallId}`),
  );
  expect((await orderDetail(ctx, order.id))?.shipments).toMatchObject([
    { id: shipmentId, resendsShipmentId: null },
    { id: again, resendsShipmentId: shipmentId, isExchange: false, holdKinds: [] },
  ]);
  const cancel = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'exchange' as const };
  const told = { quantity: 3, reason: '', requestedAt: ctx.now, raw: {} };
  await inMall(ctx, (tx) =>
    intakeClaims(tx, ctx, channelId, [{ ...cancel, ...told, state: 'requested' }]),
  );
  await allocate(ctx, again);
  await invoiceEverything(ctx);
  expect(await shipShipments(ctx, [again])).toMatchObject({ shipped: 1 });
  expect((await seePushes(ctx)).map((push) => push.shipmentId)).toEqual([shipmentId]);
  expect(await stockOf(ctx)).toEqual({ onHand: 96, allocated: 0 });
});

it('finds what is sent again by the number of its order and by the name of its goods', async () => {
  const { ctx, ids } = await invoicedParcels(threePieces());
  const [shipmentId = 0] = ids;
  await shipShipments(ctx, ids);
  const lineId = (await parcelDetail(ctx, shipmentId))?.lines[0]?.lineId ?? 0;
  const lines = [{ lineId, qty: 1 }];
  const { shipmentId: again } = await resend(ctx, { shipmentId, lines, reason: '누락' });
  await allocate(ctx, again);
  const loaded = async (searchKind: 'orderNo' | 'productName', word: string) =>
    (
      await loadShipments(
        { ...ctx, userId: 1 },
        {
          ...{ status: 'open', withoutHeld: false },
          ...{ searchKind, word },
        },
      )
    ).rowCount;
  expect(await loaded('orderNo', 'A-1')).toBe(1);
  expect(await loaded('productName', '린넨')).toBe(1);
  expect(await loaded('productName', '양말')).toBe(0);
  await invoiceEverything(ctx);
  const filter = { ...EVER, stage: 'invoiced', searchKind: 'orderNo', word: 'A-1' } as const;
  const found = await shipmentsToShip(ctx, filter, { size: 20, at: 'first' });
  expect(found.rows).toMatchObject([{ id: again }]);
});

it('parts what is sent again, too, knows whose goods both parts send, and joins them as they were', async () => {
  const { ctx, ids } = await invoicedParcels(threePieces());
  const [shipmentId = 0] = ids;
  await shipShipments(ctx, ids);
  const lineId = (await parcelDetail(ctx, shipmentId))?.lines[0]?.lineId ?? 0;
  const lines = [{ lineId, qty: 3 }];
  const { shipmentId: again } = await resend(ctx, { shipmentId, lines, reason: '누락' });
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set ship_method = 'pickup', is_method_chosen = true
      where mall_id = ${ctx.mallId} and id = ${again}`),
  );
  await allocate(ctx, again, 1);
  const before = await dumpMall(ctx, ['shipment_lines', 'stock']);
  const { runId } = await splitShipments(ctx, [again]);
  const { page } = await allocationScreen(ctx, EVER, {
    tab: 'none',
    request: pageRequest(undefined, 20),
  });
  expect(page.rows).toMatchObject([{ lines: [{ productName: '린넨 셔츠', qty: 2 }] }]);
  expect(await parcelDetail(ctx, page.rows[0]?.id ?? 0)).toMatchObject({
    resendsShipmentId: shipmentId,
    shipMethod: 'pickup',
  });
  expect(await undoAllocation(ctx, runId)).toMatchObject({ restored: 1 });
  expect(await dumpMall(ctx, ['shipment_lines', 'stock'])).toEqual(before);
});

it('sends again no more than was sent, and only what has left', async () => {
  const { ctx, ids } = await invoicedParcels(threePieces());
  const [shipmentId = 0] = ids;
  const lineId = (await parcelDetail(ctx, shipmentId))?.lines[0]?.lineId ?? 0;
  const wanted = { shipmentId, lines: [{ lineId, qty: 1 }], reason: '누락' };
  await expect(resend(ctx, wanted)).rejects.toThrow('notShipped');
  await shipShipments(ctx, ids);
  await expect(resend(ctx, { ...wanted, lines: [{ lineId, qty: 4 }] })).rejects.toThrow('Quantity');
  await expect(resend(ctx, { ...wanted, lines: [] })).rejects.toThrow('Quantity');
  await expect(resend(ctx, { ...wanted, reason: ' ' })).rejects.toThrow('reasonMissing');
});

it('takes back number and goods of a short parcel, corrects the stock, and queues it again', async () => {
  const { ctx, ids } = await invoicedParcels(threePieces());
  const [shipmentId = 0] = ids;
  const variantId = (await parcelDetail(ctx, shipmentId))?.pieces[0]?.variantId ?? 0;
  const missing = [{ variantId, qty: 2 }];
  const short = { shipmentId, missing, isHeld: true, note: '선반에 없음' };
  const twice = [...missing, { variantId, qty: 1 }];
  for (const wrong of [[], [{ variantId, qty: 4 }], [...missing, { variantId: 0, qty: 1 }], twice])
    await expect(reportShortage(ctx, { ...short, missing: wrong })).rejects.toThrow(
      'shortageQuantity',
    );
  expect(await stockOf(ctx)).toEqual({ onHand: 100, allocated: 3 });
  const say = createTranslator({ locale: 'ko', messages: ko });
  expect(say('ship.done.short', await reportShortage(ctx, short))).toBe(
    '결품 2개를 재고에서 뺐습니다. 송장번호는 회수하고 할당은 해제했습니다. 붙인 라벨이 있으면 버리세요.',
  );
  const [movement] = (await stockLedger(ctx, variantId, null))?.movements ?? [];
  expect(movement).toMatchObject({ kind: 'short', qty: -2, reason: '선반에 없음', shipmentId });
  expect(await stockOf(ctx)).toEqual({ onHand: 98, allocated: 0 });
  expect(await parcelDetail(ctx, shipmentId)).toMatchObject({
    stage: 'ready',
    holdKinds: ['short'],
    waybillNo: null,
  });
  expect((await shortParcels(ctx, pageRequest(undefined, 20))).rows).toMatchObject([
    {
      ...{ id: shipmentId, isCounted: false, note: '선반에 없음' },
      missing: [{ name: 'V1 상품 V1', qty: 2, available: 98 }],
      ...{ foundAt: expect.any(String), foundBy: await operatorOf(ctx) },
    },
  ]);
  await releaseHold(ctx, { shipmentIds: [shipmentId], kind: 'short' });
  expect(await parcelDetail(ctx, shipmentId)).toMatchObject({ stage: 'ready', holdKinds: [] });
  await expect(reportShortage(ctx, short)).rejects.toThrow('notAtPacking');
});

it.each(['결품', '재고 실사'])(
  'takes cancelled units out of the parcel whose number a %s takes',
  async (way) => {
    const order = (state: 'paid' | 'cancelled') =>
      collectedOrder('A-1', [
        collectedLine('A-1:1', { quantity: 3, state, cancelledQuantity: state === 'paid' ? 0 : 3 }),
        collectedLine('A-1:2', { quantity: 2, state: 'paid' }),
      ]);
    const { ctx, channelId, ids } = await invoicedParcels([order('paid')]);
    const [shipmentId = 0] = ids;
    const readAt = new Date(READ_AT.getTime() + 60_000);
    await takeIn(ctx, channelId, [order('cancelled')], { readAt });
    expect(await seeShipments(ctx)).toMatchObject([
      { wantedQty: 5, holdKinds: ['cancelled_by_channel'] },
    ]);
    if (way === '결품') {
      const variantId = (await parcelDetail(ctx, shipmentId))?.pieces[0]?.variantId ?? 0;
      const short = { shipmentId, missing: [{ variantId, qty: 1 }], isHeld: true, note: '' };
      await reportShortage(ctx, short);
    } else {
      const { countId } = await startCount(ctx, '3월 실사');
      await countByCode(ctx, { countId, code: 'V1', qty: 4 });
      await applyCount(ctx, countId);
    }
    expect(await seeShipments(ctx)).toMatchObject([
      { stage: 'ready', wantedQty: 2, holdKinds: ['short'] },
    ]);
    expect((await shortParcels(ctx, pageRequest(undefined, 20))).rows).toMatchObject([
      {
        ...{ isCounted: way === '재고 실사', foundBy: await operatorOf(ctx) },
        missing: [{ name: expect.stringMatching(/^V1 /), qty: 1 }],
      },
    ]);
  },
);

async function operatorOf(ctx: Ctx): Promise<string | null> {
  const found = await inMall(ctx, (tx) =>
    rows<{ name: string }>(
      tx,
      sql`select name from operators where mall_id = ${ctx.mallId} and user_id = ${ctx.userId}`,
    ),
  );
  return found[0]?.name ?? null;
}

async function allocate(ctx: Ctx, shipmentId: number, most = 9) {
  await inMall(ctx, async (tx) => {
    const lines = await rows<{ lineId: number; allocatedQty: number }>(
      tx,
      sql`select id as "lineId", least(qty, ${most}::int) as "allocatedQty" from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`,
    );
    await setAllocation(tx, ctx, lines);
    await refreshShipments(tx, ctx, [shipmentId]);
  });
}

function stockOf(ctx: Ctx) {
  return inMall(ctx, (tx) =>
    oneRow<{ onHand: number; allocated: number }>(
      tx,
      sql`select on_hand as "onHand", allocated from stock where mall_id = ${ctx.mallId}`,
    ),
  );
}
