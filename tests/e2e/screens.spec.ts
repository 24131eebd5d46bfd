import type { Page } from '@playwright/test';
import { LOCALE_COOKIE } from '@/lib/locale';
import { test as base, expect } from './browser';
import { openJudge } from './judge';
import { installMoa, type Moa } from './moa';
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
} from './operator';
import { addressOf, barriersOf, everyRoute, koreanWordsOf, overflowOf } from './screens';

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
      ...(await barriersOf(page, { colours: language === 'ko' })),
      ...(language === 'en' ? await koreanWordsOf(page, names) : []),
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
  for (const route of everyRoute().filter((route) => route !== '/sign-in')) {
    const address = await addressOf(page, moa.url, route);
    await look(address, 'ko');
    await look(address, 'en');
  }
  expect(faults).toEqual({});
});

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
