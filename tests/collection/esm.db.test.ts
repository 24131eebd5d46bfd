import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dumpMall } from '@/db/testing-data';
import { acknowledge, acknowledgeWaiting } from '@/lib/collection/acknowledgement/acknowledge';
import { recentAcknowledgements } from '@/lib/collection/acknowledgement/acknowledgement-screen';
import { requestAcknowledgement } from '@/lib/collection/acknowledgement/request-acknowledgement';
import { unacknowledged, unacknowledgedIds } from '@/lib/collection/lists';
import { recentNotifications } from '@/lib/notifications/screen';
import type { FaultKind } from '@/lib/practice/control';
import {
  acknowledgeDue,
  collectDue,
  openPracticeShop,
  type PracticeShop,
  seeLines,
  seeRuns,
  workOff,
} from './practice-shop';

let shop: PracticeShop;
afterEach(async () => {
  await shop.close();
});

describe('옥션', () => {
  beforeEach(async () => {
    shop = await openPracticeShop('옥션(모아옥션)');
  });

  it('brings every order of a cart once, and nothing the second time', async () => {
    const made = await makeOrders('auction-daily', 40);
    await collectDue(shop);
    expect((await seeLines(shop)).every((line) => line.channelState === 'acknowledged')).toBe(true);
    await collectAgain();
    const lines = await seeLines(shop);
    expect(lines).toHaveLength(made.lines);
    expect(new Set(lines.map((line) => line.orderNo)).size).toBe(made.lines);
    expect(lines.every((line) => line.lineKey === line.orderNo)).toBe(true);
    const before = await everything();
    await collectAgain();
    expect(await everything()).toEqual(before);
    expect((await seeRuns(shop)).at(-1)).toMatchObject({ added: 0, updated: 0 });
  });

  it('takes out at once what was cancelled before it was acknowledged', async () => {
    await makeOrders('auction-daily', 10);
    await collectDue(shop);
    await collectAgain();
    const waiting = (await seeLines(shop)).find((line) => line.channelState === 'paid');
    const orderNo = waiting?.orderNo ?? '';
    const { cancelledAtOnce } = await shop.control.requestCancel({
      marketplace: 'auction',
      orderNo,
    });
    expect(cancelledAtOnce).toBe(true);
    await collectAgain();
    expect((await seeLines(shop)).find((line) => line.orderNo === orderNo)).toMatchObject({
      stage: 'cancelled',
      claimState: 'cancel_done',
    });
  });
});

describe('G마켓', () => {
  const marketplace = 'gmarket';
  beforeEach(async () => {
    shop = await openPracticeShop('G마켓(모아지마켓)');
  });

  it('brings every order once, whatever goes wrong on the way', async () => {
    const made = await makeOrders('gmarket-daily', 60);
    const bodies: FaultKind[] = ['brokenBody', 'wrongBody'];
    const faults: FaultKind[] = ['duplicatePage', 'http429', 'timeout', ...bodies, 'http500'];
    for (const operation of ['RequestOrders', 'Cancels'])
      for (const fault of faults)
        await shop.control.addFault({ marketplace, operation, fault, times: 1 });
    await collectDue(shop);
    for (let round = 0; round < 12; round++) {
      shop.pass(10);
      await collectDue(shop);
      await workOff(shop);
    }
    expect((await shop.control.state()).faults).toBe(0);
    expect(await seeLines(shop)).toHaveLength(made.lines);
    expect((await seeRuns(shop)).at(-1)).toMatchObject({ state: 'done', error: null });
  });

  it('waits when it has asked too soon, without giving up', async () => {
    await makeOrders('gmarket-daily', 10);
    await shop.control.addFault({ marketplace, fault: 'http429', times: 7 });
    await collectDue(shop);
    expect(await seeRuns(shop)).toMatchObject([{ state: 'queued', error: 'busy:' }]);
    for (let attempt = 0; attempt < 7; attempt++) {
      shop.pass(10);
      await workOff(shop);
    }
    expect(await seeRuns(shop)).toMatchObject([{ state: 'done', error: null }]);
  });

  it('acknowledges, and reads the address again where the buyer has moved', async () => {
    await makeOrders('gmarket-daily', 40);
    await collectDue(shop);
    await collectAgain();
    const waiting = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
    const [first, second] = waiting;
    if (!first || !second) throw new Error('Nothing waits for acknowledgement.');
    const address1 = '서울특별시 중구 세종대로 110';
    await shop.control.changeAddress({ marketplace, orderNo: first.orderNo, address1 });
    shop.pass(1);
    const ids = waiting.map((line) => line.lineId);
    const outcomes = await acknowledge(shop.ctx(), ids, shop.open);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    const heard = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
    expect(heard.map((row) => row.unitNo).sort()).toEqual(
      waiting.map((line) => line.orderNo).sort(),
    );
    const after = await seeLines(shop);
    expect(after.every((line) => line.channelState === 'acknowledged')).toBe(true);
    const addressOf = (orderNo: string) => after.find((line) => line.orderNo === orderNo)?.address1;
    expect(addressOf(first.orderNo)).toBe(address1);
    expect(addressOf(second.orderNo)).toBe(second.address1);
  });

  it('finds an order acknowledged that was acknowledged elsewhere', async () => {
    await makeOrders('gmarket-daily', 20);
    await collectDue(shop);
    await collectAgain();
    const [waiting] = (await seeLines(shop)).filter((line) => line.channelState === 'paid');
    if (!waiting) throw new Error('Nothing waits for acknowledgement.');
    await shop.control.addFault({
      marketplace,
      operation: 'OrderCheck',
      fault: 'acceptThenDrop',
      times: 1,
    });
    const [lost] = await acknowledge(shop.ctx(), [waiting.lineId], shop.open);
    expect(lost?.outcome).toBe('unknown');
    const [found] = await acknowledge(shop.ctx(), [waiting.lineId], shop.open);
    expect(found?.outcome).toBe('already');
    const heard = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
    expect(heard).toHaveLength(1);
  });

  it('acknowledges in the background exactly what was counted, though asked twice', async () => {
    await makeOrders('gmarket-daily', 30);
    await collectDue(shop);
    await collectAgain();
    const counted = await unacknowledgedIds(shop.ctx(), []);
    await shop.control.makeOrders({ count: 30, seed: 8, shops: ['gmarket-daily'] });
    await collectAgain();
    const later = (await unacknowledgedIds(shop.ctx(), [])).filter((id) => !counted.includes(id));
    expect(later.length).toBeGreaterThan(0);
    const asked = await Promise.allSettled(
      [1, 2].map(() => requestAcknowledgement(shop.ctx(), counted)),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const check = { marketplace, operation: 'OrderCheck' } as const;
    await shop.control.addFault({ ...check, fault: 'http429', times: 3 });
    let waitedMs = 0;
    for (let busy = 0; busy < 3; busy++) {
      await acknowledgeDue(shop);
      const [waiting] = await recentAcknowledgements(shop.ctx());
      waitedMs = Date.parse(waiting?.dueAt ?? '') - shop.clock().getTime();
      shop.pass(10);
    }
    expect(waitedMs).toBeGreaterThanOrEqual(20_000);
    await acknowledgeDue(shop);
    expect(await unacknowledgedIds(shop.ctx(), [])).toEqual(later);
    const heard = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
    expect(heard).toHaveLength(counted.length);
    expect(await recentAcknowledgements(shop.ctx())).toMatchObject([
      { state: 'done', asked: counted.length, answered: counted.length, accepted: counted.length },
    ]);
  });

  it('does not give up for a busy channel and one failure, also where it only looks', async () => {
    await makeOrders('gmarket-daily', 20);
    await collectDue(shop);
    await collectAgain();
    const ids = await unacknowledgedIds(shop.ctx(), []);
    await requestAcknowledgement(shop.ctx(), ids);
    const busy = { marketplace, fault: 'http429' } as const;
    const rounds = async (operation: string, times: number) => {
      await shop.control.addFault({ ...busy, operation });
      for (let round = 0; round < times; round++) {
        await acknowledgeDue(shop);
        shop.pass(10);
      }
      await shop.control.clearFaults(busy);
    };
    await rounds('OrderCheck', 6);
    await shop.control.addFault({
      marketplace,
      operation: 'OrderCheck',
      fault: 'http500',
      times: 1,
    });
    await acknowledgeDue(shop);
    expect(await recentAcknowledgements(shop.ctx())).toMatchObject([{ state: 'queued' }]);
    shop.pass(10);
    await rounds('RequestOrders', 6);
    expect(await recentAcknowledgements(shop.ctx())).toMatchObject([{ state: 'queued' }]);
    await acknowledgeDue(shop);
    expect(await recentAcknowledgements(shop.ctx())).toMatchObject([
      { state: 'done', asked: ids.length, accepted: ids.length },
    ]);
  });

  it('looks before it asks again, and says what the marketplace refuses or leaves open', async () => {
    await makeOrders('gmarket-daily', 20);
    await collectDue(shop);
    await collectAgain();
    const ids = await unacknowledgedIds(shop.ctx(), []);
    const check = { marketplace, operation: 'OrderCheck' } as const;
    await shop.control.addFault({ ...check, fault: 'acceptThenDrop', times: 1 });
    await requestAcknowledgement(shop.ctx(), ids);
    await acknowledgeDue(shop);
    expect(await recentAcknowledgements(shop.ctx())).toMatchObject([{ state: 'queued' }]);
    shop.pass(1);
    await acknowledgeDue(shop);
    const heard = (await shop.control.journal()).filter((row) => row.kind === 'acknowledge');
    expect(new Set(heard.map((row) => row.unitNo)).size).toBe(heard.length);
    expect(await unacknowledgedIds(shop.ctx(), [])).toEqual([]);

    await shop.control.makeOrders({ count: 10, seed: 9, shops: ['gmarket-daily'] });
    await collectAgain();
    await shop.control.addFault({ ...check, fault: 'http500' });
    await requestAcknowledgement(shop.ctx(), await unacknowledgedIds(shop.ctx(), []));
    for (let attempt = 1; attempt <= 5; attempt++) {
      await acknowledgeDue(shop);
      shop.pass(10);
    }
    const left = await unacknowledged(shop.ctx(), [], { size: 20, at: 'first' });
    expect(left.rows.length).toBeGreaterThan(0);
    expect(new Set(left.rows.map((line) => line.asked?.outcome))).toContain('unknown');
    expect(left.rows.every((line) => line.asked?.outcome)).toBe(true);
    expect(await recentNotifications(shop.ctx())).toMatchObject({
      unread: 1,
      notifications: [
        {
          kind: 'acknowledgement_unheard',
          subjectId: shop.channelId,
          values: { lines: left.total },
        },
      ],
    });
  });

  it('holds for a cancel request, though its order is in no list any more', async () => {
    await makeOrders('gmarket-daily', 20);
    await collectDue(shop);
    const [first] = await seeLines(shop);
    const orderNo = first?.orderNo ?? '';
    shop.pass(1);
    await shop.control.requestCancel({ marketplace, orderNo, reason: '단순 변심' });
    await collectAgain();
    expect((await seeLines(shop)).find((line) => line.orderNo === orderNo)).toMatchObject({
      claimState: 'cancel_requested',
      holdKinds: ['claim'],
    });
    const before = await everything();
    await collectAgain();
    expect(await everything()).toEqual(before);
  });

  it('brings a gift when it is accepted, however long ago it was paid', async () => {
    await makeOrders('gmarket-daily', 5, { giftShare: 1 });
    await collectDue(shop);
    await collectAgain();
    expect(await seeLines(shop)).toEqual([]);
    const [gift] = await shop.control.orders({ shop: 'gmarket-daily' });
    shop.pass(3 * 24 * 60);
    const address1 = '서울특별시 중구 세종대로 110';
    const orderNo = gift?.orderNo ?? '';
    await shop.control.changeAddress({ marketplace, orderNo, address1 });
    await collectAgain();
    expect(await seeLines(shop)).toMatchObject([{ orderNo, address1, holdKinds: [] }]);
  });

  it('leaves 풀필먼트 스타배송 to its own logistics: history, of which nobody tells G마켓', async () => {
    const made = await makeOrders('gmarket-daily', 6, { marketShippedShare: 1 });
    await collectDue(shop);
    await collectAgain();
    const lines = await seeLines(shop);
    expect(lines).toHaveLength(made.lines);
    expect(lines.every((line) => line.stage === 'shipped' && !line.isUnacknowledged)).toBe(true);
    await acknowledgeWaiting(shop.ctx(), shop.channelId, shop.open);
    expect(await shop.control.journal()).toEqual([]);
  });
});

function makeOrders(
  key: string,
  count: number,
  given: { giftShare?: number; marketShippedShare?: number } = {},
) {
  return shop.control.makeOrders({ count, seed: 7, shops: [key], ...given });
}

async function collectAgain() {
  shop.pass(60);
  await collectDue(shop);
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
  ]);
}
