import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { approveCancel } from '@/lib/flows/approve-cancel';
import { collectDue, openPracticeShop, type PracticeShop, seeLines } from './practice-shop';

let shop: PracticeShop;
afterEach(async () => {
  await checkInvariants();
  await shop.close();
});

const channelNames = { coupang: '쿠팡(모아데일리)', smartstore: '스마트스토어(모아스토어)' };
const shops = { coupang: 'coupang-daily', smartstore: 'smartstore-daily' };
type Market = keyof typeof channelNames;

it.each(['coupang', 'smartstore'] as const)(
  'tells %s that a cancel is agreed to, and takes its units out',
  async (market) => {
    const claim = await aCancel(market);
    expect(claim).toMatchObject({ state: 'requested', cancelledQty: 0 });
    const done = { state: 'done', answer: 'done', cancelledQty: claim?.qty };
    await approveCancel(shop.ctx(), claim?.id ?? 0, shop.open);
    expect(await firstClaim()).toMatchObject(done);
    const told = await shop.control.journal({ marketplace: market });
    expect(told.filter(({ kind }) => kind === 'claim')).toHaveLength(1);

    shop.pass(10);
    await collectDue(shop);
    expect(await firstClaim()).toMatchObject(done);
  },
);

it('tells it once, and refuses who asks again', async () => {
  const claim = await aCancel('coupang');
  const asked = [0, 1].map(() => approveCancel(shop.ctx(), claim?.id ?? 0, shop.open));
  const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
  expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
});

it('believes the claims of the channel where its answer was lost', async () => {
  const claim = await aCancel('coupang');
  const losing: PracticeShop['open'] = async (...wanted) => {
    const connection = await shop.open(...wanted);
    if (!connection) return null;
    const lost: typeof fetch = async (input, init) => {
      const answer = await connection.fetch(input, init);
      if (init?.method !== 'PUT') return answer;
      await answer.arrayBuffer();
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    return { ...connection, fetch: lost };
  };
  await approveCancel(shop.ctx(), claim?.id ?? 0, losing);
  expect(await firstClaim()).toMatchObject({ state: 'done', answer: 'done' });
});

/** Acknowledged orders, the buyer of the first of which asks to cancel it; collected. */
async function aCancel(market: Market) {
  shop = await openPracticeShop(channelNames[market]);
  await shop.control.makeOrders({ count: 3, shops: [shops[market]], acknowledgedShare: 1 });
  await collectDue(shop);
  const [line] = await seeLines(shop);
  await shop.control.requestCancel({ marketplace: market, orderNo: line?.orderNo ?? '' });
  shop.pass(10);
  await collectDue(shop);
  return (await claims())[0];
}

async function firstClaim() {
  return (await claims())[0];
}

function claims() {
  const { mallId } = shop.ctx();
  return inMall(shop.ctx(), (tx) =>
    rows<{ id: number; state: string; answer: string; qty: number; cancelledQty: number }>(
      tx,
      sql`
      select claim.id, claim.state, claim.answer, claim.qty, line.cancelled_qty as "cancelledQty"
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      where claim.mall_id = ${mallId} order by claim.id`,
    ),
  );
}
