import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import type { ClaimVerb } from '@/lib/channels/channel';
import { askAnswers } from '@/lib/claims/answers/ask';
import { answersOfClaim } from '@/lib/claims/answers/screen';
import { answerWork } from '@/lib/claims/answers/store';
import { inMall } from '@/lib/context';
import { decideClaims } from '@/lib/flows/decide-claim';
import { sendAnswer } from '@/lib/flows/send-answer';
import { settleAnswerByHand } from '@/lib/flows/settle-answer';
import { takeWork } from '@/lib/jobs/lease';
import { collectDue, invoiceAll, openPracticeShop, type PracticeShop } from './practice-shop';

let shop: PracticeShop;
/** Where the journal stood when the test began. */
let journalledBefore = 0;
beforeAll(async () => {
  shop = await openPracticeShop(names.coupang);
});
afterEach(async () => {
  await checkInvariants();
  await shop.control.clearFaults();
});
afterAll(() => shop.close());

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
type Market = keyof typeof names;

const approving = ['coupang', 'smartstore', '11st', 'gmarket', 'auction'] as const;
const rejecting = ['coupang', '11st', 'gmarket', 'auction'] as const;

describe.each(approving)('%s', (market) => {
  it('is told that a cancel is agreed to, and its units leave here', async () => {
    const claim = await aCancel(market);
    await ask(claim, 'approve_cancel');
    expect(await now(claim)).toMatchObject({ state: 'requested', cancelledQty: 0 });
    await sendAll();
    expect(await answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
    expect(await journal()).toHaveLength(1);
    shop.pass(10);
    await collectDue(shop);
    expect(await now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
  });

  it('has agreed already in the seller centre: that counts', async () => {
    const claim = await aCancel(market);
    await ask(claim, 'approve_cancel');
    await sendAll();
    await forgetAnswer(claim);
    await ask(claim, 'approve_cancel');
    await sendAll();
    expect(await answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await journal()).toHaveLength(1);
  });

  it('says that the buyer wants it after all: the answer fails and the parcel goes on', async () => {
    const claim = await aCancel(market);
    await ask(claim, 'approve_cancel');
    await shop.control.withdrawClaims({ marketplace: market, orderNo: claim.orderNo });
    shop.pass(5);
    await sendAll();
    expect(await answersTo(claim)).toEqual([['approve_cancel', 'failed', expect.any(String)]]);
    expect(await now(claim)).toMatchObject({ state: 'withdrawn', cancelledQty: 0, holds: [] });
    expect(await journal()).toEqual([]);
  });

  it('is looked at before it is told again what a killed process may have told', async () => {
    const claim = await aCancel(market);
    await ask(claim, 'approve_cancel');
    await sendAll(losingAnswers());
    expect(await answersTo(claim)).toEqual([['approve_cancel', 'queued', expect.any(String)]]);
    shop.pass(20);
    await sendAll();
    expect(await answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await journal()).toHaveLength(1);
  });
});

describe.each(rejecting)('%s', (market) => {
  it('is told that the goods have left, under which number', async () => {
    const claim = await aCancel(market, { isInvoiced: true });
    await ask(claim, 'reject_cancel');
    await sendAll();
    expect(await answersTo(claim)).toEqual([['reject_cancel', 'done', '']]);
    expect(await now(claim)).toMatchObject({ state: 'rejected', cancelledQty: 0, holds: [] });
    const journalled = await shop.control.journal({ afterId: journalledBefore });
    const told = journalled.filter(({ waybillNo }) => waybillNo !== null);
    expect(told).toMatchObject([{ orderNo: claim.orderNo, waybillNo: claim.waybillNo }]);
  });
});

it('cannot be told to a marketplace without such an API', async () => {
  const claim = await aCancel('cafe24');
  await expect(ask(claim, 'approve_cancel')).rejects.toThrow('claims.errors.noApi');
  shop.pass(5);
  await shop.control.withdrawClaims({ marketplace: 'cafe24', orderNo: claim.orderNo });
  await collectDue(shop);
  shop.pass(10);
  await collectDue(shop);
  expect(await now(claim)).toMatchObject({ state: 'withdrawn', holds: [] });
});

it('is asked once by two people, and told once by two workers', async () => {
  const claim = await aCancel('coupang');
  const asked = await Promise.allSettled([0, 1].map(() => ask(claim, 'approve_cancel')));
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await Promise.all([sendAll(), sendAll(), sendAll()]);
  expect(await answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
  expect(await journal()).toHaveLength(1);
});

it('says already shipped of no parcel without a number', async () => {
  const claim = await aCancel('coupang');
  await expect(ask(claim, 'reject_cancel')).rejects.toThrow('claims.errors.noWaybill');
});

it('keeps people from deciding otherwise while it is under way', async () => {
  const claim = await aCancel('coupang');
  await ask(claim, 'approve_cancel');
  await expect(decideClaims(shop.ctx(), [claim.id], 'reject')).rejects.toThrow(
    'claims.errors.beingAnswered',
  );
});

it('ends as of unknown outcome when the marketplace never says, and a person says it then', async () => {
  const claim = await aCancel('coupang');
  await ask(claim, 'approve_cancel');
  await sendAll(losingAnswers());
  await shop.control.addFault({ marketplace: 'coupang', fault: 'http500' });
  for (let attempt = 2; attempt <= 8; attempt++) {
    shop.pass(20);
    await sendAll();
  }
  expect(await answersTo(claim)).toEqual([['approve_cancel', 'unknown', 'silent']]);
  const [answer] = await answersOfClaim(shop.ctx(), claim.id);
  await settleAnswerByHand(shop.ctx(), { answerId: answer?.id ?? 0, decision: 'done' });
  expect(await now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
});

it('keeps a refusal with its words, and is told again when a person asks for it', async () => {
  const claim = await aCancel('gmarket');
  await shop.control.addFault({
    marketplace: 'gmarket',
    operation: 'Cancel',
    fault: 'partialFailure',
    times: 1,
  });
  await ask(claim, 'approve_cancel');
  await sendAll();
  const words = '일시적인 오류로 처리하지 못했습니다. 다시 시도해 주세요.';
  expect(await answersTo(claim)).toEqual([['approve_cancel', 'failed', words]]);
  const [answer] = await answersOfClaim(shop.ctx(), claim.id);
  await settleAnswerByHand(shop.ctx(), { answerId: answer?.id ?? 0, decision: 'again' });
  await sendAll();
  expect(await answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
});

type Claim = {
  id: number;
  waybillNo: string | null;
  orderNo: string;
  state: string;
  qty: number;
  cancelledQty: number;
  holds: string[];
};

/** An acknowledged order, whose buyer asks to cancel its first line; collected. */
async function aCancel(market: Market, { isInvoiced = false } = {}): Promise<Claim> {
  await sellOnly(market);
  journalledBefore = (await shop.control.journal()).at(-1)?.id ?? 0;
  const seen = (await shop.control.orders({ shop: shops[market] })).at(-1)?.id ?? 0;
  await shop.control.makeOrders({
    count: 1,
    shops: [shops[market]],
    acknowledgedShare: 1,
    spreadMinutes: 1,
  });
  const [made] = await shop.control.orders({ shop: shops[market], afterId: seen });
  const orderNo = made?.orderNo ?? '';
  shop.pass(10);
  await collectDue(shop);
  if (isInvoiced) await invoiceAll(shop);
  const lines = (made?.lines ?? []).slice(0, 1);
  await shop.control.requestCancel({ marketplace: market, orderNo, lines });
  shop.pass(10);
  await collectDue(shop);
  return claimOf(orderNo);
}

async function sellOnly(market: Market) {
  const { mallId } = shop.ctx();
  await inMall(shop.ctx(), (tx) =>
    tx.execute(sql`
      update channels set is_active = (name = ${names[market]}) where mall_id = ${mallId}`),
  );
}

const ask = ({ id }: Claim, verb: ClaimVerb) => askAnswers(shop.ctx(), { claimIds: [id], verb });

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
    method === 'PUT' || /claim\/\w+|cancelreq(conf|reject)/.test(url);
  return async (...wanted) => {
    const connection = await shop.open(...wanted);
    if (!connection) return null;
    const lost: typeof fetch = async (input, init) => {
      const answer = await connection.fetch(input, init);
      if (!isWriting(String(input), init?.method) || /sa\/Cancels/.test(String(input)))
        return answer;
      await answer.arrayBuffer();
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    return { ...connection, fetch: lost };
  };
}

async function forgetAnswer({ id }: Claim) {
  const { mallId } = shop.ctx();
  await inMall(shop.ctx(), async (tx) => {
    await tx.execute(sql`
      delete from claim_answers answer using claims claim
      where claim.mall_id = ${mallId} and claim.id = ${id}
        and answer.mall_id = claim.mall_id and answer.claim_no = claim.claim_no`);
    await tx.execute(sql`
      update claims set state = 'requested', decided_at = null
      where mall_id = ${mallId} and id = ${id}`);
  });
}

async function answersTo({ id }: Claim) {
  const found = await answersOfClaim(shop.ctx(), id);
  return found.map(({ verb, state, answerMessage }) => [verb, state, answerMessage]);
}

async function journal() {
  const told = await shop.control.journal({ afterId: journalledBefore });
  return told.filter(({ kind }) => kind === 'claim');
}

const now = ({ orderNo }: Claim) => claimOf(orderNo);

async function claimOf(orderNo: string): Promise<Claim> {
  const { mallId } = shop.ctx();
  const [claim] = await inMall(shop.ctx(), (tx) =>
    rows<Claim>(
      tx,
      sql`
      select claim.id, shipment.waybill_no as "waybillNo", orders.order_no as "orderNo", claim.state, claim.qty,
        line.cancelled_qty as "cancelledQty", shipment.hold_kinds as holds
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      left join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id
      left join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where claim.mall_id = ${mallId} and orders.order_no = ${orderNo}
      order by claim.id limit 1`,
    ),
  );
  if (!claim) throw new Error('No claim.');
  return claim;
}
