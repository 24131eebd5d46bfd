import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { test as base, expect } from './browser';
import { type Judge, openJudge } from './judge';
import { installMoa, type Moa } from './moa';
import {
  collect,
  loadShipments,
  lookAndRun,
  numberFromRange,
  openScanStation,
  openStage,
  photograph,
  read,
  scan,
  signIn,
} from './operator';

const PATIENCE = { timeout: 90_000 };

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3947' });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('scans wait while the server is away, are never 정상 before it has said so, and ship once', async ({
  page,
  moa,
  judge,
}) => {
  await moa.control.makeOrders({
    count: 16,
    seed: 4,
    shops: ['coupang-daily'],
    acknowledgedShare: 1,
  });
  await signIn(page, moa.url);
  await collect(page);
  await openStage(page, '할당');
  await lookAndRun(page, '할당처리');
  await read(page, /건을 할당했습니다/);
  await loadShipments(page);
  await numberFromRange(page);
  await openStage(page, '배송');
  const [first = '', second = '', third = '', fourth = '', fifth = '', sixth = ''] =
    await numbers(judge);
  const short = await ofSeveralPieces(judge, (await numbers(judge)).slice(6));

  const drawnByTheServer = await page.request.get(`${moa.url}/orders/ship/scan`);
  expect(await drawnByTheServer.text()).not.toContain('aria-pressed');
  await openScanStation(page);
  expect(await scan(page, first)).toContain('정상');
  expect(await scan(page, first)).toContain('중복');
  expect(await scan(page, '000000000000')).toContain('송장번호오류');
  await photograph(page, '스캔-정상');

  await test.step('a network that is away for a moment', async () => {
    await page.route('**/api/scans', (route) => route.abort());
    const recent = page.getByRole('region', { name: '최근 스캔' });
    const place = (await recent.boundingBox())?.y;
    await type(page, '111111111111');
    await type(page, second);
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'waiting');
    await expect(page.getByRole('status').filter({ hasText: '확인을 기다립니다' })).toBeVisible();
    await photograph(page, '스캔-확인대기');
    expect(await shippedOf(judge, [second])).toBe(0);
    await page.unroute('**/api/scans');
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'shipped');
    const recalls = page.getByRole('region', { name: '다시 뺄 상자' });
    await expect(recalls).toContainText('111111111111');
    expect((await recent.boundingBox())?.y).toBe(place);
    await photograph(page, '스캔-다시뺄상자');
    await recalls.getByRole('button', { name: '모두 뺐습니다' }).click();
    expect((await recent.boundingBox())?.y).toBe(place);
  });

  await test.step('a server that is killed and started again', async () => {
    await moa.kill();
    await type(page, third);
    await type(page, fourth);
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'waiting');
    expect(await shippedOf(judge, [third, fourth])).toBe(0);
    await moa.start();
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'shipped', PATIENCE);
    await expect.poll(() => shippedOf(judge, [third, fourth])).toBe(2);
    await expect(page.getByRole('region', { name: '이번 작업' })).toContainText('정상4');
  });

  await test.step('a parcel whose goods are checked', async () => {
    await page.keyboard.press('F2');
    await type(page, fifth);
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'ready');
    await type(page, 'not-in-here');
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'wrongItem');
    await photograph(page, '스캔-검수');
    for (const code of await piecesOf(judge, fifth)) await type(page, code);
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'shipped');
    expect(await shippedOf(judge, [fifth])).toBe(1);
  });

  await test.step('a parcel whose goods are not all there', async () => {
    await type(page, short);
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'ready');
    const pieces = await piecesOf(judge, short);
    await page.keyboard.press('F8');
    const dialog = page.getByRole('dialog', { name: `결품 · 송장 ${short}` });
    await expect(dialog.getByRole('checkbox', { name: '재고를 확인할 때까지 보류' })).toBeChecked();
    await photograph(page, '스캔-결품');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('region', { name: '검수' })).toBeVisible();
    await page.keyboard.press('F8');
    await type(page, pieces[0] ?? '');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('region', { name: '검수' })).toContainText('1 / ');
    await page.keyboard.press('F8');
    await dialog.getByRole('button', { name: '결품 처리' }).press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: '결품 처리' }).press('Enter');
    await read(page, new RegExp(`결품 ${pieces.length - 1}개를 재고에서 뺐습니다`));
    await expect(page.getByRole('region', { name: '검수' })).toBeHidden();
    const held = await judge.sql`
      select from shipments where stage = 'ready' and 'short' = any(hold_kinds)`;
    expect(held).toHaveLength(1);
  });

  await test.step('goods that are scanned before their parcel has been looked up', async () => {
    await page.route('**/api/scans', async (route) => {
      await sleep(500);
      await route.continue();
    });
    for (const code of [sixth, ...(await piecesOf(judge, sixth))]) await type(page, code);
    await expect.poll(() => shippedOf(judge, [sixth])).toBe(1);
  });
  const runs = await judge.sql<{ shipped: number }[]>`
    select sum((counts ->> 'shipped')::int)::int as shipped from runs where kind = 'ship'`;
  expect(runs[0]?.shipped).toBe(6);
});

async function type(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const verdict = (page: Page) => page.locator('output[data-verdict]');

async function numbers(judge: Judge): Promise<string[]> {
  const found = await judge.sql<{ number: string }[]>`
    select waybill_no as number from shipments where stage = 'invoiced' order by id`;
  return found.map(({ number }) => number);
}

async function ofSeveralPieces(judge: Judge, waybillNos: string[]): Promise<string> {
  for (const waybillNo of waybillNos) {
    if ((await piecesOf(judge, waybillNo)).length > 1) return waybillNo;
  }
  throw new Error('Every parcel holds one piece');
}

async function shippedOf(judge: Judge, waybillNos: string[]): Promise<number> {
  const found = await judge.sql`
    select from shipments where stage = 'shipped' and waybill_no = any(${waybillNos})`;
  return found.length;
}

async function piecesOf(judge: Judge, waybillNo: string): Promise<string[]> {
  const found = await judge.sql<{ code: string; pieces: number }[]>`
    select coalesce(nullif(variant.barcode, ''), variant.variant_code) as code,
      sum(line.qty * item.qty)::int as pieces
    from shipments shipment
    join shipment_lines line on line.shipment_id = shipment.id
    join composition_items item on item.composition_id = line.composition_id
    join variants variant on variant.id = item.variant_id
    where shipment.waybill_no = ${waybillNo} group by 1`;
  return found.flatMap(({ code, pieces }) => Array<string>(pieces).fill(code));
}
