import type { Page } from '@playwright/test';
import { test as base, expect } from './browser';
import { installMoa, type Moa } from './moa';
import {
  collect,
  countAt,
  listenForComplaints,
  makePracticeOrders,
  openStage,
  photograph,
  read,
  signIn,
} from './operator';

/** How many different products are matched in a row; `MATCH_KEYS=50` for a whole morning's. */
const KEYS = Number(process.env.MATCH_KEYS ?? 6);

const test = base.extend<{ moa: Moa }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PRACTICE_SEED: '1117' });
    await use(moa);
    await moa.remove();
  },
});

test(`${KEYS} products are matched in a row by keys alone, without a page load`, async ({
  page,
  moa,
}) => {
  const complaints = listenForComplaints(page);
  await signIn(page, moa.url);
  await makePracticeOrders(page, Math.max(60, KEYS * 3));
  await collect(page);
  await openStage(page, '매칭');
  const before = await countAt(page, '상품별 미매칭');
  expect(before).toBeGreaterThanOrEqual(KEYS);

  const watched = await watch(page);
  await tabTo(page, '매칭');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  let place = 1;
  for (let matched = 0; matched < KEYS; place++) {
    await expect(dialog).toContainText(`${place} / `);
    await expect(dialog.getByRole('table', { name: '품목 검색결과' })).toBeVisible();
    // A set that resembles no variant has no suggestion: it is passed over.
    const isSuggested = (await dialog.getByRole('checkbox', { name: / 선택$/ }).count()) > 0;
    for (const key of isSuggested ? ['ArrowDown', 'Enter', 'Enter'] : ['PageDown'])
      await page.keyboard.press(key);
    if (isSuggested) matched++;
    if (matched === 2) await photograph(page, '매칭-키보드');
  }
  await expect(dialog).toContainText(`${place} / `);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await expect.poll(() => countAt(page, '상품별 미매칭')).toBe(before - KEYS);
  expect(await watched()).toEqual({ loads: 0, pointers: 0 });
  await madeOnTheWay(page);
  await lastOfASearch(page);
  expect(complaints).toEqual([]);
});

/** A product that does not exist yet is made and matched without leaving the keys. */
async function madeOnTheWay(page: Page): Promise<void> {
  const before = await countAt(page, '상품별 미매칭');
  const row = page.getByRole('table', { name: '상품별' }).locator('tbody tr').first();
  await row.getByRole('button', { name: '매칭', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  await dialog.getByRole('button', { name: '새 상품 등록' }).focus();
  await page.keyboard.press('Enter');
  await page.setViewportSize({ width: 1280, height: 500 });
  await expect(dialog.getByRole('button', { name: /건너뛰기/ })).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 800 });
  await dialog.getByLabel('품목코드', { exact: true }).last().fill('NEW-1');
  await page.keyboard.press('Enter');
  const made = dialog.getByRole('row', { name: /NEW-1/ }).getByRole('checkbox');
  await expect(made).toBeChecked();
  await expect(made).toBeFocused();
  await page.keyboard.press('Enter');
  await read(page, /개 품목을 매칭했습니다/);
  await expect(dialog).toContainText('2 / ');
  await page.keyboard.press('Escape');
  await expect.poll(() => countAt(page, '상품별 미매칭')).toBe(before - 1);
}

/** Opens what waits behind a row, then decides the only row that a search left; all by keys. */
async function lastOfASearch(page: Page): Promise<void> {
  const row = page.getByRole('table', { name: '상품별' }).locator('tbody tr').first();
  const group = row.getByRole('button', { name: /건 대기 보기/ });
  await group.focus();
  await page.keyboard.press('Enter');
  const waiting = page.getByRole('dialog', { name: '기다리는 주문' });
  const lines = Number.parseInt((await group.textContent()) ?? '', 10);
  await expect(waiting.locator('tbody tr')).toHaveCount(lines);
  await photograph(page, '매칭-기다리는-주문');
  await page.keyboard.press('Escape');
  await expect(group).toBeFocused();

  const lineId = (await row.locator('td').nth(1).textContent()) ?? '';
  await page.getByRole('combobox', { name: '검색구분' }).selectOption('관리번호');
  await page.getByRole('searchbox', { name: '검색어' }).fill(lineId);
  await page.keyboard.press('Enter');
  await expect(page.getByText('검색결과 1건')).toBeVisible();
  await expect(page.getByRole('searchbox', { name: '검색어' })).toBeFocused();
  await tabTo(page, '매칭');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  await dialog.getByRole('button', { name: '매칭불필요' }).focus();
  await page.keyboard.press('Enter');
  await read(page, /1개 품목을 매칭불필요로 정했습니다/);
  await expect(dialog).toHaveCount(0);
  const next = page.getByRole('link', { name: '미매칭 모두 보기' });
  await expect(next).toBeFocused();
  await expect(next).toHaveAccessibleDescription('조건에 맞는 미매칭 주문이 없습니다.');
  await photograph(page, '매칭-키보드-끝');
}

/** Counts page loads and anything that a pointer does, from now on. */
async function watch(page: Page): Promise<() => Promise<{ loads: number; pointers: number }>> {
  let loads = 0;
  page.on('load', () => loads++);
  await page.evaluate(() => {
    document.body.dataset.pointers = '0';
    for (const kind of ['pointerdown', 'mousedown', 'click'])
      document.addEventListener(
        kind,
        (event) => {
          const isByKey = event instanceof PointerEvent && kind === 'click' && event.detail === 0;
          if (!isByKey)
            document.body.dataset.pointers = String(Number(document.body.dataset.pointers) + 1);
        },
        true,
      );
  });
  return async () => ({
    loads,
    pointers: Number(await page.evaluate(() => document.body.dataset.pointers)),
  });
}

/** Presses Tab until the first button of this name in a table has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const isThere = await page.evaluate(
      (wanted) =>
        document.activeElement?.closest('td') !== null &&
        document.activeElement?.textContent === wanted,
      name,
    );
    if (isThere) return;
  }
  throw new Error(`Tab never reached ${name}`);
}
