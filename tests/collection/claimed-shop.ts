import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { ClaimVerb } from '@/lib/channels/telling';
import { type AskedAnswer, askAnswers } from '@/lib/claims/answers/ask';
import { answersOfClaim } from '@/lib/claims/answers/screen';
import { answerWork } from '@/lib/claims/answers/store';
import { requestCollection } from '@/lib/collection/request';
import { inMall } from '@/lib/context';
import { sendAnswer } from '@/lib/flows/send-answer';
import { takeWork } from '@/lib/leases/lease';
import { pushDue } from '@/lib/shipping/pushes/push';
import { shipShipments } from '@/lib/shipping/ship';
import {
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
  workOff,
} from './practice-shop';

const names = {
  coupang: '쿠팡(모아데일리)',
  smartstore: '스마트스토어(모아스토어)',
  '11st': '11번가(moadaily11)',
  gmarket: 'G마켓(모아지마켓)',
  auction: '옥션(모아옥션)',
  cafe24: '카페24(moadaily)',
};
const shops = {
  coupang: 'coupang-daily',
  smartstore: 'smartstore-daily',
  '11st': '11st-daily',
  gmarket: 'gmarket-daily',
  auction: 'auction-daily',
  cafe24: 'cafe24-daily',
};
export type Market = keyof typeof names;

export type Claim = {
  id: number;
  waybillNo: string | null;
  orderNo: string;
  kind: string;
  state: string;
  qty: number;
  cancelledQty: number;
  holds: string[];
};

/** Practice shops of which one sells at a time, and what is asked and told about their claims. */
export async function openClaimedShop() {
  const shop = await openPracticeShop(names.coupang);
  /** Where the journal stood when the last order was made. */
  let journalledBefore = 0;

  /** An acknowledged order of this market alone, collected; in a parcel with a number when asked for. */
  async function anOrder(market: Market, { isInvoiced = false } = {}) {
    await sellOnly(market);
    const seen = (await shop.control.orders({ shop: shops[market] })).at(-1)?.id ?? 0;
    const wishes = { shops: [shops[market]], acknowledgedShare: 1, spreadMinutes: 1 };
    await shop.control.makeOrders({ ...wishes, count: 1 });
    const [made] = await shop.control.orders({ shop: shops[market], afterId: seen });
    if (!made) throw new Error('No order.');
    await passAndCollect();
    if (isInvoiced) await invoiceAll(shop);
    journalledBefore = (await shop.control.journal()).at(-1)?.id ?? 0;
    return { orderNo: made.orderNo, lines: made.lines.slice(0, 1) };
  }

  /** The buyer asks to cancel the first line. */
  async function aCancel(market: Market, wishes?: { isInvoiced: boolean }): Promise<Claim> {
    const order = await anOrder(market, wishes);
    await shop.control.requestCancel({ marketplace: market, ...order });
    await passAndCollect();
    return claimOf(order.orderNo);
  }

  /** The goods have left and the marketplace knows it. */
  async function aShippedOrder(market: Market) {
    const order = await anOrder(market, { isInvoiced: true });
    const parcels = await seen<{ id: number }>(sql`
      select distinct part.shipment_id as id from shipment_lines part
      join orders on orders.mall_id = part.mall_id and orders.id = part.order_id
      where part.mall_id = ${mallId} and orders.order_no = ${order.orderNo}`);
    await shipShipments(
      shop.ctx(),
      parcels.map(({ id }) => id),
    );
    await pushDue(shop.ctx(), shop.open);
    journalledBefore = (await shop.control.journal()).at(-1)?.id ?? 0;
    return order;
  }

  async function aReturn(market: Market): Promise<Claim> {
    const order = await aShippedOrder(market);
    await shop.control.requestCancel({ marketplace: market, ...order });
    await passAndCollect();
    return claimOf(order.orderNo);
  }

  async function anExchange(market: Market): Promise<Claim> {
    const { orderNo, lines } = await aShippedOrder(market);
    const lineKey = lines[0]?.lineKey ?? '';
    await shop.control.requestExchange({ marketplace: market, orderNo, lineKey });
    await passAndCollect();
    return claimOf(orderNo);
  }

  const ask = ({ id }: Claim, verb: ClaimVerb, said: Partial<AskedAnswer> = {}) =>
    askAnswers(shop.ctx(), { claimIds: [id], verb, ...said });

  /** Everything that is due, one after the other, as the jobs process does. */
  async function sendAll(open: PracticeShop['open'] = shop.open) {
    const { signal } = new AbortController();
    for (;;) {
      const lease = await takeWork(shop.ctx(), answerWork);
      if (!lease) return;
      await sendAnswer(shop.ctx(), lease, { clock: shop.clock, signal, open });
    }
  }

  /** What is written arrives, but no answer comes back. */
  function losingAnswers(): PracticeShop['open'] {
    const isWriting = (url: string, method = 'GET') =>
      method === 'PUT' ||
      /\/claim\/(cancel|return|exchange)\/|req(conf|reject)\/|\/(invoices|resend)$/.test(url);
    return async (...wanted) => {
      const connection = await shop.open(...wanted);
      if (!connection) return null;
      const lost: typeof fetch = async (input, init) => {
        const answer = await connection.fetch(input, init);
        if (!isWriting(String(input), init?.method)) return answer;
        await answer.arrayBuffer();
        throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      };
      return { ...connection, fetch: lost };
    };
  }

  async function passAndCollect() {
    shop.pass(10);
    await collectDue(shop);
  }

  /** 주문통합수집 of the last three days. */
  async function collectByHand() {
    const now = shop.clock();
    const from = new Date(now.getTime() - 3 * 24 * 3_600_000);
    const channels = await seen<{ id: number }>(sql`
      select id from channels where mall_id = ${mallId} and is_active`);
    const channelIds = channels.map(({ id }) => id);
    await requestCollection(shop.ctx(), { channelIds, period: { from, until: now } });
    await workOff(shop);
  }

  const { mallId } = shop.ctx();
  const seen = <Row extends object>(statement: ReturnType<typeof sql>) =>
    inMall(shop.ctx(), (tx) => rows<Row>(tx, statement));

  async function sellOnly(market: Market) {
    await seen(sql`
      update channels set is_active = (name = ${names[market]}) where mall_id = ${mallId}`);
  }

  async function answersTo({ id }: Claim) {
    const found = await answersOfClaim(shop.ctx(), id);
    return found.map(({ verb, state, answerMessage }) => [verb, state, answerMessage]);
  }

  async function journal() {
    return shop.control.journal({ afterId: journalledBefore });
  }

  async function claimOf(orderNo: string): Promise<Claim> {
    const [claim] = await seen<Claim>(sql`
      select claim.id, parcel.waybill_no as "waybillNo", orders.order_no as "orderNo", claim.kind,
        claim.state, claim.qty, line.cancelled_qty as "cancelledQty", parcel.hold_kinds as holds
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      left join lateral (
        select shipment.waybill_no, shipment.hold_kinds
        from shipment_lines part
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where part.mall_id = line.mall_id and part.order_line_id = line.id
        order by shipment.id limit 1
      ) parcel on true
      where claim.mall_id = ${mallId} and orders.order_no = ${orderNo}
      order by claim.id limit 1`);
    if (!claim) throw new Error('No claim.');
    return claim;
  }

  return {
    shop,
    aCancel,
    aReturn,
    anExchange,
    ask,
    sendAll,
    losingAnswers,
    passAndCollect,
    collectByHand,
    answersTo,
    journal,
    now: ({ orderNo }: Claim) => claimOf(orderNo),
  };
}

export type ClaimedShop = Awaited<ReturnType<typeof openClaimedShop>>;
