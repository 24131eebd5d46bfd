import type { Page } from '@playwright/test';
import { LOCALE_COOKIE } from '@/lib/locale';
import { test as base, expect } from '../browser';
import { openJudge } from '../judge';
import { installMoa, type Moa } from '../moa';
import {
  collect,
  listenForComplaints,
  loadShipments,
  lookAndRun,
  makePracticeOrders,
  numberFromRange,
  openStage,
  read,
  signIn,
} from '../operator';
import {
  addressOf,
  barriersOf,
  everyRoute,
  koreanWordsOf,
  litButtonsOf,
  overflowOf,
} from '../screens';

const ORDERS = 30;

const test = base.extend<{ moa: Moa }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3948' });
    await use(moa);
    await moa.remove();
  },
});

test('every screen fits, speaks its language, and keeps nobody out', async ({ page, moa }) => {
  const complaints = listenForComplaints(page);
  const names = await namesGiven(moa.dataDir);
  const faults: Record<string, string[]> = {};
  const look = async (address: string, language: 'ko' | 'en') => {
    await speak(page, moa.url, language);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(moa.url + address);
    await expect(page.getByRole('main')).toBeVisible();
    const found = [
      ...complaints.splice(0),
      ...(await overflowOf(page)),
      // Both languages draw the same elements: what bars the way in one does so in the other.
      ...(await (language === 'ko' ? barriersOf(page) : koreanWordsOf(page, names))),
    ];
    if (found.length > 0) faults[`${language} ${address}`] = found;
  };

  await look('/sign-in', 'en');
  await look('/sign-in', 'ko');
  await signIn(page, moa.url);
  await page.goto(moa.url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await fillEveryStage(page);
  await startCount(page, moa.url);
  const addresses: string[] = [];
  for (const route of everyRoute().filter((route) => route !== '/sign-in')) {
    const address = await addressOf(page, moa.url, route);
    addresses.push(address);
    await look(address, 'ko');
    await look(address, 'en');
  }
  expect(faults).toEqual({});

  await test.step('a viewer is given no personal data unasked, and no button that would be refused', async () => {
    await speak(page, moa.url, 'ko');
    await addViewer(page, moa.url);
    await makeEveryoneViewer(moa.dataDir);
    const lit: Record<string, string[]> = {};
    for (const address of addresses) {
      await page.goto(moa.url + address);
      const found = (await litButtonsOf(page)).filter((name) => !LOOKS.test(name));
      if (found.length > 0) lit[address] = found;
    }
    expect(lit).toEqual({});
    await page.goto(`${moa.url}/orders/allocate`);
    const run = page.getByRole('button', { name: '할당처리' });
    await expect(run).toHaveAttribute('title', /운영자 이상의 권한이 필요합니다/);
    await run.click({ force: true });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

/** What changes nothing, or only what is one's own. */
const LOOKS =
  /^(오늘|1주일|1개월|3개월|초기화|검색|전체 선택|선택 해제|불러오기|보기|우선순위설정|합포설정|엑셀관리|엑셀다운이력|변경|모든 기기에서 로그아웃|입력|(검수|소리|음성) F\d|.* 품목별 할당과 사유|.* 대기 보기: .*)$/;

async function addViewer(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/settings/members`);
  await page.getByRole('button', { name: '사용자 추가' }).click();
  const dialog = page.getByRole('dialog');
  const sees = dialog.getByLabel('수령자 개인정보 조회');
  await expect(sees).toBeChecked();
  await dialog.getByLabel('역할').selectOption({ label: '조회자' });
  await expect(sees).not.toBeChecked();
}

async function makeEveryoneViewer(dataDir: string): Promise<void> {
  const judge = await openJudge(dataDir);
  await judge.sql`update memberships set role = 'viewer'`;
  await judge.end();
}

async function speak(page: Page, url: string, language: 'ko' | 'en'): Promise<void> {
  await page.context().addCookies([{ name: LOCALE_COOKIE, value: language, url }]);
}

/** What the seller calls its channels, its suppliers, its people and itself; longer names first. */
async function namesGiven(dataDir: string): Promise<string[]> {
  const judge = await openJudge(dataDir);
  const given = await judge.sql<{ name: string }[]>`
    select name from (
      select name from channels union select name from suppliers
      union select name from malls union select name from users
    ) every order by length(name) desc`;
  await judge.end();
  return given.map(({ name }) => name);
}

/** Some orders go as far as a waybill number; the others stay at the stage that needs a person. */
async function fillEveryStage(page: Page): Promise<void> {
  await makePracticeOrders(page, ORDERS);
  await collect(page);
  await openStage(page, '할당');
  await lookAndRun(page, '할당처리');
  await read(page, /건을 할당했습니다/);
  await loadShipments(page);
  await numberFromRange(page);
}

async function startCount(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/stock/counts`);
  await page.getByRole('button', { name: '실사 시작' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '실사 시작' }).click();
  await page.waitForURL(/\/stock\/counts\/\d+$/);
}
