import type { Page } from '@playwright/test';
import type { ListedOrder } from '@/lib/practice/control';
import { test as base, expect } from '../browser';
import {
  goodsMatched,
  goodsSold,
  type Judge,
  linesSold,
  numbersAccepted,
  openJudge,
} from '../judge';
import { leaksIn } from '../leaks';
import { installMoa, type Moa } from '../moa';
import {
  countAt,
  listenForComplaints,
  openStage,
  openTab,
  photograph,
  read,
  waitingAt,
} from '../operator';
import { countPresses } from '../presses';
import { settleMall } from '../standing-mall';

const ORDERS = 1_000;
const NEW_PRODUCTS = 30;
const NEAR_MATCHES = 50;
const LATE_CANCELS = 20;
/** How much each sells; 11번가 takes one number a second, and keeps nobody waiting for minutes. */
const SHARES = {
  'coupang-daily': 4,
  'smartstore-daily': 4,
  'cafe24-daily': 2,
  '11st-daily': 0.5,
  'auction-daily': 1,
  'gmarket-daily': 1,
};
/** Beside one for each real decision: a new product, a near match, a late cancel. */
const PRESSES_BESIDE = 15;
const PATIENCE = { timeout: 300_000 };

base.setTimeout(1_200_000);

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3949' });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('a day of a thousand orders takes fifteen presses and one for each decision', async ({
  page,
  moa,
  judge,
}) => {
  await settleMall(moa.dataDir);
  await moa.control.makeOrders({
    count: ORDERS,
    seed: 20,
    shops: Object.keys(SHARES),
    shares: SHARES,
    nearMatches: NEAR_MATCHES,
    newProducts: NEW_PRODUCTS,
  });
  const complaints = listenForComplaints(page);
  const presses = await countPresses(page);
  const spent: Record<string, string> = {};
  const startedAt = Date.now();
  const part = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const from = Date.now();
    const result = await test.step(name, work);
    spent[name] = `${presses.taken()} presses, ${((Date.now() - from) / 1000).toFixed(1)} s`;
    return result;
  };

  await part('sign in', async () => {
    await page.goto(moa.url);
    await page.getByRole('button', { name: '로그인' }).click();
    await expect(page.getByRole('navigation', { name: '주 메뉴' })).toBeVisible();
  });
  await part('collect', () => collect(page));
  await part('new products', async () => {
    await matchNewProducts(page);
    expect(await goodsMatched(judge)).toEqual(await goodsSold(moa.control));
  });
  await part('near matches', () => answerNearMatches(page));
  await part('number and print', async () => {
    await openStage(page, '송장');
    await page.getByRole('button', { name: '불러오기' }).click();
    await read(page, /건을 불러왔습니다/);
    await numberAndPrint(page);
  });
  const cancelled = await cancelLate(moa, judge);
  await part('ship', () => shipAll(page));
  await part('late cancels', () => acceptCancels(page));
  await part('what is printed again', async () => {
    await page.getByRole('link', { name: '주문', exact: true }).click();
    await page.getByRole('link', { name: /^재출력 필요/ }).click();
    await page.waitForURL(/load=/);
    await numberAndPrint(page);
    await shipAll(page);
  });
  const seconds = (Date.now() - startedAt) / 1000;

  await expect.poll(() => openPushes(judge), PATIENCE).toEqual({ done: expect.any(Number) });
  const toldAfter = (Date.now() - startedAt) / 1000;
  const decisions = NEW_PRODUCTS + NEAR_MATCHES + LATE_CANCELS;
  console.log(`${presses.total()} presses for ${decisions} decisions, ${seconds.toFixed(0)} s at the
screens, all told after ${toldAfter.toFixed(0)} s`);
  console.table(spent);
  expect(await linesAccepted(moa)).toEqual(await linesSold(moa.control, cancelled));
  expect(presses.total()).toBeLessThanOrEqual(PRESSES_BESIDE + decisions);
  expect(complaints).toEqual([]);
  expect(await leaksIn(moa.dataDir, judge)).toEqual([]);
});

/** What comes after a collection is done by itself, until nothing is waiting for it. */
async function collect(page: Page): Promise<void> {
  await openStage(page, '주문통합수집');
  await page.getByRole('button', { name: '주문통합수집' }).click();
  const dialog = page.getByRole('dialog', { name: '주문통합수집' });
  await dialog.getByRole('button', { name: '주문수집' }).click();
  await read(page, /판매처 \d+곳의 주문수집을 시작했습니다/);
  const progress = page.getByRole('region', { name: '수집 진행상황' });
  await expect(progress).toBeVisible();
  await expect(progress).toHaveCount(0, PATIENCE);
}

/** A look at each first suggestion, and its key. */
async function matchNewProducts(page: Page): Promise<void> {
  await openStage(page, '매칭');
  expect(await countAt(page, '상품별 미매칭')).toBe(NEW_PRODUCTS);
  await page
    .getByRole('table', { name: '상품별' })
    .getByRole('button', { name: '매칭' })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  for (let place = 1; place <= NEW_PRODUCTS; place++) {
    await expect(dialog).toContainText(`${place} / ${NEW_PRODUCTS}`);
    await expect(dialog.getByRole('table', { name: '품목 검색결과' })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await read(page, /품목을 매칭했습니다/);
  }
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('미매칭 주문이 없습니다')).toBeVisible();
}

async function answerNearMatches(page: Page): Promise<void> {
  const asked = async () => {
    await page.reload();
    return waitingAt(page, '합포');
  };
  await expect.poll(asked, PATIENCE).toBe(NEAR_MATCHES);
  await openStage(page, '합포');
  await openTab(page, '확인필요');
  await page.getByRole('link', { name: '100', exact: true }).click();
  const groups = page.locator('[data-review]');
  await expect(groups).toHaveCount(await countAt(page, '확인필요'));
  expect.soft(await groups.count()).toBe(NEAR_MATCHES);
  await expect(groups.first().locator('tr').nth(1)).toBeFocused();
  await photograph(page, '하루-확인필요');
  const questions = await groups.count();
  for (let answered = 0; answered < questions; answered++) await page.keyboard.press('y');
  await page.keyboard.press('Control+Enter');
  await read(page, /\d+건을 합포하고 0건을 미합포로 기억했습니다/);
  await expect(groups).toHaveCount(0);
}

async function numberAndPrint(page: Page): Promise<void> {
  await page.getByRole('button', { name: '송장범위관리' }).click();
  const dialog = page.getByRole('dialog', { name: '송장범위관리' });
  await dialog.getByRole('button', { name: '확인' }).click();
  await expect(dialog.getByRole('status')).toHaveText(/건에 번호를 등록하고/, PATIENCE);
  await dialog.getByRole('button', { name: '닫기' }).first().click();
  await expect(dialog).toHaveCount(0);
}

async function shipAll(page: Page): Promise<void> {
  await openStage(page, '배송');
  await page.getByRole('button', { name: '전체배송처리' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: '전체배송처리' }).click();
  await read(page, /건을 배송처리했습니다/);
}

async function acceptCancels(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^취소요청/ }).click();
  await page.waitForURL(/claims/);
  await page.waitForLoadState('networkidle');
  await page.getByRole('checkbox', { name: '이 페이지 전체 선택' }).click();
  await expect(page.getByText(/\d+건 선택/)).toBeVisible();
  await photograph(page, '하루-취소요청');
  await page.getByRole('button', { name: '여기서만 승인' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: '여기서만 승인', exact: true }).click();
  await read(page, /\d+건을 처리했습니다/);
}

/** Buyers of parcels that are printed and not gone; some share theirs with another order. */
async function cancelLate({ control }: Moa, { sql }: Judge): Promise<Set<string>> {
  const printed = await sql<{ order_no: string; is_shared: boolean }[]>`
    select orders.order_no, count(*) over (partition by shipment.id) > 1 as is_shared
    from shipments shipment
    join (select distinct mall_id, shipment_id, order_id from shipment_lines) part
      on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
    join orders on orders.mall_id = part.mall_id and orders.id = part.order_id
    where shipment.stage = 'invoiced' order by md5(orders.order_no)`;
  const there = new Map((await control.orders()).map((order) => [order.orderNo, order]));
  const shared = printed.filter(({ is_shared }) => is_shared).slice(0, LATE_CANCELS / 4);
  const alone = printed.filter(({ is_shared }) => !is_shared);
  const chosen = [...shared, ...alone].slice(0, LATE_CANCELS).map(({ order_no }) => order_no);
  for (const orderNo of chosen) {
    const { marketplace } = there.get(orderNo) as ListedOrder;
    await control.requestCancel({ marketplace, orderNo, reason: '단순 변심' });
  }
  return new Set(chosen);
}

async function openPushes({ sql }: Judge): Promise<Record<string, number>> {
  const states = await sql<{ state: string; count: number }[]>`
    select state, count(*)::int as count from pushes group by 1`;
  return Object.fromEntries(states.map(({ state, count }) => [state, count]));
}

async function linesAccepted({ control }: Moa): Promise<string[]> {
  const accepted = await numbersAccepted(control);
  return accepted.map((line) => line.slice(0, line.lastIndexOf(' ')));
}
