import type { Page } from '@playwright/test';
import { test as base, expect } from './browser';
import { issueNumbers } from './courier';
import {
  everything,
  goodsMatched,
  goodsSold,
  type Judge,
  numbersAccepted,
  numbersOnParcels,
  numbersTold,
  openJudge,
  ordersThere,
} from './judge';
import { installMoa, type Moa } from './moa';
import {
  acknowledgeAll,
  beginEarlier,
  bringSheetBack,
  chooseRange,
  collect,
  collectedOrders,
  countAt,
  leaveScanStation,
  listenForComplaints,
  loadShipments,
  lookAndLeave,
  lookAndRun,
  lookAtReprinting,
  lookAtTakingBack,
  makePracticeOrders,
  matchByKeyboard,
  numberFromRange,
  openScanStation,
  openStage,
  openTab,
  photograph,
  read,
  scan,
  shipAll,
  signIn,
  takeOutSheet,
  waitingAt,
} from './operator';

/** Its buyers order for one address several times, hide their phones, and want what is sold out. */
const SEED = '1117';
const ORDERS = 60;
const PASSWORD = 'courier-2026';

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PRACTICE_SEED: SEED });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('an order goes the whole way from the marketplace to its waybill number there', async ({
  page,
  moa,
  judge,
}) => {
  const complaints = listenForComplaints(page);
  await signIn(page, moa.url);

  await test.step('dialogs say what they lack, where the focus is', async () => {
    await page.goto(`${moa.url}/orders/register`);
    const open = page.getByRole('button', { name: '직접입력 주문등록' });
    await open.press('Enter');
    const form = page.getByRole('dialog', { name: '주문등록 · 직접입력' });
    await form.getByRole('button', { name: '등록', exact: true }).click();
    const recipient = form.getByLabel('수령자명');
    await expect(recipient).toBeFocused();
    await expect(form.getByText('필수 입력 항목입니다.')).toHaveCount(2);
    await recipient.fill('김모아');
    await expect(form.getByText('필수 입력 항목입니다.')).toHaveCount(1);
    await expect(recipient).toHaveAttribute('aria-required', 'true');
    await form.getByLabel('휴대전화').fill('010-1234-5678');
    await form.getByLabel(/^주소/).fill('서울 중구 세종대로 110');
    await form.getByRole('button', { name: '등록', exact: true }).click();
    await expect(form.getByLabel('검색어')).toBeFocused();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').getByRole('button', { name: '저장하지 않고 닫기' }).click();
    await expect(open).toBeFocused();

    await page.goto(`${moa.url}/orders/ship?by=shipped&stage=delivered`);
    await expect(page.getByRole('link', { name: '주문일 기준으로 보기' })).toBeVisible();

    await openStage(page, '주문통합수집');
    await page.getByRole('button', { name: '주문통합수집' }).click();
    const collection = page.getByRole('dialog', { name: '주문통합수집' });
    await collection.getByRole('button', { name: '선택 해제' }).click();
    await collection.getByLabel('시작일').fill('');
    await collection.getByRole('button', { name: '주문수집' }).click();
    await expect(collection.getByText('판매처를 하나 이상 선택하세요')).toHaveCount(1);
    await expect(collection.getByText('필수 입력 항목입니다')).toHaveCount(1);
    await page.mouse.click(2, 2);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').getByRole('button', { name: '저장하지 않고 닫기' }).click();
    await expect(collection).toHaveCount(0);
  });

  await test.step('collect', async () => {
    const lines = await makePracticeOrders(page, ORDERS);
    await collect(page);
    expect(await collectedOrders(page, '신규')).toBe(await ordersThere(moa.control));
    expect(await judge.sql`select from order_lines`).toHaveLength(lines);
    await photograph(page, '주문통합수집');
    await acknowledgeAll(page);
  });

  await test.step('match', async () => {
    await openStage(page, '매칭');
    const tab = page.getByRole('tab', {
      name: `매칭 · 매칭 대기 ${await waitingAt(page, '매칭')}건`,
    });
    await expect(tab).toBeVisible();
    await photograph(page, '매칭');
    await matchByKeyboard(page);
    expect(await goodsMatched(judge)).toEqual(await goodsSold(moa.control));
  });

  await test.step('bundle', async () => {
    await openStage(page, '합포');
    await lookAndLeave(page, '합포처리');
    const from = await beginEarlier(page);
    const looked = await lookAndRun(page, '합포처리');
    const [, bundled, joined] = await read(page, /(\d+)개 묶음으로 합쳐 상자 (\d+)개가 줄었습니다/);
    expect([looked['합포 묶음'], looked['줄어드는 상자']].map(String)).toEqual([bundled, joined]);
    await expect.poll(() => countAt(page, '합포결과')).toBe(Number(bundled));
    expect(new URL(page.url()).searchParams.get('from')).toBe(from);
    expect(
      await judge.sql`
      select from runs where kind = 'bundle' and conditions->>'from' = ${from}`,
    ).toHaveLength(1);
    await photograph(page, '합포');
    await openTab(page, '확인필요');
    await photograph(page, '합포-확인필요');
    await page.locator('[data-review]').first().locator('tr').nth(1).focus();
    await page.keyboard.press('y');
    await page.keyboard.press('Control+Enter');
    await read(page, /1건을 합포하고 0건을 미합포로 기억했습니다/);
    await expect.poll(() => countAt(page, '확인필요')).toBe((looked.확인필요 ?? 0) - 1);
  });

  await test.step('allocate', async () => {
    await openStage(page, '할당');
    await fillFromPolicy(page);
    const basis = page.getByRole('combobox', { name: '할당기준' });
    await expect(basis).toHaveValue('whole');
    await expect(page.getByRole('checkbox', { name: '완전배송주문 재할당' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: '부분배송주문 재할당' })).not.toBeChecked();
    await basis.selectOption('완전배송가능 우선, 부분배송가능 이후 할당');
    const from = await beginEarlier(page);
    const looked = await lookAndRun(page, '할당처리');
    await expect.poll(() => waitingAt(page, '송장')).toBe(looked.완전배송가능);
    expect(
      await judge.sql`
      select conditions->'servesPartly' as partly, conditions->'reallocatesWhole' as whole,
        conditions->'reallocatesPartly' as "takesPartly"
      from runs where kind = 'allocate'
        and (conditions->>'from')::timestamptz = ${`${from}T00:00:00+09:00`}`,
    ).toEqual([{ partly: true, whole: true, takesPartly: false }]);
    await openTab(page, '부분배송가능');
    await photograph(page, '할당');
    const list = page.getByRole('table', { name: '부분배송가능' });
    const partly = list.getByRole('row').filter({ hasText: '카페24' }).first();
    const splitting = page.getByRole('button', { name: '미할당주문나누기' });
    await splitting.click();
    await expect(page.getByText('하나 이상 선택하세요.')).toBeInViewport();
    await partly.getByRole('combobox').selectOption('적용');
    await splitting.click();
    await expect.poll(() => waitingAt(page, '송장')).toBe((looked.완전배송가능 ?? 0) + 1);
  });

  const parcels = await test.step('invoice', async () => {
    const count = await loadShipments(page);
    const half = Math.floor(count / 2);
    await chooseRange(page, `1-${half}`);
    const sheet = await takeOutSheet(page, {
      template: 'CJ대한통운 접수 양식',
      password: PASSWORD,
    });
    const { bytes, numbers } = await issueNumbers(sheet, PASSWORD);
    expect(numbers.size).toBe(half);
    expect(await bringSheetBack(page, '접수결과.xlsx', bytes)).toBe(half);
    await chooseRange(page, `${half + 1}-${count - 2}, ${count - 1}, ${count}`);
    expect(await numberFromRange(page)).toBe(count - half);
    await lookAtReprinting(page);
    await lookAtTakingBack(page, '송장범위관리', `${count - half}건 등록`);
    await photograph(page, '송장');
    const given = await judge.sql<{ id: string; number: string }[]>`
      select id::text, waybill_no as number from shipments where courier = 'cj'`;
    expect(new Map(given.map(({ id, number }) => [id, number]))).toEqual(numbers);
    return count;
  });

  await test.step('ship', async () => {
    await openStage(page, '배송');
    await photograph(page, '배송-대기');
    const waiting = await judge.sql<{ number: string }[]>`
      select waybill_no as number from shipments where stage = 'invoiced' order by id limit 3`;
    await openScanStation(page);
    for (const { number } of waiting) expect(await scan(page, number)).toContain('정상');
    expect(await scan(page, waiting[0]?.number ?? '')).toContain('중복');
    await photograph(page, '배송-스캔');
    await leaveScanStation(page);
    expect(await shipAll(page)).toBe(parcels - waiting.length);
    await openTab(page, '배송처리');
    await expect.poll(() => pushStates(judge), { timeout: 120_000 }).toEqual(['done']);
  });

  await test.step('the marketplaces hold the number of every line, once', async () => {
    const accepted = await numbersAccepted(moa.control);
    expect(accepted).toEqual(await numbersOnParcels(judge));
    expect(await numbersTold(judge)).toEqual(accepted);
    const lines = accepted.map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(lines).size).toBe(accepted.length);
  });

  await test.step('collect again: nothing changes', async () => {
    const shipped = await everything(judge);
    await collect(page);
    const { order_lines, order_documents, ...ours } = await everything(judge);
    expect(shipped).toMatchObject(ours);
    await collect(page);
    expect(await collectedOrders(page, '신규')).toBe(0);
    expect(await collectedOrders(page, '갱신')).toBe(0);
    expect(await everything(judge)).toEqual({ ...ours, order_lines, order_documents });
  });

  await test.step('both states stand side by side', async () => {
    await openStage(page, '배송');
    await openTab(page, '배송처리');
    await page.getByRole('link', { name: '100', exact: true }).click();
    const rows = page.getByRole('table', { name: '배송 목록' }).locator('tbody tr');
    await expect(rows).toHaveCount(parcels);
    await expect(rows.filter({ hasText: '배송중' }).filter({ hasText: '전송완료' })).toHaveCount(
      parcels,
    );
    const number = rows.first().getByRole('link', { name: /^\d{12}$/ });
    await expect(number).toHaveAttribute('href', new RegExp(`${await number.textContent()}$`));
    await photograph(page, '배송');
  });

  expect(complaints).toEqual([]);
});

/** 정책 비교: whole orders are taken back, partly served ones are not, and none is served in part. */
async function fillFromPolicy(page: Page): Promise<void> {
  await page.getByRole('button', { name: '정책 비교' }).click();
  const dialog = page.getByRole('dialog', { name: '할당 정책 비교' });
  const choice = (name: string) => dialog.getByRole('combobox', { name: `정책 B ${name}` });
  await choice('할당기준').selectOption('완전배송가능만');
  await choice('완전배송주문 재할당').selectOption('함');
  await choice('부분배송주문 재할당').selectOption('안 함');
  await dialog.getByRole('button', { name: '비교', exact: true }).click();
  await expect(dialog.locator('[data-forecast=whole]')).toHaveCount(3);
  await photograph(page, '할당-정책비교');
  await dialog.getByRole('button', { name: '이 정책으로 조건 채우기' }).nth(1).click();
  await expect(dialog).toHaveCount(0);
}

async function pushStates({ sql }: Judge): Promise<string[]> {
  const states = await sql<{ state: string }[]>`select distinct state from pushes order by 1`;
  return states.map(({ state }) => state);
}
