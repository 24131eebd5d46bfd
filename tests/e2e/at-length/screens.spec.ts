import type { Page } from '@playwright/test';
import type { Role } from '@/lib/context';
import { type Language, languageNames } from '@/lib/locale';
import { test as base, expect } from '../browser';
import { type Judge, openJudge } from '../judge';
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

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3948' });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('every screen fits, speaks its language, and keeps nobody out', async ({
  page,
  moa,
  judge,
}) => {
  const complaints = listenForComplaints(page);
  const names = await namesGiven(judge);
  const faults: Record<string, string[]> = {};
  const lit: Record<string, string[]> = {};
  const note = (address: string, found: string[]) => {
    const all = [...complaints.splice(0), ...found];
    if (all.length > 0) faults[address] = all;
  };
  // Both languages draw the same elements: what bars the way in one does so in the other.
  const look = async (address: string) => {
    await page.goto(moa.url + address);
    await expect(page.getByRole('main')).toBeVisible();
    note(`ko ${address}`, [...(await overflowOf(page)), ...(await barriersOf(page))]);
    await speak(page, 'en');
    note(`en ${address}`, [...(await overflowOf(page)), ...(await koreanWordsOf(page, names))]);
  };
  await page.setViewportSize({ width: 1280, height: 900 });

  await look('/sign-in');
  await speak(page, 'ko');
  await signIn(page, moa.url);
  await page.goto(moa.url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await fillEveryStage(page);
  await startCount(page, moa.url);
  for (const route of everyRoute().filter((route) => route !== '/sign-in')) {
    const address = await addressOf(page, moa.url, route);
    await look(address);
    await makeEveryone(judge, 'viewer');
    await speak(page, 'ko');
    const buttons = (await litButtonsOf(page)).filter((name) => !LOOKS.test(name));
    if (buttons.length > 0) lit[address] = buttons;
    await makeEveryone(judge, 'owner');
  }
  expect(faults).toEqual({});
  // Of a viewer, any that would be refused.
  expect(lit).toEqual({});

  await test.step('a viewer is given no personal data unasked, and told why a button is not theirs', async () => {
    await addViewer(page, moa.url);
    await makeEveryone(judge, 'viewer');
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
  await expect(page.getByText(/^총 \d+명$/)).toBeVisible();
  await page.getByRole('button', { name: '사용자 추가' }).click();
  const dialog = page.getByRole('dialog');
  const sees = dialog.getByLabel('수령자 개인정보 조회');
  await expect(sees).toBeChecked();
  await dialog.getByLabel('역할').selectOption({ label: '조회자' });
  await expect(sees).not.toBeChecked();
}

async function makeEveryone({ sql }: Judge, role: Role): Promise<void> {
  await sql`update memberships set role = ${role}`;
}

/** Changes the language by its button, which may lie under the page, and waits until it is spoken. */
async function speak(page: Page, language: Language): Promise<void> {
  const button = page.getByRole('button', { name: languageNames[language], exact: true });
  await button.press('Enter', { timeout: 15_000 });
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/** What the seller calls its channels, its suppliers, its people and itself; longer names first. */
async function namesGiven({ sql }: Judge): Promise<string[]> {
  const given = await sql<{ name: string }[]>`
    select name from (
      select name from channels union select name from suppliers
      union select name from malls union select name from users
    ) every order by length(name) desc`;
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
