import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import type { CollectedClaim } from '@/lib/channels/collected';
import { askAnswers } from '@/lib/claims/answers/ask';
import { claimDetail } from '@/lib/claims/detail';
import { enterClaim } from '@/lib/claims/enter';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { type ClaimFilter, claimList } from '@/lib/claims/screen';
import { type Ctx, inMall } from '@/lib/context';
import { orderDetail } from '@/lib/orders/order';
import { pageRequest } from '@/lib/paging';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { ensureComposition } from '@/lib/shipments/compositions';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import {
  allocateEverything,
  bundleEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  seeStock,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { waitingShipments } from '@/lib/shipments/lists/waiting';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitUnallocated } from '@/lib/shipments/parcels/split';
import { setAllocation } from '@/lib/shipments/stock';
import { stoppedPushes } from '@/lib/shipping/decisions/cancel-requests';
import { shortParcels } from '@/lib/shipping/decisions/short-parcels';
import { scanWaybill } from '@/lib/shipping/scanning/scan';
import { shipShipments } from '@/lib/shipping/ship';
import { acceptExchange, decideClaims, seeClaims } from './decide-claim';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
let coat: StockedVariant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await makeMall();
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const made = await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 100 },
    { code: 'COAT', onHand: 2 },
  ]);
  [shirt, coat] = [made.SHIRT, made.COAT];
  await takeIn(ctx, channelId, [
    collectedOrder('1', [collectedLine('1:1', { quantity: 3 }), collectedLine('1:2')]),
  ]);
  await allocateEverything(ctx, shirt.compositionId);
});

it('takes accepted units out, gives their stock back and lets the rest go on', async () => {
  const claimId = await say({ quantity: 2 });
  expect(await decideClaims(ctx, [claimId], 'accept')).toEqual({ decided: 1, refused: 0 });
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 2, allocatedQty: 2, holdKinds: [] },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(2);
});

it('cancels the shipment when nothing is left in it, and a scan of its label says so', async () => {
  await invoiceEverything(ctx);
  const both = [await say({ quantity: 3 }), await say({ claimNo: 'C2', lineKey: '1:2' })];
  await decideClaims(ctx, both, 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'cancelled', wantedQty: 0 }]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(0);
  expect(await scanFirst()).toMatchObject({ verdict: 'cancelled' });
});

it('holds what is printed until it has a new label', async () => {
  await invoiceEverything(ctx);
  await set(sql`printed_count = 1`);
  await decideClaims(ctx, [await say({ quantity: 2 })], 'accept');
  const [held] = await seeShipments(ctx);
  expect(held).toMatchObject({ stage: 'invoiced', wantedQty: 2, holdKinds: ['relabel'] });
  expect(await scanFirst()).toMatchObject({ verdict: 'held' });
  const listed = await waitingShipments(
    ctx,
    { waiting: 'relabel' },
    [],
    pageRequest(undefined, 20),
  );
  const { panel } = await stageCounts(ctx);
  expect([listed.rows.length, panel.relabel]).toEqual([1, 1]);
  await releaseHold(ctx, { shipmentIds: [held?.id ?? 0], kind: 'relabel' });
  expect(await scanFirst('again')).toMatchObject({ verdict: 'shipped' });
});

it('holds what is left of a parcel while another cancelled line lies in it', async () => {
  await invoiceEverything(ctx);
  const gone = [
    await say({ state: 'done', quantity: 3 }),
    await say({ claimNo: 'C2', lineKey: '1:2', state: 'done' }),
  ];
  await decideClaims(ctx, gone.slice(0, 1), 'accept');
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'invoiced', wantedQty: 1, holdKinds: ['cancelled_by_channel'] },
  ]);
  expect(await scanFirst()).toMatchObject({ verdict: 'cancelled' });
  await decideClaims(ctx, gone.slice(1), 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'cancelled', wantedQty: 0 }]);
});

it('asks for no new label where none was printed', async () => {
  await invoiceEverything(ctx);
  await decideClaims(ctx, [await say({ quantity: 2 })], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
});

it('catches at the scan a cancel that came after printing', async () => {
  await invoiceEverything(ctx);
  await set(sql`printed_count = 1`);
  await say({ quantity: 1 });
  expect(await scanFirst()).toMatchObject({ verdict: 'claimed', claims: ['cancel_requested'] });
});

it('sends all the same after a reject, whatever the channel still says of the request', async () => {
  const claimId = await say({});
  await decideClaims(ctx, [claimId], 'reject');
  await say({}, 5);
  const asked = collectedLine('1:1', { quantity: 3, claimedQuantity: 1 });
  await takeIn(ctx, channelId, [collectedOrder('1', [asked])], { readAt: at(6) });
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'allocated', holdKinds: [] }]);
});

it.each([
  [
    'the channel has told of the end of the first',
    async () => void (await say({ state: 'rejected' }, 3)),
  ],
  ['it was made after the first was refused', async () => {}],
])('holds a later request under the number of a refused one: %s', async (_, between) => {
  await invoiceEverything(ctx);
  await decideClaims({ ...ctx, now: at(1) }, [await say({})], 'reject');
  await say({}, 2);
  await between();
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
  const again = await say({ requestedAt: at(4) }, 5);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  expect(await scanFirst()).toMatchObject({ verdict: 'claimed', claims: ['cancel_requested'] });
  expect(await decideClaims({ ...ctx, now: at(6) }, [again], 'reject')).toMatchObject({
    decided: 1,
  });
  await say({ requestedAt: at(4) }, 7);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: [] }]);
});

it('refuses to accept what has left, and changes nothing', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({});
  await expect(decideClaims(ctx, [claimId], 'accept')).rejects.toThrow(
    'claims.errors.alreadyShipped',
  );
  expect(await stateOf(claimId)).toBe('requested');
});

it('decides once: the second of two people is told so', async () => {
  const claimId = await say({});
  const outcomes = await Promise.allSettled([
    decideClaims(ctx, [claimId], 'reject'),
    decideClaims(ctx, [claimId], 'reject'),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('accepts a cancel once, and offers then to take that back alone', async () => {
  const claimId = await say({ state: 'accepted' });
  const may = async () => (await claimDetail(ctx, claimId))?.may;
  expect(await may()).toMatchObject({ accept: 'request', reject: true, reopen: false });
  await decideClaims(ctx, [claimId], 'accept');
  expect(await may()).toMatchObject({ accept: null, reject: false, reopen: true });
  await expect(decideClaims(ctx, [claimId], 'accept')).rejects.toThrow('alreadyDecided');
});

it('offers no taking back of a return that has come in', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'return', quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  const may = async () => (await claimDetail(ctx, claimId))?.may;
  expect(await may()).toMatchObject({ accept: null, reopen: true, receiveQty: 2 });
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await may()).toMatchObject({ reopen: false, receiveQty: 1 });
  await expect(decideClaims(ctx, [claimId], 'reopen')).rejects.toThrow('tooLateToReopen');
});

it('tells on the order page who has decided a claim', async () => {
  const claimId = await say({ quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  const told = (await orderDetail(ctx, await onlyOrder()))?.happenings ?? [];
  expect(told.filter(({ kind }) => kind === 'change')).toMatchObject([
    { verb: 'claim.accept', subject: 'claim', subjectId: claimId, operator: '김담당' },
  ]);
});

it('reopens an accepted cancel: the units are back and held', async () => {
  const claimId = await say({ quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  await decideClaims(ctx, [claimId], 'reopen');
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'ready', wantedQty: 4, allocatedQty: 2, holdKinds: ['claim'] },
  ]);
});

it('brings units back when the buyer withdraws what was accepted, and queues it until seen', async () => {
  await invoiceEverything(ctx);
  const claimId = await say({ quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  await say({ state: 'withdrawn', quantity: 2 }, 5);
  const shipments = await seeShipments(ctx);
  expect(shipments).toMatchObject([
    { stage: 'invoiced', wantedQty: 2 },
    { stage: 'ready', wantedQty: 2, holdKinds: [] },
  ]);
  expect(await withdrawn()).toEqual([1, 1]);
  expect(await seeClaims(ctx, [claimId])).toEqual({ seen: 1 });
  expect(await withdrawn()).toEqual([0, 0]);
});

it('sends what comes back to where we have edited it, and asks what was still to be decided', async () => {
  const [before] = await seeShipments(ctx);
  const recipient = { ...collectedLine('1:1').recipient, address1: '부산광역시 해운대구 센텀로 1' };
  const orderId = await onlyOrder();
  await editRecipient(ctx, { shipmentId: before?.id ?? 0, orderId, recipient });
  await invoiceEverything(ctx);
  const claimId = await say({ quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  const moved = ['1:1', '1:2'].map((key) => {
    const line = collectedLine(key, { quantity: key === '1:1' ? 3 : 1 });
    return {
      ...line,
      recipient: { ...line.recipient, address1: '제주특별자치도 제주시 첨단로 2' },
    };
  });
  await takeIn(ctx, channelId, [collectedOrder('1', moved)], { readAt: at(2) });
  await say({ state: 'withdrawn', quantity: 2 }, 5);
  const edited = { address1: recipient.address1, holdKinds: ['address_changed'] };
  expect(await seeShipments(ctx)).toMatchObject([
    { ...edited, wantedQty: 2 },
    { ...edited, wantedQty: 2 },
  ]);
});

it('sends what comes back after its parcel left to where we had edited it', async () => {
  const [before] = await seeShipments(ctx);
  const recipient = { ...collectedLine('1:1').recipient, address1: '부산광역시 해운대구 센텀로 1' };
  const orderId = await onlyOrder();
  await editRecipient(ctx, { shipmentId: before?.id ?? 0, orderId, recipient });
  await invoiceEverything(ctx);
  await decideClaims(ctx, [await say({ quantity: 2 })], 'accept');
  await shipShipments(ctx, [before?.id ?? 0]);
  await say({ state: 'withdrawn', quantity: 2 }, 5);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'shipped' },
    { address1: recipient.address1, holdKinds: [] },
  ]);
});

it('sends what comes back to where the channel has moved it while nothing was to be sent', async () => {
  const both = [await say({ quantity: 3 }), await say({ claimNo: 'C2', lineKey: '1:2' })];
  await decideClaims(ctx, both, 'accept');
  const address1 = '제주특별자치도 제주시 첨단로 2';
  const moved = ['1:1', '1:2'].map((key) => {
    const line = collectedLine(key, { quantity: key === '1:1' ? 3 : 1 });
    return { ...line, recipient: { ...line.recipient, address1 } };
  });
  await takeIn(ctx, channelId, [collectedOrder('1', moved)], { readAt: at(2) });
  await say({ state: 'withdrawn', quantity: 3 }, 5);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'ready', wantedQty: 3, address1 }]);
});

it.each([
  ['cancelled', false],
  ['shipped', true],
])(
  'asks where to what comes back goes, if we have edited it and the channel has spoken since: %s',
  async (stage, leaves) => {
    const [before] = await seeShipments(ctx);
    const shipmentId = before?.id ?? 0;
    const own = { ...collectedLine('1:1').recipient, address1: '부산광역시 해운대구 센텀로 1' };
    await editRecipient(ctx, { shipmentId, orderId: await onlyOrder(), recipient: own });
    await invoiceEverything(ctx);
    const claims = [await say({ quantity: 3 })];
    if (!leaves) claims.push(await say({ claimNo: 'C2', lineKey: '1:2' }));
    await decideClaims(ctx, claims, 'accept');
    if (leaves) await shipShipments(ctx, [shipmentId]);
    expect(await seeShipments(ctx)).toMatchObject([{ stage }]);
    const noted = ['1:1', '1:2'].map((key) => {
      const line = collectedLine(key, { quantity: key === '1:1' ? 3 : 1 });
      return { ...line, recipient: { ...line.recipient, note: '문 앞에 놓아 주세요' } };
    });
    await takeIn(ctx, channelId, [collectedOrder('1', noted)], { readAt: at(2) });
    await say({ state: 'withdrawn', quantity: 3 }, 5);
    expect((await seeShipments(ctx)).at(-1)).toMatchObject({
      ...{ stage: 'ready', wantedQty: 3, address1: own.address1 },
      holdKinds: ['address_changed'],
    });
  },
);

it('sends what comes back into a bundle whose base is cancelled under the order it is of', async () => {
  await takeIn(ctx, channelId, [collectedOrder('2')]);
  await bundleEverything(ctx);
  const guest = await say({ claimNo: 'C9', orderNo: '2', lineKey: '2:1' });
  const base = [await say({ quantity: 3 }), await say({ claimNo: 'C2', lineKey: '1:2' })];
  await decideClaims(ctx, [guest, ...base], 'accept');
  await say({ claimNo: 'C9', orderNo: '2', lineKey: '2:1', state: 'withdrawn' }, 5);
  const open = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select orders.order_no as "orderNo", shipment.wanted_qty as "wantedQty"
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open`,
    ),
  );
  expect(open).toEqual([{ orderNo: '2', wantedQty: 1 }]);
});

it('dates what comes back out of a bundle that has left as its own order', async () => {
  const paidAt = new Date('2026-03-02T01:00:00Z');
  await takeIn(ctx, channelId, [{ ...collectedOrder('2'), orderedAt: paidAt, paidAt }]);
  await allocateEverything(ctx, shirt.compositionId);
  await bundleEverything(ctx);
  await invoiceEverything(ctx);
  const claim = { claimNo: 'C9', orderNo: '2', lineKey: '2:1' };
  await decideClaims(ctx, [await say(claim)], 'accept');
  await say({ ...claim, state: 'withdrawn' }, 5);
  const dated = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select shipment.ordered_at = orders.ordered_at and shipment.paid_at = orders.paid_at as "isOwn"
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open`,
    ),
  );
  expect(dated).toEqual([{ isOwn: true }, { isOwn: true }]);
});

it('holds what comes back to somebody who was erased meanwhile', async () => {
  const both = [await say({ quantity: 3 }), await say({ claimNo: 'C2', lineKey: '1:2' })];
  await decideClaims(ctx, both, 'accept');
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients set name = '', address1 = '', purged_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId}`),
  );
  await say({ state: 'withdrawn', quantity: 3 }, 5);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'ready', wantedQty: 3, holdKinds: ['no_address'] },
  ]);
});

it('swaps so many units of a line before they leave, and reserves what is sent instead', async () => {
  const claimId = await say({ kind: 'exchange', quantity: 2 });
  await acceptExchange(ctx, { claimId, items: [{ variantCode: 'COAT', quantity: 1 }] });
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 4, allocatedQty: 4, holdKinds: [] },
  ]);
  expect([await seeStock(ctx, shirt.variantId), await seeStock(ctx, coat.variantId)]).toEqual([
    2, 2,
  ]);
});

it('swaps a unit for several articles at once', async () => {
  const claimId = await say({ kind: 'exchange', quantity: 1 });
  const items = [
    { variantCode: 'COAT', quantity: 2 },
    { variantCode: 'SHIRT', quantity: 1 },
  ];
  await acceptExchange(ctx, { claimId, items });
  expect([await seeStock(ctx, shirt.variantId), await seeStock(ctx, coat.variantId)]).toEqual([
    4, 2,
  ]);
  const unknown = [{ variantCode: 'HAT', quantity: 1 }];
  await expect(acceptExchange(ctx, { claimId, items: unknown })).rejects.toThrow(
    'claims.errors.alreadyDecided',
  );
});

it('waits for stock when there is too little, but never changes a number that is given', async () => {
  const claimId = await say({ kind: 'exchange', quantity: 3 });
  await invoiceEverything(ctx);
  const asked = acceptExchange(ctx, { claimId, items: [{ variantCode: 'COAT', quantity: 1 }] });
  await expect(asked).rejects.toThrow('claims.errors.exchangeShort');
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', allocatedQty: 4 }]);
});

it('sends an exchange of what has left in a parcel of its own, and takes back the old goods', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'exchange', quantity: 1 });
  const { shipmentId } = await acceptExchange(ctx, {
    claimId,
    items: [{ variantCode: 'COAT', quantity: 1 }],
  });
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'shipped' },
    { id: shipmentId, stage: 'ready', wantedQty: 1 },
  ]);
  const [parcel] = await seeShipments(ctx);
  expect((await orderDetail(ctx, await onlyOrder()))?.shipments).toMatchObject([
    { id: parcel?.id, resendsShipmentId: null, isExchange: false },
    { id: shipmentId, resendsShipmentId: parcel?.id, isExchange: true },
  ]);
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await stateOf(claimId)).toBe('done');
});

it('puts good units of a return on the shelf and writes defective ones off', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'return', quantity: 3 });
  await decideClaims(ctx, [claimId], 'accept');
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 1, note: '올 풀림' });
  expect(await stateOf(claimId)).toBe('accepted');
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await stateOf(claimId)).toBe('done');
  expect(await movements()).toEqual(['return 2', 'adjust -1', 'return 1']);
  const more = receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  await expect(more).rejects.toThrow('claims.errors.receivedQuantity');
});

it('finishes a return of what a supplier has shipped without moving stock', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update variants set is_supplier_shipped = true
      where mall_id = ${ctx.mallId} and id = ${shirt.variantId}`),
  );
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'return', quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 1, note: '' });
  expect([await stateOf(claimId), await movements()]).toEqual(['done', []]);
});

it('finishes a return of a line that needed no goods without moving stock', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  await inMall(ctx, async (tx) => {
    const none = await ensureComposition(tx, ctx, []);
    await tx.execute(sql`
      update shipment_lines set composition_id = ${none} where mall_id = ${ctx.mallId}`);
  });
  const claimId = await say({ kind: 'return', quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  await receiveGoods(ctx, { claimId, goodQty: 2, defectiveQty: 0, note: '' });
  expect([await stateOf(claimId), await movements()]).toEqual(['done', []]);
});

it('still sends what waits of a line after its channel has finished the return of what was sent', async () => {
  await sendTwoOfThree();
  await decideClaims(ctx, [await say({ kind: 'return' })], 'accept');
  await say({ kind: 'return', state: 'done' }, 5);
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'shipped', wantedQty: 3 },
    { stage: 'ready', wantedQty: 1, holdKinds: [] },
  ]);
});

it.each(['return', 'exchange'] as const)(
  'lets a person settle a finished %s that holds what waits of its line',
  async (kind) => {
    await sendTwoOfThree();
    const claimId = await say({ kind, state: 'done' });
    expect((await seeShipments(ctx))[1]).toMatchObject({ holdKinds: ['claim'] });
    await decideClaims(ctx, [claimId], 'accept');
    expect((await seeShipments(ctx))[1]).toMatchObject({ wantedQty: 1, holdKinds: [] });
    expect(await stateOf(claimId)).toBe('done');
    await expect(decideClaims(ctx, [claimId], 'accept')).rejects.toThrow('claims.errors.');
  },
);

it('settles a finished return when all of it has come in', async () => {
  await sendTwoOfThree();
  const claimId = await say({ kind: 'return', state: 'done', quantity: 2 });
  const receive = () => receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  await receive();
  expect((await seeShipments(ctx))[1]).toMatchObject({ holdKinds: ['claim'] });
  await receive();
  expect((await seeShipments(ctx))[1]).toMatchObject({ wantedQty: 1, holdKinds: [] });
});

it('takes out what a finished return names and never left', async () => {
  const claimId = await say({ kind: 'return', state: 'done', quantity: 2 });
  await decideClaims(ctx, [claimId], 'accept');
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 2, holdKinds: [] },
  ]);
});

it('counts a return that has come in until its channel has heard of the approval', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'return', quantity: 1 });
  const unapproved = async () => [
    (await stageCounts(ctx)).panel.returnUnapproved,
    await count('return', 'unapproved'),
  ];
  await decideClaims(ctx, [claimId], 'accept');
  expect(await unapproved()).toEqual([0, 0]);
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await unapproved()).toEqual([1, 1]);
  await say({ kind: 'return', state: 'accepted', quantity: 1 }, 5);
  expect([await unapproved(), await stateOf(claimId)]).toEqual([[1, 1], 'done']);
  await say({ kind: 'return', state: 'done', quantity: 1 }, 6);
  await say({ kind: 'return', state: 'accepted', quantity: 1 }, 5);
  expect(await unapproved()).toEqual([0, 0]);
});

it('counts an exchange whose parcel has left until its channel hears of the number', async () => {
  await invoiceEverything(ctx);
  await shipShipments(ctx, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const claimId = await say({ kind: 'exchange', state: 'accepted', quantity: 1 });
  const items = [{ variantCode: 'SHIRT', quantity: 1 }];
  const { shipmentId } = await acceptExchange(ctx, { claimId, items });
  await receiveGoods(ctx, { claimId, goodQty: 1, defectiveQty: 0, note: '' });
  const unsent = async () => [
    (await stageCounts(ctx)).panel.exchangeUnsent,
    await count('exchange', 'unsent'),
  ];
  expect(await unsent()).toEqual([0, 0]);
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  await shipShipments(ctx, [shipmentId ?? 0]);
  expect(await unsent()).toEqual([1, 1]);
  expect(await askAnswers(ctx, { claimIds: [claimId], verb: 'send_exchange' })).toEqual({
    queued: 1,
    kept: 0,
  });
  expect(await unsent()).toEqual([0, 0]);
});

it('lists what was approved and is still to come in, the oldest on top', async () => {
  const swapped = await say({ claimNo: 'C3', lineKey: '1:2', kind: 'exchange' });
  await acceptExchange(ctx, { claimId: swapped, items: [{ variantCode: 'COAT', quantity: 1 }] });
  await invoiceEverything(ctx);
  await shipShipments({ ...ctx, now: at(1) }, [(await seeShipments(ctx))[0]?.id ?? 0]);
  const first = await say({ kind: 'return', quantity: 2 }, 2);
  const second = await say({ claimNo: 'C2', kind: 'return', state: 'done', quantity: 1 }, 2);
  expect(await listed('incoming')).toEqual([second]);
  await decideClaims({ ...ctx, now: at(3) }, [first], 'accept');
  expect(await listed('incoming')).toEqual([first, second]);
  await receiveGoods(ctx, { claimId: first, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await listed('incoming')).toEqual([first, second]);
  await receiveGoods(ctx, { claimId: first, goodQty: 0, defectiveQty: 1, note: '' });
  expect(await listed('incoming')).toEqual([second]);
});

it('finds a claim by our number, by the one of the return, and by a name', async () => {
  await invoiceEverything(ctx);
  const waybillNo = String(600_000_000_000 + ((await seeShipments(ctx))[0]?.id ?? 0));
  const raw = { pickup: { invoiceNo: '5671-2345-6789' } };
  const claimId = await say({ kind: 'return', raw });
  const found = (kind: ClaimFilter['kind'], word: string) => listed('return', { kind, word });
  expect(await found('waybillNo', waybillNo)).toEqual([claimId]);
  expect(await found('waybillNo', '567123456789')).toEqual([claimId]);
  expect(await found('waybillNo', '567123456780')).toEqual([]);
  expect(await found('name', '한서')).toEqual([claimId]);
  expect(await found('name', '서윤')).toEqual([]);
  const viewer = { ...ctx, canSeePersonalData: false };
  expect(await listed('return', { kind: 'name', word: '한서' }, viewer)).toEqual([]);
});

it('holds by a claim that is entered by hand, for a sheet order alone', async () => {
  await takeIn(ctx, channelId, [collectedOrder('2')], { source: 'sheet' });
  const ids = await lineIds();
  const entry = { kind: 'cancel' as const, qty: 1, reason: '전화 취소' };
  await expect(enterClaim(ctx, { ...entry, orderLineId: ids[0] ?? 0 })).rejects.toThrow(
    'claims.errors.channelTells',
  );
  const { claimId } = await enterClaim(ctx, { ...entry, orderLineId: ids[2] ?? 0 });
  expect((await seeShipments(ctx))[1]).toMatchObject({ holdKinds: ['claim'] });
  await decideClaims(ctx, [claimId], 'accept');
  expect((await seeShipments(ctx))[1]).toMatchObject({ stage: 'cancelled' });
});

it('shows no phone number in what was written to whom may not see one', async () => {
  const reason = '010-2345-6789 로 연락';
  const claimId = await say({ reason });
  await set(sql`hold_kinds = '{short}', hold_notes = jsonb_build_object('short', ${reason}::text)`);
  const viewer = { ...ctx, canSeePersonalData: false };
  const shown = '010-****-6789 로 연락';
  expect(await claimDetail(viewer, claimId)).toMatchObject({ reason: shown });
  expect(await claimDetail(ctx, claimId)).toMatchObject({ reason });
  expect(await shortParcels(viewer, { at: 'first', size: 20 })).toMatchObject({
    rows: [{ note: shown }],
  });
  await set(sql`hold_kinds = '{}', hold_notes = '{}'`);
  await invoiceEverything(ctx);
  await shipShipments(
    ctx,
    (await seeShipments(ctx)).map(({ id }) => id),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`update pushes set state = 'stopped' where mall_id = ${ctx.mallId}`),
  );
  expect(await stoppedPushes(viewer, { at: 'first', size: 20 })).toMatchObject({
    rows: [{ claim: { reason: shown } }],
  });
});

it('counts in the panel exactly the claims of the list behind each number', async () => {
  await say({});
  await say({ claimNo: 'C2', lineKey: '1:2', kind: 'exchange' });
  await say({ claimNo: 'C3', lineKey: '1:2', kind: 'return' });
  await say({ claimNo: 'C4', lineKey: '1:2', kind: 'return' });
  const { panel } = await stageCounts(ctx);
  const listed = [await count('cancel'), await count('exchange'), await count('return')];
  expect(listed).toEqual([1, 1, 2]);
  expect([panel.cancelRequested, panel.exchangeRequested, panel.returnRequested]).toEqual(listed);
});

/** Of the line of three two are away, and one waits in a parcel of its own. */
async function sendTwoOfThree(): Promise<void> {
  const [whole] = await seeShipments(ctx);
  const part = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select id from shipment_lines where mall_id = ${ctx.mallId} and qty = 3`,
    ),
  );
  await inMall(ctx, async (tx) => {
    await setAllocation(tx, ctx, [{ lineId: part.id, allocatedQty: 2 }]);
    await refreshShipments(tx, ctx, [whole?.id ?? 0]);
    await splitUnallocated(tx, ctx, [whole?.id ?? 0], 1);
  });
  await invoiceEverything(ctx);
  await shipShipments(ctx, [whole?.id ?? 0]);
}

const at = (minutes: number) => new Date(ctx.now.getTime() + minutes * 60_000);

/** Tells a claim as the channel does and returns its id. */
async function say(claim: Partial<CollectedClaim>, minute = 0): Promise<number> {
  const said: CollectedClaim = {
    claimNo: 'C1',
    orderNo: '1',
    lineKey: '1:1',
    kind: 'cancel',
    state: 'requested',
    quantity: 1,
    reason: '단순 변심',
    requestedAt: new Date('2026-03-02T00:10:00Z'),
    raw: {},
    ...claim,
  };
  await inMall(ctx, (tx) => intakeClaims(tx, { ...ctx, now: at(minute) }, channelId, [said]));
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select id from claims where mall_id = ${ctx.mallId} and claim_no = ${said.claimNo}`,
    ),
  );
  return id;
}

async function scanFirst(scanId = 'once') {
  const [first] = await seeShipments(ctx);
  const waybillNo = String(600_000_000_000 + (first?.id ?? 0));
  return scanWaybill(ctx, { scanId, waybillNo, scannedAt: ctx.now });
}

const set = (change: ReturnType<typeof sql>) =>
  inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set ${change} where mall_id = ${ctx.mallId}`),
  );

async function stateOf(claimId: number): Promise<string> {
  const { state } = await inMall(ctx, (tx) =>
    oneRow<{ state: string }>(
      tx,
      sql`select state from claims where mall_id = ${ctx.mallId} and id = ${claimId}`,
    ),
  );
  return state;
}

async function movements(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ said: string }>(
      tx,
      sql`select kind || ' ' || qty as said from stock_movements
        where mall_id = ${ctx.mallId} and variant_id = ${shirt.variantId}
          and kind in ('return', 'adjust') order by id`,
    ),
  );
  return found.map((movement) => movement.said);
}

async function lineIds(): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from order_lines where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return found.map((line) => line.id);
}

async function withdrawn(): Promise<[number, number]> {
  const { panel } = await stageCounts(ctx);
  return [panel.claimWithdrawn, await count('withdrawn')];
}

function pageOfClaims(search: Partial<ClaimFilter>, who = ctx) {
  const all: ClaimFilter = {
    ...{ queue: 'return', state: 'requested', period: null, channelIds: [] },
    ...{ kind: 'orderNo', word: '' },
  };
  return claimList(who, { ...all, ...search }, pageRequest(undefined, 20));
}

async function count(
  queue: ClaimFilter['queue'],
  state: ClaimFilter['state'] = 'requested',
): Promise<number> {
  return (await pageOfClaims({ queue, state })).total;
}

async function listed(
  queue: ClaimFilter['queue'],
  search: Partial<ClaimFilter> = {},
  who = ctx,
): Promise<number[]> {
  return (await pageOfClaims({ queue, ...search }, who)).rows.map((claim) => claim.id);
}

async function onlyOrder(): Promise<number> {
  const order = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select id from orders where mall_id = ${ctx.mallId}`),
  );
  return order.id;
}
