import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow } from '@/db/rows';
import { offersOf } from '@/lib/claims/answers/offers';
import { inMall } from '@/lib/context';
import { acceptExchange } from '@/lib/flows/decide-claim';
import { type Claim, type ClaimedShop, openClaimedShop } from './claimed-shop';
import { invoiceAll } from './practice-shop';

let claimed: ClaimedShop;
beforeAll(async () => {
  claimed = await openClaimedShop();
});
afterEach(() => checkInvariants());
afterAll(() => claimed.shop.close());

const said = { reason: 'other', detail: '사용한 흔적이 있습니다' } as const;

describe.each(['smartstore', '11st', 'gmarket', 'auction'] as const)('%s', (market) => {
  it('is told that a return is agreed to, and its goods are expected here', async () => {
    const claim = await claimed.aReturn(market);
    expect(claim).toMatchObject({ kind: 'return', state: 'requested' });
    await claimed.ask(claim, 'approve_return');
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['approve_return', 'done', '']]);
    expect(await claimed.now(claim)).toMatchObject({ state: 'accepted' });
    expect(await claimed.journal()).toMatchObject([{ kind: 'claim', orderNo: claim.orderNo }]);
    await claimed.passAndCollect();
    expect(await claimed.now(claim)).toMatchObject({ state: 'done' });
  });

  it('is looked at before it is told again what a killed process may have told', async () => {
    const claim = await claimed.aReturn(market);
    await claimed.ask(claim, 'approve_return');
    await claimed.sendAll(claimed.losingAnswers());
    claimed.shop.pass(20);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['approve_return', 'done', '']]);
    expect(await claimed.journal()).toHaveLength(1);
  });

  it('says that the buyer keeps the goods after all', async () => {
    const claim = await claimed.aReturn(market);
    await claimed.ask(claim, 'approve_return');
    await claimed.shop.control.withdrawClaims({ marketplace: market, orderNo: claim.orderNo });
    claimed.shop.pass(5);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([
      ['approve_return', 'failed', expect.any(String)],
    ]);
    expect(['withdrawn', 'rejected']).toContain((await claimed.now(claim)).state);
  });
});

it('sees an exchange end that was asked for weeks ago', async () => {
  const claim = await claimed.anExchange('gmarket');
  claimed.shop.pass(10 * 24 * 60);
  await claimed.passAndCollect();
  claimed.shop.pass(10 * 24 * 60);
  await claimed.passAndCollect();
  const { orderNo } = claim;
  await claimed.shop.control.withdrawClaims({ marketplace: 'gmarket', orderNo });
  claimed.shop.pass(24 * 60);
  await claimed.passAndCollect();
  expect(await claimed.now(claim)).toMatchObject({ kind: 'exchange', state: 'withdrawn' });
});

it('sees it end where the channel is collected by hand, once a day', async () => {
  const claim = await claimed.anExchange('gmarket');
  claimed.shop.pass(20 * 24 * 60);
  await claimed.collectByHand();
  const { orderNo } = claim;
  await claimed.shop.control.withdrawClaims({ marketplace: 'gmarket', orderNo });
  claimed.shop.pass(1);
  await claimed.collectByHand();
  expect(await claimed.now(claim)).toMatchObject({ state: 'requested' });
  claimed.shop.pass(24 * 60);
  await claimed.collectByHand();
  expect(await claimed.now(claim)).toMatchObject({ state: 'withdrawn' });
});

it('tells coupang that goods have come back, and then that they are paid back', async () => {
  const claim = await claimed.aReturn('coupang');
  const offered = async () => {
    const offers = (await offersOf(claimed.shop.ctx(), [claim.id])).get(claim.id) ?? [];
    return offers.map(({ verb, lacks }) => [verb, lacks]);
  };
  expect(await offered()).toEqual([
    ['receive_return', null],
    ['approve_return', 'notReceived'],
  ]);
  await expect(claimed.ask(claim, 'approve_return')).rejects.toThrow('claims.errors.notReceived');
  await claimed.ask(claim, 'receive_return');
  expect(await offered()).toEqual([]);
  await claimed.sendAll();
  expect(await offered()).toEqual([['approve_return', null]]);
  await claimed.ask(claim, 'approve_return');
  await claimed.sendAll();
  expect(await claimed.answersTo(claim)).toEqual([
    ['approve_return', 'done', ''],
    ['receive_return', 'done', ''],
  ]);
  await claimed.passAndCollect();
  expect(await claimed.now(claim)).toMatchObject({ state: 'done' });
});

describe.each(['smartstore', '11st'] as const)('%s', (market) => {
  it('is told why a return is refused', async () => {
    const claim = await claimed.aReturn(market);
    await expect(claimed.ask(claim, 'reject_return')).rejects.toThrow(/Missing/);
    await claimed.ask(claim, 'reject_return', said);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['reject_return', 'done', '']]);
    await claimed.passAndCollect();
    expect(await claimed.now(claim)).toMatchObject({ state: 'rejected' });
    expect(await claimed.journal()).toHaveLength(1);
  });

  it('is told why an exchange is refused', async () => {
    const claim = await claimed.anExchange(market);
    expect(claim).toMatchObject({ kind: 'exchange', state: 'requested' });
    await claimed.ask(claim, 'reject_exchange', said);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['reject_exchange', 'done', '']]);
    expect(await claimed.now(claim)).toMatchObject({ state: 'rejected' });
  });
});

describe.each(['smartstore', '11st', 'gmarket', 'auction', 'coupang'] as const)('%s', (market) => {
  it('is told the number of what is sent in exchange', async () => {
    const claim = await claimed.anExchange(market);
    await expect(claimed.ask(claim, 'send_exchange')).rejects.toThrow('claims.errors.noWaybill');
    if (market !== '11st' && market !== 'auction') {
      await claimed.ask(claim, 'receive_exchange');
      await claimed.sendAll();
    }
    const number = await sendAnother(claim);
    claimed.shop.pass(20);
    await claimed.sendAll();
    expect((await claimed.answersTo(claim))[0]).toEqual(['send_exchange', 'done', '']);
    expect((await claimed.journal()).at(-1)).toMatchObject({ kind: 'claim', waybillNo: number });
  });

  it('is looked at before it is told again which number may have arrived', async () => {
    const claim = await claimed.anExchange(market);
    if (market !== '11st' && market !== 'auction') {
      await claimed.ask(claim, 'receive_exchange');
      await claimed.sendAll();
      claimed.shop.pass(20);
    }
    const before = (await claimed.journal()).length;
    await sendAnother(claim, claimed.losingAnswers());
    claimed.shop.pass(20);
    await claimed.sendAll();
    expect((await claimed.answersTo(claim))[0]).toEqual(['send_exchange', 'done', '']);
    expect(await claimed.journal()).toHaveLength(before + 1);
  });
});

it.each(['coupang', 'gmarket'] as const)(
  'says what %s waits for when goods to exchange have not come back',
  async (market) => {
    const claim = await claimed.anExchange(market);
    await sendAnother(claim);
    const [told] = await claimed.answersTo(claim);
    expect(told?.slice(0, 2)).toEqual(['send_exchange', 'failed']);
    expect(told?.[2]).toMatch(/notReceived|처리불가능/);
  },
);

/** Accepts it, gives the parcel a number and tells that once. */
async function sendAnother(claim: Claim, open = claimed.shop.open): Promise<string> {
  const items = [{ variantCode: await someVariant(), quantity: 1 }];
  const { shipmentId } = await acceptExchange(claimed.shop.ctx(), { claimId: claim.id, items });
  await invoiceAll(claimed.shop);
  await claimed.ask(claim, 'send_exchange');
  await claimed.sendAll(open);
  return String(600_000_000_000 + (shipmentId ?? 0));
}

it('tells coupang that exchanged goods have come back, or that there are no others', async () => {
  const [back, soldOut] = [
    await claimed.anExchange('coupang'),
    await claimed.anExchange('coupang'),
  ];
  await claimed.ask(back, 'receive_exchange');
  await claimed.ask(soldOut, 'reject_exchange', { reason: 'sold_out' });
  await claimed.sendAll();
  expect(await claimed.answersTo(back)).toEqual([['receive_exchange', 'done', '']]);
  expect(await claimed.answersTo(soldOut)).toEqual([['reject_exchange', 'done', '']]);
  await claimed.passAndCollect();
  expect(await claimed.now(back)).toMatchObject({ state: 'accepted' });
  expect(await claimed.now(soldOut)).toMatchObject({ state: 'rejected' });
});

async function someVariant(): Promise<string> {
  const { mallId } = claimed.shop.ctx();
  const { code } = await inMall(claimed.shop.ctx(), (tx) =>
    oneRow<{ code: string }>(
      tx,
      sql`select min(variant_code) as code from variants where mall_id = ${mallId}`,
    ),
  );
  return code;
}
