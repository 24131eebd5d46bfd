import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Language, languageNames } from '@/lib/locale';
import { test as base, expect } from './browser';
import { type Judge, openJudge } from './judge';
import { installMoa, type Moa } from './moa';
import {
  acknowledgeAll,
  chooseRange,
  collect,
  loadShipments,
  lookAndRun,
  makePracticeOrders,
  numberFromRange,
  openScanStation,
  openStage,
  openTab,
  read,
  scan,
  shipAll,
  signIn,
} from './operator';
import { smallPng } from './small-png';

const FOLDER = 'docs/images';
const WINDOW = { width: 1280, height: 800 };
const MOST_BYTES = 150_000;
const ORDERS = 120;

base.skip(!process.env.PICTURES, 'PICTURES=1 takes the pictures of the guide.');
base.setTimeout(900_000);

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3951', PRACTICE_SEED: '1117' });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('a picture of each stage, with a morning of the practice mall in it', async ({
  page,
  moa,
  judge,
}) => {
  await signIn(page, moa.url);
  await makePracticeOrders(page, ORDERS);
  await collect(page);
  await takePicture(page, 'collect');
  await acknowledgeAll(page);

  await openStage(page, '매칭');
  await page
    .getByRole('table', { name: '상품별' })
    .getByRole('button', { name: '매칭' })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  await expect(dialog.getByRole('table', { name: '품목 검색결과' })).toBeVisible();
  await takePicture(page, 'match');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await openStage(page, '합포');
  await lookAndRun(page, '합포처리');
  await read(page, /개 묶음으로 합쳐/);
  await openTab(page, '확인필요');
  await expect(page.locator('[data-review]').first()).toBeVisible();
  await takePicture(page, 'bundle');

  await openStage(page, '할당');
  await lookAndRun(page, '할당처리');
  await read(page, /건을 할당했습니다/);
  await openTab(page, '부분배송가능');
  await takePicture(page, 'allocate');

  const count = await loadShipments(page);
  await chooseRange(page, `1-${count - 20}`);
  await numberFromRange(page);
  await takePicture(page, 'invoice');

  const numbers = await judge.sql<{ number: string }[]>`
    select waybill_no as number from shipments where stage = 'invoiced' order by id limit 4`;
  await openStage(page, '배송');
  await openScanStation(page);
  for (const { number } of numbers) await scan(page, number);
  await takePicture(page, 'scan');
  await page.getByRole('link', { name: '배송 목록' }).click();
  const [late] = await moa.control.orders({ shop: 'coupang-daily' });
  if (late)
    await moa.control.requestCancel({
      ...{ marketplace: 'coupang', orderNo: late.orderNo, reason: '단순 변심' },
    });
  await shipAll(page);
  await openTab(page, '배송처리');
  await takePicture(page, 'ship');
  await page.goto(moa.url);
  await takePicture(page, 'home');

  await page.goto(`${moa.url}/guide`);
  for (const language of ['en', 'ko'] as const) {
    await speak(page, language);
    for (const picture of await page.locator('main img').all()) {
      await picture.scrollIntoViewIfNeeded();
      const widthOf = () => picture.evaluate((one: HTMLImageElement) => one.naturalWidth);
      await expect.poll(widthOf).toBe(WINDOW.width);
    }
  }
});

/** In both languages, as the screen stands. */
async function takePicture(page: Page, name: string): Promise<void> {
  await page.setViewportSize(WINDOW);
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 30_000 });
  await writePicture(page, `${name}.png`);
  await speak(page, 'en');
  await writePicture(page, `${name}.en.png`);
  await speak(page, 'ko');
}

async function writePicture(page: Page, name: string): Promise<void> {
  const picture = smallPng(await page.screenshot({ animations: 'disabled' }));
  expect(picture.length).toBeLessThan(MOST_BYTES);
  await writeFile(`${FOLDER}/${name}`, picture);
}

/** By the button of the header, which may lie under a dialog: all else stays as it is. */
async function speak(page: Page, language: Language): Promise<void> {
  await page
    .locator(`header button[lang=${language}]`)
    .filter({ hasText: languageNames[language] })
    .evaluate((button: HTMLButtonElement) => button.click());
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}
