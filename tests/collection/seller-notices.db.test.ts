import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { decideClaims } from '@/lib/flows/decide-claim';
import { settleNoticeByHand } from '@/lib/flows/settle-notice';
import { tellNotice } from '@/lib/flows/tell-notice';
import { takeWork } from '@/lib/leases/lease';
import { askNotices, type Notice } from '@/lib/notices/ask';
import { noticesOf } from '@/lib/notices/screen';
import { noticeWork } from '@/lib/notices/store';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { collectDue, openPracticeShop, type PracticeShop } from './practice-shop';

let shop: PracticeShop;
afterEach(async () => {
  await shop.close();
});

const names = {
  smartstore: '스마트스토어(모아스토어)',
  '11st': '11번가(moadaily11)',
  gmarket: 'G마켓(모아지마켓)',
  coupang: '쿠팡(모아데일리)',
};
const shops = {
  smartstore: 'smartstore-daily',
  '11st': '11st-daily',
  gmarket: 'gmarket-daily',
  coupang: 'coupang-daily',
};
type Market = keyof typeof names;

const soldOut: Notice = { kind: 'sold_out', detail: '재고가 없습니다' };

it.each(['smartstore', 'gmarket'] as const)(
  'tells %s that an order leaves later, and is late only after that day',
  async (market) => {
    const [line] = await acknowledged(market);
    const shipOn = dayAhead(5);
    const asked = await askNotices(shop.ctx(), lineOf(line), delayed(shipOn));
    expect(asked).toMatchObject({ queued: 1, byHand: 0, kept: 0 });
    await tellAll();
    expect(await states()).toEqual([['done', '']]);
    expect(await journal('delay')).toMatchObject([{ orderNo: line?.orderNo }]);
    expect(await shipByOf(line?.id)).toBe(`${shipOn} 23:59:59`);
    shop.pass(10);
    await collectDue(shop);
    expect(await shipByOf(line?.id)).toBe(`${shipOn} 23:59:59`);
  },
);

it('tells nobody twice of one day, and of a later one again', async () => {
  const [line] = await acknowledged('smartstore');
  const id = (await parcelOf(line?.id))?.id ?? 0;
  const marked = async () => (await parcelMarks(shop.ctx(), [id])).get(id);
  expect(await marked()).toBeUndefined();
  await askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(5)));
  await tellAll();
  expect(await marked()).toMatchObject({ delayedTo: dayAhead(5) });
  for (const days of [4, 5])
    await expect(askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(days)))).rejects.toThrow(
      'nothing',
    );
  const again = await askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(6)));
  expect(again).toMatchObject({ queued: 1 });
});

it.each(['smartstore', '11st'] as const)(
  'tells %s that a line is sold out: held at once, and out of its parcel when that is taken',
  async (market) => {
    const [line, other] = await acknowledged(market);
    expect(await askNotices(shop.ctx(), lineOf(line), soldOut)).toMatchObject({ queued: 1 });
    expect(await parcelOf(line?.id)).toMatchObject({ holds: ['claim'], left: line?.qty });
    await tellAll();
    expect(await states()).toEqual([['done', '']]);
    expect(await journal('sold_out')).toHaveLength(1);
    expect(await parcelOf(line?.id)).toMatchObject({ left: 0 });
    expect(await parcelOf(other?.id)).toMatchObject({ left: other?.qty });
    shop.pass(10);
    await collectDue(shop);
    expect(await parcelOf(line?.id)).toMatchObject({ left: 0 });
  },
);

it('believes what the marketplace shows where its answer was lost, and asks it once', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await tellAll(losing);
  expect(await states()).toEqual([['queued', expect.any(String)]]);
  shop.pass(20);
  await tellAll();
  expect(await states()).toEqual([['done', '']]);
  expect(await journal('sold_out')).toHaveLength(1);
  expect(await parcelOf(line?.id)).toMatchObject({ left: 0 });
});

it('keeps a refusal with its words; withdrawn, the parcel goes on', async () => {
  const [line] = await acknowledged('smartstore');
  await shop.control.requestCancel({ marketplace: 'smartstore', orderNo: line?.orderNo ?? '' });
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await tellAll();
  expect(await states()).toEqual([['failed', '상품주문 상태 확인이 필요합니다.']]);
  const [notice] = await noticesOf(shop.ctx(), line?.orderId ?? 0);
  await settleNoticeByHand(shop.ctx(), { id: notice?.id ?? 0, decision: 'withdraw' });
  expect(await parcelOf(line?.id)).toMatchObject({ holds: [], left: line?.qty });
});

it('is broken off with the process that tells it', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  const given: unknown[] = [];
  await tellAll((...wanted) => {
    given.push(wanted[2]);
    return shop.open(...wanted);
  });
  expect(given).toEqual([signal]);
});

it('is not told any more once a person has refused to take the line back', async () => {
  const [line, other] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await askNotices(shop.ctx(), lineOf(other), soldOut);
  const lease = await takeWork(shop.ctx(), noticeWork);
  const [taken, waiting] = await claimIds();
  await expect(decideClaims(shop.ctx(), [taken ?? 0], 'reject')).rejects.toMatchObject({
    messageKey: 'claims.errors.beingAnswered',
  });
  await decideClaims(shop.ctx(), [waiting ?? 0], 'reject');
  if (lease) await tellNotice(shop.ctx(), lease, worldOf(shop.open));
  await tellAll();
  expect(await states()).toEqual([
    ['done', ''],
    ['withdrawn', ''],
  ]);
  expect(await journal('sold_out')).toMatchObject([{ orderNo: line?.orderNo }]);
  expect(await parcelOf(other?.id)).toMatchObject({ holds: [], left: other?.qty });
});

it('refuses nothing that the marketplace may have done already', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await tellAll(losing);
  const ids = await claimIds();
  const reject = () => decideClaims(shop.ctx(), ids, 'reject');
  await expect(reject()).rejects.toMatchObject({ messageKey: 'claims.errors.beingAnswered' });
  await seen(sql`update seller_notices set state = 'unknown' where mall_id = ${shop.ctx().mallId}`);
  await expect(reject()).rejects.toMatchObject({ messageKey: 'claims.errors.soldOutUnknown' });
  const [notice] = await noticesOf(shop.ctx(), line?.orderId ?? 0);
  await settleNoticeByHand(shop.ctx(), { id: notice?.id ?? 0, decision: 'withdraw' });
  expect(await parcelOf(line?.id)).toMatchObject({ holds: [], left: line?.qty });
});

it('is told after all once the refusal is taken back', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await decideClaims(shop.ctx(), await claimIds(), 'reject');
  expect(await states()).toEqual([['withdrawn', '']]);
  await decideClaims(shop.ctx(), await claimIds(), 'reopen');
  expect(await states()).toEqual([['queued', '']]);
  await tellAll();
  expect(await states()).toEqual([['done', '']]);
  expect(await journal('sold_out')).toHaveLength(1);
  expect(await parcelOf(line?.id)).toMatchObject({ left: 0 });
});

it('asks for nothing back that is to be sent after all, however it came to that', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), soldOut);
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`update claims set state = 'withdrawn' where mall_id = ${shop.ctx().mallId}`),
  );
  await tellAll();
  expect(await states()).toEqual([['withdrawn', '']]);
  expect(await journal('sold_out')).toEqual([]);
});

it('waits for a person where there is no API, and takes the line out at his word', async () => {
  const [line] = await acknowledged('coupang');
  expect(await askNotices(shop.ctx(), lineOf(line), soldOut)).toMatchObject({ byHand: 1 });
  await tellAll();
  expect(await states()).toEqual([['by_hand', '']]);
  expect(await parcelOf(line?.id)).toMatchObject({ holds: ['claim'] });
  const [notice] = await noticesOf(shop.ctx(), line?.orderId ?? 0);
  await settleNoticeByHand(shop.ctx(), { id: notice?.id ?? 0, decision: 'done' });
  expect(await states()).toEqual([['done', '']]);
  expect(await parcelOf(line?.id)).toMatchObject({ left: 0 });
  expect(await journal('sold_out')).toEqual([]);
});

it('is asked once of a line, for a day to come, of what has not left', async () => {
  const [line] = await acknowledged('smartstore');
  await askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(3)));
  await expect(askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(4)))).rejects.toMatchObject({
    messageKey: 'notices.errors.nothing',
  });
  await expect(askNotices(shop.ctx(), lineOf(line), delayed(dayAhead(0)))).rejects.toMatchObject({
    messageKey: 'notices.errors.shipOn',
  });
});

type Line = { id: number; orderId: number; orderNo: string; qty: number };

/** Acknowledged orders of one marketplace, collected: a line of each. */
async function acknowledged(market: Market): Promise<Line[]> {
  shop = await openPracticeShop(names[market]);
  await shop.control.makeOrders({ count: 3, shops: [shops[market]], acknowledgedShare: 1 });
  await collectDue(shop);
  return seen<Line>(sql`
    select distinct on (orders.id) line.id, orders.id as "orderId",
      orders.order_no as "orderNo", line.qty
    from order_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where line.mall_id = ${shop.ctx().mallId} and line.channel_state = 'acknowledged'
    order by orders.id, line.id`);
}

const lineOf = (line: Line | undefined) => ({ lines: [{ lineId: line?.id ?? 0 }] });

const delayed = (shipOn: string): Notice => ({
  kind: 'delay',
  reason: 'preparing',
  detail: '입고가 늦어지고 있습니다',
  shipOn,
});

const dayAhead = (days: number) =>
  new Date(shop.ctx().now.getTime() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** The marketplace takes it, and its answer is lost. */
const losing: PracticeShop['open'] = async (...wanted) => {
  const connection = await shop.open(...wanted);
  if (!connection) return null;
  const lost: typeof fetch = async (input, init) => {
    const answer = await connection.fetch(input, init);
    if (!String(input).includes('/claim/cancel/request')) return answer;
    await answer.arrayBuffer();
    throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
  };
  return { ...connection, fetch: lost };
};

/** Everything that is due, one after the other, as the jobs process does. */
async function tellAll(open: PracticeShop['open'] = shop.open) {
  for (;;) {
    const lease = await takeWork(shop.ctx(), noticeWork);
    if (!lease) return;
    await tellNotice(shop.ctx(), lease, worldOf(open));
  }
}

const { signal } = new AbortController();
const worldOf = (open: PracticeShop['open']) => ({ clock: () => shop.ctx().now, open, signal });

const seen = <Row extends object>(statement: ReturnType<typeof sql>) =>
  inMall(shop.ctx(), (tx) => rows<Row>(tx, statement));

async function states() {
  const found = await seen<{ state: string; message: string }>(sql`
    select state, answer_message as message from seller_notices
    where mall_id = ${shop.ctx().mallId} order by id`);
  return found.map(({ state, message }) => [state, message]);
}

async function shipByOf(lineId = 0) {
  const [line] = await seen<{ at: string }>(sql`
    select to_char(ship_by at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI:SS') as at
    from order_lines where mall_id = ${shop.ctx().mallId} and id = ${lineId}`);
  return line?.at;
}

async function parcelOf(lineId = 0) {
  const [parcel] = await seen<{ id: number; holds: string[]; left: number }>(sql`
    select shipment.id, shipment.hold_kinds as holds, line.qty - line.cancelled_qty as left
    from order_lines line
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where line.mall_id = ${shop.ctx().mallId} and line.id = ${lineId}`);
  return parcel;
}

async function claimIds() {
  const found = await seen<{ id: number }>(
    sql`select id from claims where mall_id = ${shop.ctx().mallId} order by id`,
  );
  return found.map(({ id }) => id);
}

async function journal(kind: 'delay' | 'sold_out') {
  return (await shop.control.journal()).filter((row) => row.kind === kind);
}
