import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { answersOfClaim } from '@/lib/claims/answers/screen';
import { answerWork, openAnswer } from '@/lib/claims/answers/store';
import { inMall } from '@/lib/context';
import { decideClaims, seeClaims } from '@/lib/flows/decide-claim';
import { settleAnswerByHand } from '@/lib/flows/settle-answer';
import { takeWork } from '@/lib/leases/lease';
import { setCourierCodes } from '@/lib/settings/courier-codes';
import { settleTelling } from '@/lib/tellings/work';
import { type Claim, type ClaimedShop, openClaimedShop } from './claimed-shop';

let claimed: ClaimedShop;
beforeAll(async () => {
  claimed = await openClaimedShop();
});
afterEach(async () => {
  await checkInvariants();
  await claimed.shop.control.clearFaults();
});
afterAll(() => claimed.shop.close());

const approving = ['coupang', 'smartstore', '11st', 'gmarket', 'auction'] as const;
const rejecting = ['coupang', '11st', 'gmarket', 'auction'] as const;

describe.each(approving)('%s', (market) => {
  it('is told that a cancel is agreed to, and its units leave here', async () => {
    const claim = await claimed.aCancel(market);
    await claimed.ask(claim, 'approve_cancel');
    expect(await claimed.now(claim)).toMatchObject({ state: 'requested', cancelledQty: 0 });
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await claimed.now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
    expect(await told()).toHaveLength(1);
    await claimed.passAndCollect();
    expect(await claimed.now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
  });

  it('has agreed already in the seller centre: that counts', async () => {
    const claim = await claimed.aCancel(market);
    await claimed.ask(claim, 'approve_cancel');
    await claimed.sendAll();
    await forgetAnswer(claim);
    await claimed.ask(claim, 'approve_cancel');
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await told()).toHaveLength(1);
  });

  it('says that the buyer wants it after all: the answer fails and the parcel goes on', async () => {
    const claim = await claimed.aCancel(market);
    await claimed.ask(claim, 'approve_cancel');
    await claimed.shop.control.withdrawClaims({ marketplace: market, orderNo: claim.orderNo });
    claimed.shop.pass(5);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([
      ['approve_cancel', 'failed', expect.any(String)],
    ]);
    expect(await claimed.now(claim)).toMatchObject({
      state: 'withdrawn',
      cancelledQty: 0,
      holds: [],
    });
    await seeClaims(claimed.shop.ctx(), [claim.id]);
    expect(await claimed.answersTo(claim)).toEqual([
      ['approve_cancel', 'withdrawn', expect.any(String)],
    ]);
    expect(await told()).toEqual([]);
  });

  it('is looked at before it is told again what a killed process may have told', async () => {
    const claim = await claimed.aCancel(market);
    await claimed.ask(claim, 'approve_cancel');
    await claimed.sendAll(claimed.losingAnswers());
    expect(await claimed.answersTo(claim)).toEqual([
      ['approve_cancel', 'queued', expect.any(String)],
    ]);
    claimed.shop.pass(20);
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
    expect(await told()).toHaveLength(1);
  });
});

describe.each(rejecting)('%s', (market) => {
  it('is told that the goods have left, under which number', async () => {
    const claim = await claimed.aCancel(market, { isInvoiced: true });
    await claimed.ask(claim, 'reject_cancel');
    await claimed.sendAll();
    expect(await claimed.answersTo(claim)).toEqual([['reject_cancel', 'done', '']]);
    expect(await claimed.now(claim)).toMatchObject({
      state: 'rejected',
      cancelledQty: 0,
      holds: [],
    });
    const numbered = (await claimed.journal()).filter(({ waybillNo }) => waybillNo !== null);
    expect(numbered).toMatchObject([{ orderNo: claim.orderNo, waybillNo: claim.waybillNo }]);
  });
});

it('cannot be told to a marketplace without such an API', async () => {
  const claim = await claimed.aCancel('cafe24');
  await expect(claimed.ask(claim, 'approve_cancel')).rejects.toThrow('claims.errors.noApi');
  claimed.shop.pass(5);
  await claimed.shop.control.withdrawClaims({ marketplace: 'cafe24', orderNo: claim.orderNo });
  await claimed.passAndCollect();
  await claimed.passAndCollect();
  expect(await claimed.now(claim)).toMatchObject({ state: 'withdrawn', holds: [] });
});

it('is asked once by two people, and told once by two workers', async () => {
  const claim = await claimed.aCancel('coupang');
  const asked = await Promise.allSettled([0, 1].map(() => claimed.ask(claim, 'approve_cancel')));
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await Promise.all([claimed.sendAll(), claimed.sendAll(), claimed.sendAll()]);
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
  expect(await told()).toHaveLength(1);
});

it('is told by another worker when the first has died before it could tell', async () => {
  const claim = await claimed.aCancel('coupang');
  await claimed.ask(claim, 'approve_cancel');
  const lease = await takeWork(claimed.shop.ctx(), answerWork);
  if (!lease) throw new Error('Nothing to tell.');
  await openAnswer(claimed.shop.ctx(), lease);
  await claimed.sendAll();
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'running', '']]);
  claimed.shop.pass(2);
  await claimed.sendAll();
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
  expect(await told()).toHaveLength(1);
  const late = { state: 'failed', message: 'late', isUnheard: true, delayMs: 0 } as const;
  const ctx = claimed.shop.ctx();
  await inMall(ctx, (tx) => settleTelling(tx, ctx, answerWork, { ...lease, ...late }));
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
});

it('tells no number of a courier whose code the mall has emptied', async () => {
  const claim = await claimed.aCancel('coupang', { isInvoiced: true });
  const ctx = claimed.shop.ctx();
  const setCode = (code: string) =>
    setCourierCodes(ctx, { marketplace: 'coupang', codes: [{ courier: 'cj', code }] });
  await setCode('');
  await claimed.ask(claim, 'reject_cancel');
  await claimed.sendAll();
  expect(await claimed.answersTo(claim)).toEqual([['reject_cancel', 'failed', 'courierCode']]);
  expect(await told()).toEqual([]);
  await setCode('CJGLS');
});

it('says already shipped of no parcel without a number', async () => {
  const claim = await claimed.aCancel('coupang');
  await expect(claimed.ask(claim, 'reject_cancel')).rejects.toThrow('claims.errors.noWaybill');
});

it('keeps people from deciding otherwise while it is under way', async () => {
  const claim = await claimed.aCancel('coupang');
  await claimed.ask(claim, 'approve_cancel');
  await expect(decideClaims(claimed.shop.ctx(), [claim.id], 'reject')).rejects.toThrow(
    'claims.errors.beingAnswered',
  );
});

it('ends as of unknown outcome when the marketplace never says, and a person says it then', async () => {
  const claim = await claimed.aCancel('coupang');
  await claimed.ask(claim, 'approve_cancel');
  await claimed.sendAll(claimed.losingAnswers());
  await claimed.shop.control.addFault({ marketplace: 'coupang', fault: 'http500' });
  for (let attempt = 2; attempt <= 8; attempt++) {
    claimed.shop.pass(20);
    await claimed.sendAll();
  }
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'unknown', 'silent']]);
  const [answer] = await answersOfClaim(claimed.shop.ctx(), claim.id);
  await settleAnswerByHand(claimed.shop.ctx(), { id: answer?.id ?? 0, decision: 'done' });
  expect(await claimed.now(claim)).toMatchObject({ state: 'done', cancelledQty: claim.qty });
});

it('keeps a refusal with its words, and is told again when a person asks for it', async () => {
  const claim = await claimed.aCancel('gmarket');
  await claimed.shop.control.addFault({
    marketplace: 'gmarket',
    operation: 'Cancel',
    fault: 'partialFailure',
    times: 1,
  });
  await claimed.ask(claim, 'approve_cancel');
  await claimed.sendAll();
  const words = '일시적인 오류로 처리하지 못했습니다. 다시 시도해 주세요.';
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'failed', words]]);
  const [answer] = await answersOfClaim(claimed.shop.ctx(), claim.id);
  await settleAnswerByHand(claimed.shop.ctx(), { id: answer?.id ?? 0, decision: 'again' });
  await claimed.sendAll();
  expect(await claimed.answersTo(claim)).toEqual([['approve_cancel', 'done', '']]);
});

/** What the marketplace has taken of answers. */
async function told() {
  return (await claimed.journal()).filter(({ kind }) => kind === 'claim');
}

/** As if it had been answered by somebody else. */
async function forgetAnswer({ id }: Claim) {
  const { mallId } = claimed.shop.ctx();
  await inMall(claimed.shop.ctx(), async (tx) => {
    await tx.execute(sql`
      delete from claim_answers answer using claims claim
      where claim.mall_id = ${mallId} and claim.id = ${id}
        and answer.mall_id = claim.mall_id and answer.claim_no = claim.claim_no`);
    await tx.execute(sql`
      update claims set state = 'requested', decided_at = null
      where mall_id = ${mallId} and id = ${id}`);
  });
}
