import { afterEach, beforeEach, expect, it } from 'vitest';
import { dumpMall } from '@/db/testing-data';
import { channelOf } from '@/lib/channels/registry';
import { acknowledge, acknowledgeWaiting } from '@/lib/collection/acknowledgement/acknowledge';
import { requestAcknowledgement } from '@/lib/collection/acknowledgement/request-acknowledgement';
import { unacknowledged, unacknowledgedIds } from '@/lib/collection/lists';
import { faultKinds } from '@/lib/practice/control';
import { enterOrder } from '@/lib/registration/enter-order';
import { orderFormSchema } from '@/lib/registration/order-form';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { pushDue } from '@/lib/shipping/pushes/push';
import { shipShipments } from '@/lib/shipping/ship';
import {
  acknowledgeDue,
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
  workOff,
} from './practice-shop';

const marketplace = '11st';
const shopKey = '11st-daily';

let shop: PracticeShop;
beforeEach(async () => {
  shop = await openPracticeShop('11번가(moadaily11)');
});
afterEach(async () => {
  await shop.close();
});

it('takes at first only 배송준비중, then the rest, each line once and under 주문번호-주문순번', async () => {
  const made = await makeOrders(60);
  await collectDue(shop);
  const first = await seeLines(shop);
  expect(first.length).toBeGreaterThan(0);
  expect(first.every((line) => line.channelState === 'acknowledged')).toBe(true);
  shop.pass(10);
  await collectDue(shop);
  const lines = await seeLines(shop);
  expect(lines).toHaveLength(made.lines);
  expect(lines.some((line) => line.channelState === 'paid' && line.isUnacknowledged)).toBe(true);
  expect(await linesThere()).toEqual(lines.map(({ lineKey, unitNo }) => `${lineKey} ${unitNo}`));
});

it('changes nothing when it collects the same again, also from a list that repeats itself', async () => {
  await makeOrders(40);
  await collectTwice();
  const before = await everything();
  await shop.control.addFault({ marketplace, fault: 'duplicatePage' });
  shop.pass(10);
  await collectDue(shop);
  expect(await everything()).toEqual(before);
  expect((await seeRuns(shop)).at(-1)).toMatchObject({ kind: 'window', added: 0, updated: 0 });
});

it.each([
  ['http500', 'unavailable'],
  ['brokenBody', 'answer'],
  ['http429', 'busy'],
] as const)('backs off after %s and then goes on', async (fault, kind) => {
  await makeOrders(20);
  await shop.control.addFault({ marketplace, operation: 'packaging', fault, times: 1 });
  await collectDue(shop);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'queued' }]);
  expect((await seeRuns(shop))[0]?.error).toMatch(new RegExp(`^${kind}:`));
  shop.pass(2);
  await workOff(shop);
  expect(await seeRuns(shop)).toMatchObject([{ state: 'done', attempts: 2, error: null }]);
});

it('sees every cancel: at once before 발주확인, as a request after it, and the part of a line', async () => {
  await makeOrders(40);
  await collectTwice();
  const lines = await seeLines(shop);
  const waiting = lines.find((line) => line.channelState === 'paid');
  const accepted = lines.find((line) => line.channelState === 'acknowledged');
  if (!waiting || !accepted) throw new Error('No such orders.');
  const several = await waitingPieces(waiting.orderNo);
  for (const { orderNo } of [waiting, accepted])
    await shop.control.requestCancel({ marketplace, orderNo, reason: '단순 변심' });
  await shop.control.requestCancel({
    marketplace,
    orderNo: several.orderNo,
    lines: [{ lineKey: several.lineKey, quantity: 1 }],
  });
  shop.pass(10);
  await collectDue(shop);
  const after = await seeLines(shop);
  const of = (orderNo: string) => after.filter((line) => line.orderNo === orderNo);
  expect(of(waiting.orderNo).every((line) => line.stage === 'cancelled')).toBe(true);
  expect(of(accepted.orderNo).every((line) => line.holdKinds.includes('claim'))).toBe(true);
  const lineKey = `${several.orderNo}-${several.lineKey}`;
  expect(after.find((line) => line.lineKey === lineKey)).toMatchObject({ cancelledQty: 1 });
});

it('acknowledges each line once, and reads the address once more', async () => {
  await makeOrders(40);
  await collectTwice();
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  const [first] = waiting;
  if (!first) throw new Error('Nothing waits for acknowledgement.');
  await shop.control.changeAddress({
    marketplace,
    orderNo: first.orderNo,
    postcode: '04524',
    address1: '서울특별시 중구 세종대로 110',
    address2: '7층 뷁호',
  });
  const lineIds = waiting.map((line) => line.lineId);
  const outcomes = await acknowledge(shop.ctx(), lineIds, shop.open);
  expect(new Set(outcomes.map((outcome) => outcome.outcome))).toEqual(new Set(['accepted']));
  const journal = await shop.control.journal();
  const accepted = journal.flatMap(({ orderNo, lineKeys }) =>
    lineKeys.map((seq) => `${orderNo}-${seq}`),
  );
  expect(accepted.sort()).toEqual(waiting.map((line) => line.lineKey).sort());
  const after = await seeLines(shop);
  expect(after.every((line) => line.channelState === 'acknowledged')).toBe(true);
  const moved = after.filter((line) => line.orderNo === first.orderNo);
  expect(moved.every((line) => line.address1 === '서울특별시 중구 세종대로 110')).toBe(true);
});

it('takes an acknowledgement whose answer was lost for what the order shows', async () => {
  await makeOrders(20);
  await collectTwice();
  const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
  const lineIds = waiting.map((line) => line.lineId);
  await shop.control.addFault({ marketplace, fault: 'acceptThenDrop', times: 1 });
  await acknowledge(shop.ctx(), lineIds, shop.open);
  const again = await acknowledge(shop.ctx(), lineIds, shop.open);
  expect(again.map((outcome) => outcome.outcome)).toContain('already');
  const after = await seeLines(shop);
  expect(after.every((line) => line.channelState === 'acknowledged')).toBe(true);
  const units = (await shop.control.journal()).map(({ orderNo, lineKeys }) => [orderNo, lineKeys]);
  expect(new Set(units.map((unit) => JSON.stringify(unit))).size).toBe(units.length);
});

it('goes through a day of faults: every line once, every cancel seen', async () => {
  await makeOrders(60);
  const kinds = ['http429', 'http500', 'timeout', 'brokenBody', 'duplicatePage', 'reorderPage'];
  for (const fault of faultKinds.filter((kind) => kinds.includes(kind)))
    await shop.control.addFault({ marketplace, fault, times: 1 });
  for (let tick = 0; tick < 10; tick++) {
    await collectDue(shop);
    shop.pass(10);
  }
  expect((await shop.control.state()).faults).toBe(0);
  const lines = await seeLines(shop);
  expect(lines.map(({ lineKey, unitNo }) => `${lineKey} ${unitNo}`)).toEqual(await linesThere());

  for (const fault of ['partialFailure', 'acceptThenDrop', 'cancelAfterAcknowledge'] as const)
    await shop.control.addFault({ marketplace, fault, times: 1 });
  for (let round = 0; round < 4; round++) {
    const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
    const lineIds = waiting.map((line) => line.lineId);
    await acknowledge(shop.ctx(), lineIds, shop.open);
  }
  shop.pass(60);
  await collectDue(shop);
  expect((await shop.control.state()).faults).toBe(0);
  const there = await shop.control.orders({ shop: shopKey });
  const claimed = there.filter(({ statuses }) => statuses.includes('701'));
  expect(claimed.length).toBeGreaterThan(0);
  const after = await seeLines(shop);
  const held = after.filter((line) => line.holdKinds.includes('claim'));
  expect(new Set(held.map((line) => line.orderNo))).toEqual(
    new Set(claimed.map(({ orderNo }) => orderNo)),
  );
  const unaccepted = after.filter((line) => line.channelState === 'paid');
  expect(
    unaccepted.every((line) => line.stage === 'cancelled' || line.holdKinds.includes('claim')),
  ).toBe(true);
  const told = (await shop.control.journal()).flatMap(({ orderNo, lineKeys }) =>
    lineKeys.map((seq) => `${orderNo}-${seq}`),
  );
  expect(new Set(told).size).toBe(told.length);
});

it('holds what was shipped in the seller centre', async () => {
  await makeOrders(20);
  await collectTwice();
  const line = (await seeLines(shop)).find(({ channelState }) => channelState === 'acknowledged');
  const connection = await shop.open(shop.ctx(), shop.channelId);
  if (!line || !connection) throw new Error('Nothing to ship.');
  const [shipped] =
    (await channelOf(marketplace)?.push(connection, [
      {
        unitNo: line.unitNo,
        orderNo: line.orderNo,
        lines: [{ lineKey: line.lineKey, quantity: 1 }],
        courierCode: '00034',
        waybillNo: '684809623814',
        kind: 'first',
        previousWaybillNo: null,
      },
    ])) ?? [];
  expect(shipped?.outcome).toBe('accepted');
  shop.pass(10);
  await collectDue(shop);
  const after = (await seeLines(shop)).find(({ lineKey }) => lineKey === line.lineKey);
  expect(after).toMatchObject({ channelState: 'shipping', holdKinds: ['shipped_by_channel'] });
});

it('waits for 발주확인 of what was typed in and left before 11번가 told of it, and then tells its number', async () => {
  await makeOrders(10, { acknowledgedShare: 0 });
  const there = await shop.control.orders({ shop: shopKey });
  const { orderNo = '', lines: sold = [] } =
    there.find(({ lines }) => lines.length === 1 && lines[0]?.lineKey === '1') ?? {};
  const form = {
    channelId: shop.channelId,
    orderNo,
    recipientName: '한도윤',
    recipientMobile: '010-2345-6789',
    address1: '서울특별시 중구 세종대로 110',
    lines: [{ productName: '셔츠', quantity: sold[0]?.quantity }],
  };
  await enterOrder(shop.ctx(), orderFormSchema.parse(form));
  await invoiceAll(shop);
  const parcels = (await seeShipments(shop.ctx())).map(({ id }) => id);
  await shipShipments(shop.ctx(), parcels);
  await collectTwice();
  const page = await unacknowledged(shop.ctx(), [], { size: 50, at: 'first' });
  const [left, ...others] = page.rows.filter((line) => line.hasLeft);
  expect([left?.orderNo, others.length]).toEqual([orderNo, 0]);
  const counts = [page.total, (await stageCounts(shop.ctx())).panel.unacknowledged];
  expect(counts).toEqual([page.rows.length, page.rows.length]);
  await requestAcknowledgement(shop.ctx(), [left?.lineId ?? 0]);
  await acknowledgeDue(shop);
  expect(await unacknowledgedIds(shop.ctx(), [])).not.toContain(left?.lineId);
  await pushDue(shop.ctx(), shop.open);
  const told = (await shop.control.journal()).filter((row) => row.orderNo === orderNo);
  expect(told.map(({ kind }) => kind)).toEqual(['acknowledge', 'ship']);
});

it('leaves 슈팅배송 to 11번가: it is history, and nobody tells 11번가 of it', async () => {
  const made = await makeOrders(6, { marketShippedShare: 1 });
  await collectTwice();
  const lines = await seeLines(shop);
  expect(lines).toHaveLength(made.lines);
  expect(lines.every((line) => line.stage === 'shipped' && !line.isUnacknowledged)).toBe(true);
  await acknowledgeWaiting(shop.ctx(), shop.channelId, shop.open);
  expect(await shop.control.journal()).toEqual([]);
});

it('keeps a gift waiting, unacknowledged, until it is accepted', async () => {
  await makeOrders(4, { giftShare: 1 });
  await collectTwice();
  const gifts = await seeLines(shop);
  expect(gifts.length).toBeGreaterThan(0);
  expect(gifts.every((line) => line.address1 === '')).toBe(true);
  expect(gifts.every((line) => line.holdKinds.includes('no_address'))).toBe(true);
  const lineIds = gifts.map((line) => line.lineId);
  const asked = await acknowledge(shop.ctx(), lineIds, shop.open);
  expect(new Set(asked.map(({ outcome }) => outcome))).toEqual(new Set(['no_address']));
  expect(await shop.control.journal()).toEqual([]);

  for (const orderNo of new Set(gifts.map((line) => line.orderNo)))
    await shop.control.changeAddress({
      marketplace,
      orderNo,
      address1: '서울특별시 중구 세종대로 110',
    });
  shop.pass(60);
  await collectDue(shop);
  const told = await seeLines(shop);
  expect(told.every((line) => line.address1 === '서울특별시 중구 세종대로 110')).toBe(true);
  expect(told.every((line) => line.holdKinds.length === 0)).toBe(true);
  const accepted = await acknowledge(shop.ctx(), lineIds, shop.open);
  expect(new Set(accepted.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
});

function makeOrders(
  count: number,
  given: { giftShare?: number; marketShippedShare?: number; acknowledgedShare?: number } = {},
) {
  return shop.control.makeOrders({ count, seed: 7, shops: [shopKey], ...given });
}

/** The first collection leaves out what waits for acknowledgement; the second takes it. */
async function collectTwice() {
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
}

/** A line of several pieces that waits for 발주확인, of another order than this. */
async function waitingPieces(otherOrderNo: string) {
  const orders = await shop.control.orders({ shop: shopKey });
  const found = orders
    .filter(({ orderNo }) => orderNo !== otherOrderNo)
    .flatMap(({ orderNo, lines }) => lines.map((line) => ({ orderNo, ...line })))
    .find(({ status, quantity }) => status === '202' && quantity > 1);
  if (!found) throw new Error('No line of several pieces waits.');
  return found;
}

async function linesThere(): Promise<string[]> {
  const orders = await shop.control.orders({ shop: shopKey });
  return orders
    .flatMap(({ orderNo, unitNo, lines }) =>
      lines.map(({ lineKey }) => `${orderNo}-${lineKey} ${unitNo}`),
    )
    .sort();
}

function everything() {
  return dumpMall(shop.ctx(), [
    'orders',
    'order_lines',
    'order_documents',
    'recipients',
    'shipments',
    'shipment_lines',
    'claims',
    'quarantined_orders',
    'audit_events',
  ]);
}
