import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { practiceProducts } from '@/lib/practice/catalogue';
import { practiceShops } from '@/lib/practice/shops';
import { variantColumns } from '@/lib/products/variant-sheet';
import type { WorkbookContent } from '@/lib/sheets/workbook-content';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { expect, test } from './browser';
import { openJudge } from './judge';
import type { Moa } from './moa';
import {
  collect,
  listenForComplaints,
  lookAndRun,
  openStage,
  photograph,
  read,
  waitingAt,
} from './operator';

const OWNER = { email: 'owner@first-run.test', password: 'first-run-2026' };
const ORDERS = 8;
const FIRST_STOCK = 40;

const shop = practiceShops.find(({ key }) => key === 'coupang-daily');
const variants = practiceProducts.flatMap((product) =>
  product.variants.map((variant) => ({ ...variant, name: product.productName })),
);

/** A real mall, as its owner opens it on the command line. */
async function openMall({ dataDir }: Moa): Promise<void> {
  await promisify(execFile)(
    'npm',
    ['run', 'create-mall', '--', '첫걸음상회', OWNER.email, '한대표'],
    {
      env: { ...process.env, MOA_DATA_DIR: dataDir, MOA_OWNER_PASSWORD: OWNER.password },
    },
  );
}

async function workInEveryMall(dataDir: string): Promise<void> {
  const judge = await openJudge(dataDir);
  await judge.sql`
    insert into memberships (user_id, mall_id, role, can_see_personal_data)
    select users.id, malls.id, 'owner', true from users, malls where users.email = ${OWNER.email}
    on conflict do nothing`;
  await judge.end();
}

export async function walkFirstRun(page: Page, moa: Moa): Promise<void> {
  await openMall(moa);
  const complaints = listenForComplaints(page);
  await moa.control.makeOrders({
    ...{ count: ORDERS, seed: 7, acknowledgedShare: 1 },
    shops: ['coupang-daily'],
    spreadMinutes: 120,
  });
  await page.goto(moa.url);
  await page.getByLabel('이메일').fill(OWNER.email);
  await page.getByLabel('비밀번호').fill(OWNER.password);
  await page.getByRole('button', { name: '로그인' }).click();
  await expect(firstSteps(page)).toBeVisible({ timeout: 30_000 });
  await photograph(page, '처음-시작하기');

  await step(page, '판매처 연결', connectChannel);
  await step(page, '상품 등록', importProducts);
  await step(page, '재고 입고', enterStock);
  await step(page, '배송업체 등록', addContract);

  await test.step('첫 주문수집', async () => {
    await firstSteps(page).getByRole('link', { name: '첫 주문수집' }).click();
    await collect(page);
    await page.getByRole('link', { name: '기본' }).click();
    await expect(firstSteps(page)).toHaveCount(0);
    await openStage(page, '할당');
    const waiting = await waitingAt(page, '할당');
    expect(waiting).toBeGreaterThan(0);
    await lookAndRun(page, '할당처리');
    await read(page, /건을 할당했습니다/);
    await expect.poll(() => waitingAt(page, '송장')).toBe(waiting);
    await photograph(page, '첫-주문');
  });

  await test.step('쇼핑몰 바꾸기: on to another mall of theirs, only once it is pressed', async () => {
    await workInEveryMall(moa.dataDir);
    await page.reload();
    const mall = page.getByRole('button', { name: '쇼핑몰 바꾸기' });
    await mall.press('ArrowUp');
    await mall.press('Enter');
    const choice = (name: string) => page.getByRole('dialog').getByRole('button', { name });
    await expect(choice('첫걸음상회')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+Tab');
    await expect(choice('모아 연습몰')).toBeFocused();
    await expect(page.locator('header').first()).toContainText('첫걸음상회');
    await page.keyboard.press('Enter');
    await expect(mall).toHaveText('모아 연습몰');
  });
  expect(complaints).toEqual([]);
}

const firstSteps = (page: Page): Locator => page.getByRole('region', { name: '처음 시작하기' });

/** Follows the link of a step, does it, and finds it ticked. */
async function step(page: Page, name: string, work: (page: Page) => Promise<void>): Promise<void> {
  await test.step(name, async () => {
    await firstSteps(page).getByRole('link', { name }).click();
    await work(page);
    await page
      .getByRole('navigation', { name: '주 메뉴' })
      .getByRole('link', { name: '기본' })
      .click();
    const item = firstSteps(page).getByRole('listitem').filter({ hasText: name });
    await expect(item.getByRole('img', { name: '완료' })).toBeVisible();
  });
}

async function connectChannel(page: Page): Promise<void> {
  if (shop?.marketplace !== 'coupang') throw new Error('The shop sells elsewhere.');
  const { vendorId, accessKey, secretKey } = shop.credentials;
  await page.getByRole('link', { name: '판매처 추가' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '쿠팡' }).click();
  const dialog = page.getByRole('dialog', { name: '쿠팡 추가' });
  await dialog.getByLabel('계정').fill(vendorId);
  await dialog.getByLabel('업체코드').fill(vendorId);
  await dialog.getByLabel('Access Key').fill(accessKey);
  await dialog.getByLabel('Secret Key').fill(secretKey);
  await photograph(page, '판매처-추가');
  await dialog.getByRole('button', { name: '저장' }).click();
  await read(page, /판매처를 추가했습니다/);
  await page.getByRole('button', { name: '연결 확인' }).click();
  await expect(page.getByText('연결되었습니다. 주문을 읽을 수 있습니다.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '닫기' }).first().click();
}

async function importProducts(page: Page): Promise<void> {
  const headers = [variantColumns.variantCode, variantColumns.productName, variantColumns.option];
  await upload(page, '품목 파일', {
    sheetName: '품목',
    headers,
    rows: variants.map(({ variantCode, name, option }) => [variantCode, name, option]),
    textColumns: [0, 1, 2],
  });
  await page.getByRole('button', { name: `${variants.length}행 등록` }).click();
  await read(page, /품목 \d+개를 등록/);
}

async function enterStock(page: Page): Promise<void> {
  await upload(page, '재고 파일', {
    sheetName: '재고',
    headers: ['품목코드', '현재고'],
    rows: variants.map(({ variantCode }) => [variantCode, FIRST_STOCK]),
    textColumns: [0],
  });
  await photograph(page, '재고-엑셀등록');
  await page.getByRole('button', { name: `${variants.length}행으로 실사 만들기` }).click();
  await page.waitForURL(/\/stock\/counts\/\d+$/);
  await photograph(page, '재고-실사');
  await scanFast(page);
  await page.getByRole('button', { name: '재고에 적용' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '재고에 적용' }).click();
  await read(page, /재고를 바꿨습니다/);
}

/** A scanner waits for no answer: each piece is counted, and a wrong code between them is told. */
async function scanFast(page: Page): Promise<void> {
  const [first, second] = variants;
  if (!first || !second) throw new Error('Too few practice products.');
  await page.getByRole('textbox', { name: '바코드 또는 품목코드' }).focus();
  const codes = [first.variantCode, second.variantCode, 'X-0', first.variantCode];
  await page.keyboard.type(codes.map((code) => `${code}\n`).join(''));
  const counted = (code: string) => page.getByRole('row').filter({ hasText: code });
  await expect(counted(first.variantCode).getByRole('spinbutton')).toHaveValue(
    `${FIRST_STOCK + 2}`,
  );
  await expect(counted(second.variantCode).getByRole('spinbutton')).toHaveValue(
    `${FIRST_STOCK + 1}`,
  );
  const complaints = page.getByRole('region', { name: '바코드 스캔' });
  await expect(complaints.getByRole('alert')).toContainText('X-0');
  await complaints.getByRole('button', { name: '닫기' }).click();
  await expect(complaints.getByText('X-0')).toHaveCount(0);
}

/** 엑셀등록 up to the preview of what it would do. */
async function upload(page: Page, label: string, sheet: WorkbookContent): Promise<void> {
  await page.getByRole('button', { name: '엑셀등록' }).click();
  const dialog = page.getByRole('dialog', { name: '엑셀등록' });
  await dialog.getByLabel(label).setInputFiles({
    name: `${label}.xlsx`,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(await writeXlsx(sheet)),
  });
  await dialog.getByRole('button', { name: '올리기' }).click();
  await expect(page.getByRole('table', { name: '파일의 행' })).toBeVisible({ timeout: 60_000 });
}

async function addContract(page: Page): Promise<void> {
  await page.getByRole('button', { name: '계약 추가' }).click();
  const dialog = page.getByRole('dialog', { name: '계약 추가' });
  await dialog.getByLabel('계약 이름').fill('한진');
  await dialog.getByLabel('배송업체', { exact: true }).selectOption('한진택배');
  await dialog.getByLabel('계약코드').fill('HJ-1');
  await dialog.getByLabel('보내는 사람', { exact: true }).fill('첫걸음상회');
  await dialog.getByLabel('보내는 사람 전화').fill('02-1234-5678');
  await dialog.getByLabel('보내는 사람 주소').fill('서울특별시 성동구 왕십리로 1');
  await dialog.getByRole('button', { name: '저장' }).click();
  await read(page, /계약을 등록했습니다/);
}
