import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, TEST_RECIPIENT } from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import { bundleShipments } from '@/lib/bundling/bundle';
import { type Ctx, inMall } from '@/lib/context';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { hold } from '@/lib/shipments/holds/hold';
import { holdByHand, liftByHand } from '@/lib/shipments/holds/operator-hold';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  READ_AT,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { setShipMethod } from '@/lib/shipping/set-method';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels, lineElsewhere } from '@/lib/shipping/testing-parcels';
import { deliver } from '@/lib/shipping/tracking/deliver';
import { unshipShipments } from '@/lib/shipping/unship';
import { addMemo, removeMemo } from './memos';
import { type OrderDetail, orderDetail } from './order';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await twoOrders(await makeMall('다른 상회'));
  ctx = await makeMall();
});

const elsewhere = {
  ...TEST_RECIPIENT,
  address1: '부산광역시 해운대구 센텀중앙로 79',
  address2: '1501호',
};

describe('the page of an order', () => {
  it('holds what the channel sold, where it stands and who gets it', async () => {
    const [one] = await twoOrders(ctx);
    const order = await seen(one?.orderId);
    expect(order.head).toMatchObject({ orderNo: 'A-1', channelName: 'coupang(simplex)' });
    expect(order.lines).toMatchObject([
      { productName: '셔츠', qty: 2, channelState: 'acknowledged' },
    ]);
    expect(order.shipments).toMatchObject([
      { stage: 'ready', isEdited: false, parts: [{ qty: 2, goods: ['SKU-1 상품 SKU-1 × 1'] }] },
    ]);
  });

  it('shows a person without the right neither the recipient nor what the channel sent', async () => {
    await takeIn(ctx, await makeChannel(ctx), [collectedOrder('B-1', [collectedLine('B-1:1')])]);
    const [order] = await inMall(ctx, (tx) =>
      rows<{ id: number }>(tx, sql`select id from orders where mall_id = ${ctx.mallId}`),
    );
    const id = order?.id ?? 0;
    expect((await orderDetail(ctx, id))?.document?.raw).toEqual({ orderId: 'B-1' });
    const masked = await orderDetail({ ...ctx, canSeePersonalData: false }, id);
    expect(masked?.document).toBeNull();
    expect(masked?.shipments[0]).toMatchObject({
      editable: null,
      recipient: { name: '한*윤', note: '' },
    });
  });

  it('says what keeps a parcel from its new address, as long as it is held for that', async () => {
    const { ctx: mall, ids } = await invoicedParcels([collectedOrder('A-1')]);
    const [order] = await inMall(mall, (tx) =>
      rows<{ id: number }>(tx, sql`select id from orders where mall_id = ${mall.mallId}`),
    );
    const obstacle = async () =>
      (await orderDetail(mall, order?.id ?? 0))?.shipments[0]?.addressObstacle;
    expect(await obstacle()).toBeNull();
    await inMall(mall, (tx) => hold(tx, mall, ids, 'address_changed'));
    expect(await obstacle()).toBe('numbered');
  });

  it('says that what travels another way may leave without a number', async () => {
    const [one] = await twoOrders(ctx);
    const may = async () => (await seen(one?.orderId)).shipments[0]?.may;
    await allocateThese(ctx, [one?.shipmentId ?? 0]);
    expect(await may()).toMatchObject({ invoice: true, ship: false });
    await setShipMethod(ctx, [one?.shipmentId ?? 0], 'quick');
    expect(await may()).toMatchObject({ invoice: false, ship: true });
  });

  it('of another mall is not there', async () => {
    const [one] = await twoOrders(ctx);
    const other = await makeMall('셋째 상회');
    expect(await orderDetail(other, one?.orderId ?? 0)).toBeNull();
  });

  it('tells decisions and changes by time, the newest on top', async () => {
    const [one] = await twoOrders(ctx);
    await bundle(ctx);
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
    await holdByHand(later, { shipmentIds: [one?.shipmentId ?? 0], reason: '구매자 요청' });
    const { happenings } = await seen(one?.orderId);
    expect(happenings[0]).toMatchObject({
      kind: 'change',
      verb: 'hold.put',
      operator: '김담당',
      detail: { reason: '구매자 요청' },
    });
    expect(happenings.map((happening) => happening.kind)).toEqual([
      'change',
      'decision',
      'registered',
    ]);
  });
});

describe('the page of an order of which one parcel has left', () => {
  it.each(['channel', 'form'])('tells when its number was made ready: %s', async (source) => {
    const lines = [collectedLine('A-1:1'), lineElsewhere('A-1:2')];
    const parcels = await invoicedParcels([collectedOrder('A-1', lines)]);
    const [order] = await inMall(parcels.ctx, (tx) =>
      rows<{ id: number }>(
        tx,
        sql`update orders set source = ${source} where mall_id = ${parcels.ctx.mallId} returning id`,
      ),
    );
    if (source === 'form')
      await inMall(parcels.ctx, (tx) =>
        tx.execute(sql`update order_lines set raw_state = '', channel_unit_no = 'A-1'
          where mall_id = ${parcels.ctx.mallId}`),
      );
    await shipShipments(parcels.ctx, parcels.ids.slice(0, 1));
    const page = await orderDetail(parcels.ctx, order?.id ?? 0);
    const push = page?.happenings.find(({ kind }) => kind === 'push');
    expect(new Date(push?.at ?? 0)).toEqual(parcels.ctx.now);
    const never = await inMall(parcels.ctx, (tx) =>
      rows(
        tx,
        sql`select state from pushes
        where mall_id = ${parcels.ctx.mallId} and due_at = 'infinity'`,
      ),
    );
    expect(never).toEqual(source === 'form' ? [] : [{ state: 'waiting' }]);
  });
});

describe('the page of an order that was delivered', () => {
  it('says so once and goes on to when its parcel comes back, whatever is kept of it', async () => {
    const { ctx: mall, ids } = await invoicedParcels([collectedOrder('A-1')]);
    const hoursOn = (hours: number) => new Date(mall.now.getTime() + hours * 3_600_000);
    const deliveries = async () => {
      const [order] = await asked(sql`select id from orders where mall_id = ${mall.mallId}`);
      const page = await orderDetail(mall, order?.id ?? 0);
      const told = page?.happenings.filter(({ kind }) => kind === 'delivered');
      return told?.map(({ at }) => new Date(at));
    };
    const asked = (query: SQL) => inMall(mall, (tx) => rows<{ id: number }>(tx, query));
    await shipShipments(mall, ids);
    const arrived = ids.map((id) => ({ id, waybillNo: String(600_000_000_000 + id) }));
    const at = hoursOn(20);
    await deliver(
      { ...mall, now: hoursOn(21) },
      arrived.map((parcel) => ({ ...parcel, at })),
    );
    expect(await deliveries()).toEqual([at]);
    await unshipShipments({ ...mall, now: hoursOn(22) }, ids, 'delivered');
    expect(await deliveries()).toEqual([at]);
    await asked(sql`update run_decisions set "values" = '{}' where mall_id = ${mall.mallId}`);
    expect(await deliveries()).toEqual([hoursOn(21)]);
    await asked(sql`delete from run_decisions where mall_id = ${mall.mallId}`);
    await asked(
      sql`update shipments set delivered_at = ${at.toISOString()} where mall_id = ${mall.mallId}`,
    );
    expect(await deliveries()).toEqual([at]);
  });
});

describe('보류', () => {
  it('stands with its reason beside other causes, and is lifted alone', async () => {
    const [one, two] = await twoOrders(ctx);
    const ids = [one?.shipmentId ?? 0, two?.shipmentId ?? 0];
    await withHold(ids[0] ?? 0, 'duplicate');
    const held = await holdByHand(ctx, { shipmentIds: ids, reason: '입고 대기' });
    expect(held).toEqual({ changed: 2, kept: 0 });
    const [standing] = (await seen(one?.orderId)).shipments;
    expect(standing).toMatchObject({
      holdKinds: ['duplicate', 'operator'],
      holdNotes: { operator: '입고 대기' },
    });
    const viewer = { ...ctx, canSeePersonalData: false };
    await holdByHand(ctx, { shipmentIds: ids, reason: '010-2345-6789 로 확인' });
    const hidden = await orderDetail(viewer, one?.orderId ?? 0);
    expect(hidden?.shipments[0]?.holdNotes).toEqual({ operator: '010-****-6789 로 확인' });
    await liftByHand(ctx, ids);
    const [after] = (await seen(one?.orderId)).shipments;
    expect(after).toMatchObject({ holdKinds: ['duplicate'], holdNotes: {} });
  });

  it('keeps the words of each reason, and lifts them with it', async () => {
    const [one] = await twoOrders(ctx);
    const shipmentId = one?.shipmentId ?? 0;
    await inMall(ctx, (tx) => hold(tx, ctx, [shipmentId], 'operator', '구매자 요청'));
    await inMall(ctx, (tx) => hold(tx, ctx, [shipmentId], 'short', '한 개 파손'));
    await inMall(ctx, (tx) => hold(tx, ctx, [shipmentId], 'short'));
    const notes = async () => (await seen(one?.orderId)).shipments[0]?.holdNotes;
    expect(await notes()).toEqual({ operator: '구매자 요청', short: '한 개 파손' });
    await liftByHand(ctx, [shipmentId]);
    expect(await notes()).toEqual({ short: '한 개 파손' });
    await releaseHold(ctx, { shipmentIds: [shipmentId], kind: 'short' });
    expect(await notes()).toEqual({});
  });

  it('says so where nothing can be held or lifted', async () => {
    const [one] = await twoOrders(ctx);
    const shipmentIds = [one?.shipmentId ?? 0];
    await expect(liftByHand(ctx, shipmentIds)).rejects.toThrow('order.errors.noneHeld');
    const other = await makeMall('셋째 상회');
    await expect(holdByHand(other, { shipmentIds, reason: '침입' })).rejects.toThrow(
      'order.errors.noneToHold',
    );
  });
});

describe('수령자정보 수정', () => {
  it('is kept apart from what the channel says', async () => {
    const [one] = await twoOrders(ctx);
    await edit(one, elsewhere);
    const order = await seen(one?.orderId);
    expect(order.lines[0]?.recipient.address).toContain('세종대로 110');
    expect(order.shipments).toMatchObject([{ isEdited: true, editable: elsewhere }]);
  });

  it('is not what a parcel keeps whose row is with the courier’s program while its message changes', async () => {
    const channelId = await makeChannel(ctx);
    const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 5 }]);
    const { recipient } = collectedLine('B-1:1');
    const report = (note: string, minute: number) => {
      const line = collectedLine('B-1:1', { recipient: { ...recipient, note } });
      const readAt = new Date(READ_AT.getTime() + minute * 60_000);
      return takeIn(ctx, channelId, [collectedOrder('B-1', [line])], { readAt });
    };
    const { added } = await report('문 앞', 0);
    await allocateEverything(ctx, SHIRT.compositionId);
    await inMall(ctx, (tx) =>
      tx.execute(sql`update shipments set requested_export_id = 1 where mall_id = ${ctx.mallId}`),
    );
    await report('경비실', 1);
    const order = await seen(added[0]);
    expect(order.lines).toMatchObject([{ recipient: { note: '경비실' } }]);
    expect(order.shipments).toMatchObject([
      { differs: true, isEdited: false, holdKinds: [], recipient: { note: '문 앞' } },
    ]);
  });

  it('computes the keys anew: at another address nothing is bundled with it', async () => {
    const [one, two] = await twoOrders(ctx);
    await edit(one, elsewhere);
    expect(await bundle(ctx)).toBe(0);
    await edit(two, elsewhere);
    expect(await bundle(ctx)).toBe(1);
  });

  it('takes the order out of its bundle when it goes elsewhere', async () => {
    const [one, two] = await twoOrders(ctx);
    await bundle(ctx);
    await edit({ orderId: two?.orderId, shipmentId: one?.shipmentId }, elsewhere);
    expect((await seen(one?.orderId)).shipments).toMatchObject([{ isEdited: false, wantedQty: 2 }]);
    expect((await seen(two?.orderId)).shipments).toMatchObject([
      { id: two?.shipmentId, isEdited: true, editable: elsewhere },
    ]);
  });

  it('leaves the bundle whole when only the message changes', async () => {
    const [one] = await twoOrders(ctx);
    await bundle(ctx);
    await edit(one, { ...TEST_RECIPIENT, note: '부재 시 전화' });
    expect((await seen(one?.orderId)).shipments).toMatchObject([
      { wantedQty: 4, recipient: { note: '부재 시 전화' } },
    ]);
  });

  it('is refused to whoever may not see it, and leaves the names of its fields in the history', async () => {
    const [one] = await twoOrders(ctx);
    const asked = { orderId: one?.orderId ?? 0, shipmentId: one?.shipmentId ?? 0 };
    const masked = { ...ctx, canSeePersonalData: false };
    await expect(editRecipient(masked, { ...asked, recipient: elsewhere })).rejects.toThrow(
      'order.errors.personalData',
    );
    await edit(one, elsewhere);
    const { happenings } = await seen(one?.orderId);
    expect(happenings.find((happening) => happening.kind === 'change')).toMatchObject({
      verb: 'recipient.edit',
      detail: { recipientFields: ['address1', 'address2'] },
    });
  });

  it('is refused while the courier program has it, and when nothing changes', async () => {
    const [one] = await twoOrders(ctx);
    await expect(edit(one, TEST_RECIPIENT)).rejects.toThrow('order.errors.recipientUnchanged');
    await inMall(ctx, (tx) =>
      tx.execute(sql`update shipments set requested_export_id = 1
        where mall_id = ${ctx.mallId} and id = ${one?.shipmentId ?? 0}`),
    );
    await expect(edit(one, elsewhere)).rejects.toThrow('order.errors.recipientCommitted');
  });
});

it('메모 stand on the order until they are taken away', async () => {
  const [one] = await twoOrders(ctx);
  const orderId = one?.orderId ?? 0;
  const { memoId } = await addMemo(ctx, { orderId, kind: 'order', text: '선물 포장' });
  expect((await seen(orderId)).memos).toMatchObject([{ text: '선물 포장', operator: '김담당' }]);
  await removeMemo(ctx, memoId);
  const order = await seen(orderId);
  expect(order.memos).toEqual([]);
  const verbs = order.happenings.flatMap((one) => (one.kind === 'change' ? one.verb : []));
  expect(verbs.toSorted()).toEqual(['memo.add', 'memo.remove']);
});

async function seen(orderId = 0): Promise<OrderDetail> {
  const order = await orderDetail(ctx, orderId);
  if (!order) throw new Error('No such order.');
  return order;
}

function edit(
  { orderId = 0, shipmentId = 0 }: { orderId?: number; shipmentId?: number } = {},
  recipient = elsewhere,
) {
  return editRecipient(ctx, { orderId, shipmentId, recipient });
}

async function bundle(mall: Ctx): Promise<number> {
  const period = { from: '2020-01-01', to: '2030-01-01' };
  return (await bundleShipments(mall, { ...period, scope: 'any_channel' })).bundled;
}

async function withHold(shipmentId: number, kind: string): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set hold_kinds = ${sql.param([kind])}::text[]
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );
}

/** Two matched orders of one person, of two units each. */
async function twoOrders(mall: Ctx) {
  const { 'SKU-1': goods } = await makeVariants(mall, [{ code: 'SKU-1', onHand: 10 }]);
  const channelId = await makeChannel(mall);
  const lines = [{ compositionId: goods.compositionId, qty: 2 }];
  return makeOrders(mall, [
    { orderNo: 'A-1', channelId, lines },
    { orderNo: 'A-2', channelId, lines },
  ]);
}
