import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { daysBefore } from '@/lib/period';
import type { Meaning } from '@/lib/practice/catalogue';
import { goodsOf } from './seller';

/** What an operator does at the screens, click by click and key by key. */

export type Stage = '주문통합수집' | '매칭' | '합포' | '할당' | '송장' | '배송';

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: '로그인' }).click();
  await expect(page.getByRole('navigation', { name: '주 메뉴' })).toBeVisible();
}

export async function openStage(page: Page, stage: Stage): Promise<void> {
  const tab = stageTab(page, stage);
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** How many wait at a stage, as its tab says. */
export async function waitingAt(page: Page, stage: Stage): Promise<number> {
  return countOf(stageTab(page, stage));
}

export async function openTab(page: Page, name: string): Promise<void> {
  const tab = tabNamed(page, name);
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

export async function countAt(page: Page, tab: string): Promise<number> {
  return countOf(tabNamed(page, tab));
}

/** Waits for a sentence that the product says now; one that was read before is none. */
export async function read(page: Page, sentence: RegExp): Promise<RegExpExecArray> {
  const toast = page
    .locator('[data-sonner-toast]:not([data-read])')
    .filter({ hasText: sentence })
    .first();
  await expect(toast).toBeVisible({ timeout: 30_000 });
  const said = await toast.evaluate((element: HTMLElement) => {
    element.dataset.read = '';
    const text = element.textContent ?? '';
    // It would stay, over what is pressed next.
    if (element.dataset.type === 'warning') {
      element.querySelector<HTMLElement>('[data-close-button]')?.click();
    }
    return text;
  });
  const found = sentence.exec(said);
  if (!found) throw new Error(`${said} is not ${sentence}`);
  return found;
}

export async function makePracticeOrders(page: Page, count: number): Promise<number> {
  await openStage(page, '주문통합수집');
  await page.getByLabel('연습 주문').fill(String(count));
  await page.getByRole('button', { name: '만들기' }).click();
  const [, orders, lines] = await read(page, /연습 주문 (\d+)건\(품목 ([\d,]+)건\)을 만들었습니다/);
  expect(orders).toBe(String(count));
  return Number(lines);
}

/** 주문통합수집 of the last week from every channel. */
export async function requestCollection(page: Page): Promise<void> {
  await openStage(page, '주문통합수집');
  await page.getByRole('button', { name: '주문통합수집' }).click();
  const dialog = page.getByRole('dialog', { name: '주문통합수집' });
  await dialog.getByRole('button', { name: '1주일' }).click();
  await dialog.getByRole('button', { name: '주문수집' }).click();
  await read(page, /판매처 \d+곳의 주문수집을 시작했습니다/);
}

/** Watches the live progress until nothing is being collected any more. */
export async function collect(page: Page): Promise<void> {
  await requestCollection(page);
  const progress = page.getByRole('region', { name: '수집 진행상황' });
  await standsBelowTheTabs(page, progress);
  expect(await endlessMotion(page)).toBe(0);
  await expect(progress).toHaveCount(0, { timeout: 60_000 });
}

/** How much goes on moving although whoever looks has asked for less of it. */
function endlessMotion(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === Infinity)
        .length,
  );
}

/** 신규 or 갱신 of every channel's last collection, added up. */
export async function collectedOrders(page: Page, column: '신규' | '갱신'): Promise<number> {
  const table = page.getByRole('table', { name: '수집 현황' });
  const headers = await table.getByRole('columnheader').allInnerTexts();
  const cells = table.locator(`tbody td:nth-child(${headers.indexOf(column) + 1})`);
  return (await cells.allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
}

export async function acknowledgeAll(page: Page): Promise<void> {
  await openStage(page, '주문통합수집');
  await openTab(page, '발주전');
  await readableAt1280(page, '발주전');
  await page.getByRole('button', { name: '전체 발주확인' }).click();
  await confirm(page, '발주확인');
  await expect(page.getByText('발주확인을 기다리는 주문이 없습니다.')).toBeVisible({
    timeout: 60_000,
  });
  await standsBelowTheTabs(page, page.getByRole('region', { name: '발주확인 진행상황' }));
}

const TWO_LINES = 70;

/** Where it comes and goes, nothing else moves; it is seen without scrolling, and so is the list. */
async function standsBelowTheTabs(page: Page, progress: Locator): Promise<void> {
  await expect(progress).toBeInViewport();
  const tabs = page.getByRole('tablist', { name: '주문통합수집 목록' });
  const [above, below] = [await tabs.boundingBox(), await progress.boundingBox()];
  expect(below?.y).toBeGreaterThan(above?.y ?? Number.POSITIVE_INFINITY);
  expect(below?.height).toBeLessThan(TWO_LINES);
}

/** At 1280 pixels a list is no wider than its place, and no cell of it is cut. */
export async function readableAt1280(page: Page, list: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 1280, height: 800 });
  const table = page.getByRole('table', { name: list });
  await expect(table).toBeVisible();
  const cut = await table.evaluate((element) => [
    ...(element.scrollWidth > (element.parentElement?.clientWidth ?? 0) ? ['the list'] : []),
    ...[...element.querySelectorAll('td')]
      .filter((cell) => cell.scrollWidth > cell.clientWidth)
      .map((cell) => cell.textContent),
  ]);
  expect(cut).toEqual([]);
  await page.setViewportSize(before);
}

/** Every unknown product by keyboard: the first suggestion where it is right, else by 품목코드. */
export async function matchByKeyboard(page: Page): Promise<void> {
  await openStage(page, '매칭');
  await page
    .getByRole('table', { name: '상품별' })
    .getByRole('button', { name: '매칭' })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '주문상품 매칭' });
  await expect(dialog).toBeVisible();
  while (await dialog.isVisible()) {
    await expect(dialog.getByRole('table', { name: '품목 검색결과' })).toBeVisible();
    const facts = await dialog.locator('dd').allTextContents();
    const [product = '', option = '', channel = '', lineId = ''] = facts;
    for (const goods of goodsOf({ channel, product, option }))
      await chooseGoods(page, dialog, goods);
    await page.keyboard.press('Control+Enter');
    await read(page, /품목을 매칭했습니다/);
    const sameLine = dialog
      .locator('dd')
      .nth(3)
      .filter({ hasText: new RegExp(`^${lineId}$`) });
    await expect(sameLine).toHaveCount(0);
  }
  await expect(page.getByText('미매칭 주문이 없습니다')).toBeVisible();
  await expect(page.getByRole('link', { name: '합포 화면으로' })).toBeFocused();
}

async function chooseGoods(page: Page, dialog: Locator, { variantCode, quantity }: Meaning) {
  const found = dialog.getByRole('table', { name: '품목 검색결과' }).locator('tbody tr');
  const first = await found.first().textContent();
  if (!first?.includes(variantCode)) await searchCode(page, dialog, variantCode);
  await dialog.getByRole('searchbox', { name: '검색어' }).press('ArrowDown');
  await expect(found.first().getByRole('checkbox')).toBeFocused();
  await page.keyboard.press('Enter');
  const chosen = dialog.getByRole('list', { name: '매칭할 품목' });
  if (quantity > 1) await chosen.getByRole('spinbutton').last().fill(String(quantity));
}

async function searchCode(page: Page, dialog: Locator, variantCode: string): Promise<void> {
  const kind = dialog.getByRole('combobox', { name: '검색구분' });
  await kind.focus();
  if ((await kind.inputValue()) !== 'variantCode') await page.keyboard.press('ArrowDown');
  await expect(kind).toHaveValue('variantCode');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(variantCode);
  await page.keyboard.press('Enter');
  const found = dialog.getByRole('table', { name: '품목 검색결과' }).locator('tbody tr');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText(variantCode);
}

/** Puts 시작일 ten days back and does not search for it; a run takes it all the same. */
export async function beginEarlier(page: Page): Promise<string> {
  const field = page.getByRole('group', { name: /^기간/ }).getByLabel('시작일');
  const from = daysBefore(await field.inputValue(), 10);
  await field.fill(from);
  return from;
}

/** Closes a preview without running: the focus is where it was. */
export async function lookAndLeave(page: Page, run: '합포처리' | '할당처리'): Promise<void> {
  const button = page.getByRole('button', { name: run });
  await button.click();
  await expect(page.getByRole('dialog', { name: `${run} 미리보기` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
}

/** Looks at the preview of a stage's run, then runs it. Returns the preview's counts. */
export async function lookAndRun(
  page: Page,
  run: '합포처리' | '할당처리',
): Promise<Record<string, number>> {
  await page.getByRole('button', { name: run }).click();
  const preview = page.getByRole('dialog', { name: `${run} 미리보기` });
  await expect(preview).toBeVisible();
  const names = await preview.locator('dt').allInnerTexts();
  const counts = await preview.locator('dd').allInnerTexts();
  await photograph(page, `${run}-preview`);
  await preview.getByRole('button', { name: '실행' }).click();
  return Object.fromEntries(names.map((name, index) => [name, Number(counts[index])]));
}

export async function loadShipments(page: Page): Promise<number> {
  await openStage(page, '송장');
  await page.getByRole('button', { name: '불러오기' }).click();
  const [, count] = await read(page, /(\d+)건을 불러왔습니다/);
  return Number(count);
}

/** What a dialog has counted, once it has. */
async function counted(dialog: Locator, sentence: RegExp): Promise<RegExpExecArray> {
  const status = dialog.getByRole('status');
  await expect(status).toContainText(sentence);
  const found = sentence.exec((await status.textContent()) ?? '');
  if (!found) throw new Error(`Nothing is ${sentence}`);
  return found;
}

export async function chooseRange(page: Page, range: string): Promise<void> {
  await page.getByRole('textbox', { name: '범위' }).fill(range);
}

/** 엑셀요청 of the range, and the file it makes. */
export async function takeOutSheet(
  page: Page,
  { template, password }: { template: string; password: string },
): Promise<Uint8Array> {
  await page.getByRole('button', { name: '엑셀요청' }).click();
  const dialog = page.getByRole('dialog', { name: '엑셀요청' });
  await dialog.getByLabel('양식').selectOption({ label: template });
  await dialog.getByLabel('비밀번호', { exact: true }).fill(password);
  await dialog.getByLabel('비밀번호 확인').fill(password);
  await dialog.getByLabel('요청 사유').fill('배송업체 접수');
  const [, rows] = await counted(dialog, /파일에 담기는 배송 [\d,]+건 \(([\d,]+)행\)/);
  await dialog.getByRole('button', { name: `${rows}건 요청`, exact: true }).click();
  const history = page.getByRole('dialog', { name: '엑셀다운이력' });
  const link = history.getByRole('link', { name: '다운로드' }).first();
  await expect(link).toBeVisible({ timeout: 30_000 });
  await photograph(page, '송장-엑셀다운이력');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  await close(history);
  return readFile(await download.path());
}

/** 엑셀관리 → 엑셀처리 → 송장등록 of a file that a courier's program gave back. */
export async function bringSheetBack(page: Page, name: string, bytes: Uint8Array): Promise<number> {
  await page.getByRole('button', { name: '엑셀관리' }).click();
  const dialog = page.getByRole('dialog', { name: '송장엑셀관리' });
  await dialog.getByRole('button', { name: '엑셀처리' }).click();
  const upload = page.getByRole('dialog', { name: '엑셀처리' });
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await upload
    .getByLabel('결과 파일')
    .setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
  await upload.getByRole('button', { name: '올리기' }).click();
  const register = dialog.getByRole('button', { name: /^송장등록 / });
  await expect(register).toBeEnabled({ timeout: 30_000 });
  await photograph(page, '송장-엑셀등록');
  await register.click();
  const [, count] = await read(page, /([\d,]+)건의 송장을 등록했습니다/);
  // The sentence stands beside it, not over it.
  await dialog.getByRole('button', { name: '닫기' }).last().click({ timeout: 2_000 });
  await expect(dialog).toHaveCount(0);
  return Number(count);
}

/** 송장범위관리: the next numbers of the first courier contract, and their labels in a new tab. */
export async function numberFromRange(page: Page): Promise<number> {
  await page.getByRole('button', { name: '송장범위관리' }).click();
  const dialog = page.getByRole('dialog', { name: '송장범위관리' });
  await dialog.getByRole('button', { name: '확인' }).click();
  const done = /([\d,]+)건에 번호를 등록하고/;
  await expect(dialog.getByRole('status')).toHaveText(done, { timeout: 30_000 });
  const [, count] = done.exec((await dialog.getByRole('status').textContent()) ?? '') ?? [];
  const labels = await dialog.getByRole('link', { name: '라벨 PDF 열기' }).getAttribute('href');
  await expectPdf(page, new URL(labels ?? '', page.url()).href);
  await photograph(page, '송장-범위관리');
  await close(dialog);
  return Number(count);
}

/** 출력 → 라벨 재출력, and out again: the focus is at the menu it was chosen from. */
export async function lookAtReprinting(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: '출력', exact: true });
  await menu.click();
  await page.getByRole('menuitem', { name: '라벨 재출력' }).click();
  await expect(page.getByRole('dialog', { name: '라벨 재출력' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
}

/** The question before the last run of 송장 is taken back: which it is, and what becomes of its labels. */
export async function lookAtTakingBack(page: Page, run: string, result: string): Promise<void> {
  await page.locator('summary').filter({ hasText: '처리 이력' }).click();
  const row = page.getByRole('row').filter({ hasText: run }).first();
  await row.getByRole('button', { name: '실행취소' }).click();
  const question = page.getByRole('alertdialog', { name: run });
  await expect(question).toContainText(result);
  await expect(question).toContainText('이미 출력한 라벨은 버리세요.');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
}

/** At once, or at the end of the page that says how far it is. */
async function expectPdf(page: Page, href: string) {
  const answer = await page.request.get(href);
  const isUnderWay = new URL(answer.url()).pathname.startsWith('/drawings/');
  const file = isUnderWay ? `${answer.url()}/file` : answer.url();
  const beginning = async () =>
    (await (await page.request.get(file)).body()).subarray(0, 5).toString();
  await expect.poll(beginning, { timeout: 90_000 }).toBe('%PDF-');
}

/** A scanner types the number and Enter; returns the verdict. */
export async function scan(page: Page, waybillNo: string): Promise<string> {
  const before = await scansSoFar(page);
  const field = page.getByRole('textbox', { name: '바코드배송처리' });
  await field.fill(waybillNo);
  await field.press('Enter');
  await expect.poll(() => scansSoFar(page)).toBe(before + 1);
  const verdict = page.locator('output[data-verdict]').filter({ hasText: waybillNo });
  return (await verdict.textContent()) ?? '';
}

export async function openScanStation(page: Page): Promise<void> {
  await page.getByRole('link', { name: '바코드배송처리' }).click();
  await expect(page.getByRole('textbox', { name: '바코드배송처리' })).toBeFocused();
}

export async function leaveScanStation(page: Page): Promise<void> {
  await page.getByRole('link', { name: '배송 목록' }).click();
  await expect(page.getByRole('table', { name: '배송 목록' })).toBeVisible();
}

/** Answered ones: 확인 대기 is the last of the counters. */
async function scansSoFar(page: Page): Promise<number> {
  const counters = page.getByRole('region', { name: '이번 작업' }).locator('dd');
  const counts = (await counters.allInnerTexts()).slice(0, -1);
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

export async function shipAll(page: Page): Promise<number> {
  await page.getByRole('button', { name: '전체배송처리' }).click();
  await confirm(page, '전체배송처리');
  const [, count] = await read(page, /([\d,]+)건을 배송처리했습니다/);
  return Number(count);
}

async function confirm(page: Page, label: string): Promise<void> {
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: label, exact: true }).click();
  await expect(question).toHaveCount(0);
}

async function close(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: '닫기' }).first().click();
  await expect(dialog).toHaveCount(0);
}

function tabNamed(page: Page, name: string): Locator {
  return page.getByRole('tab', { name: new RegExp(`^${name}`) });
}

function stageTab(page: Page, stage: Stage): Locator {
  return page
    .getByRole('tablist', { name: '주문 처리 단계' })
    .getByRole('tab', { name: new RegExp(`^${stage}`) });
}

async function countOf(element: Locator): Promise<number> {
  const counted = element.locator('xpath=descendant-or-self::*[@data-count]').first();
  return Number(await counted.getAttribute('data-count'));
}

/** The screen as it stands, in both widths, into the folder that SCREENSHOTS names. */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  for (const width of [1440, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({
      path: `${folder}/${name}-${width}.png`,
      style: '[data-sonner-toaster] { display: none }',
      animations: 'disabled',
    });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Everything that the browser complains about, blocked content included. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}
