import type { Page } from '@playwright/test';
import { test as base, expect } from '../browser';
import {
  businessRows,
  type Judge,
  numbersAccepted,
  numbersOnParcels,
  numbersTold,
  openJudge,
  stockRows,
  whileHolding,
} from '../judge';
import { installMoa, type Moa } from '../moa';
import {
  collect,
  loadShipments,
  lookAndRun,
  numberFromRange,
  openStage,
  read,
  requestCollection,
  shipAll,
  signIn,
} from '../operator';

const BOXES_A_PAGE = 50;
const PATIENCE = { timeout: 150_000 };
const AT_ONCE = { intervals: [50] };

/** A Moa of its own, watched by its own judge. */
type Line = { moa: Moa; judge: Judge; close(): Promise<void> };

const test = base.extend<{ openLine: () => Promise<Line> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  openLine: async ({}, use) => {
    const open = new Set<Line>();
    await use(async () => {
      const moa = await installMoa();
      const judge = await openJudge(moa.dataDir);
      const close = async () => {
        open.delete(line);
        await judge.end();
        await moa.remove();
      };
      const line = { moa, judge, close };
      open.add(line);
      return line;
    });
    for (const line of open) await line.close();
  },
});

test('a line that is killed three times ends like one that never was', async ({
  page,
  openLine,
}) => {
  const now = new Date();

  const calm = await openLine();
  await makeOrders(calm.moa, now);
  await signIn(page, calm.moa.url);
  await collect(page);
  await bundle(page);
  await allocate(page);
  await numberAll(page);
  await openStage(page, '배송');
  await shipAll(page);
  await untilAllIsTold(calm);
  const [collection, expected] = [await coupangCollection(calm), await outcome(calm)];
  await calm.close();

  const killed = await openLine();
  await makeOrders(killed.moa, now);
  // Both began as copies of one, so the session of the first would be one of the second.
  await page.context().clearCookies();
  await signIn(page, killed.moa.url);
  await test.step('killed in page 2 of a collection', async () => {
    await killInCollection(page, killed);
    await comeBack(page, killed);
    await expect
      .poll(() => coupangCollection(killed), PATIENCE)
      .toEqual({ ...collection, attempts: collection.attempts + 1 });
    await expect.poll(() => statesOf(killed, 'collection_runs'), PATIENCE).toEqual(['done']);
  });
  await bundle(page);
  await test.step('killed in the middle of an allocation', async () => {
    await killInAllocation(page, killed);
    await comeBack(page, killed);
  });
  await allocate(page);
  await numberAll(page);
  await test.step('killed between a marketplace’s acceptance and our commit', async () => {
    await killInPush(page, killed);
    await comeBack(page, killed);
    await untilAllIsTold(killed);
  });
  expect(await outcome(killed)).toEqual(expected);
});

/** The same buyers, at the same moment, want the same. */
async function makeOrders({ control }: Moa, now: Date): Promise<void> {
  const wishes = { now: now.toISOString(), seed: 4, acknowledgedShare: 1 };
  await control.makeOrders({ ...wishes, count: 75, shops: ['coupang-daily'] });
  await control.makeOrders({ ...wishes, count: 16, shops: ['cafe24-daily'] });
}

async function bundle(page: Page): Promise<void> {
  await openStage(page, '합포');
  await lookAndRun(page, '합포처리');
  await read(page, /묶음으로 합쳐 상자 \d+개가 줄었습니다|합칠 배송이 없습니다/);
}

async function allocate(page: Page): Promise<void> {
  await openStage(page, '할당');
  await lookAndRun(page, '할당처리');
  await read(page, /부분배송 \d+건을 할당했습니다/);
}

async function numberAll(page: Page): Promise<void> {
  const count = await loadShipments(page);
  expect(await numberFromRange(page)).toBe(count);
}

/** The marketplace answers slowly, so that there is time to die between two of its pages. */
async function killInCollection(page: Page, line: Line): Promise<void> {
  const { control } = line.moa;
  const listing = { marketplace: 'coupang', operation: 'ordersheets' } as const;
  await control.addFault({ ...listing, fault: 'slow', milliseconds: 3_000 });
  const boxes = await control.orders({ shop: 'coupang-daily' });
  const pageOne = new Set(boxes.slice(0, BOXES_A_PAGE).map(({ orderNo }) => orderNo)).size;
  const afterPageOne = { state: 'running', fetched: pageOne, orders: pageOne };
  await requestCollection(page);
  await expect.poll(() => coupangCollection(line), AT_ONCE).toMatchObject(afterPageOne);
  await line.moa.kill();
  expect(await coupangCollection(line)).toMatchObject(afterPageOne);
  await control.clearFaults();
}

/** The judge holds the stock, so that the run stands still inside its transaction. */
async function killInAllocation(page: Page, line: Line): Promise<void> {
  const { moa, judge } = line;
  await whileHolding(judge, 'stock', async () => {
    await openStage(page, '할당');
    await lookAndRun(page, '할당처리');
    await expect.poll(() => waitingForStock(line), AT_ONCE).toBe(1);
    await moa.kill();
    expect(await waitingForStock(line)).toBe(1);
  });
  await expect.poll(() => waitingForStock(line)).toBe(0);
  expect(await judge.sql`select from runs where kind = 'allocate'`).toHaveLength(0);
  expect(await judge.sql`select from stock where allocated > 0`).toHaveLength(0);
}

/** The judge holds the order lines, so that we cannot write down what the marketplaces accepted. */
async function killInPush(page: Page, line: Line): Promise<void> {
  const { moa, judge } = line;
  await openStage(page, '배송');
  await whileHolding(judge, 'order_lines', async () => {
    await shipAll(page);
    await expect.poll(() => shopsThatAccepted(line), PATIENCE).toHaveLength(2);
    await moa.kill();
  });
  const accepted = await numbersAccepted(moa.control);
  expect(accepted.length).toBeGreaterThan(1);
  expect(accepted.length).toBeLessThan((await numbersOnParcels(judge)).length);
  expect(await numbersTold(judge)).toEqual([]);
  expect(await statesOf(line, 'pushes')).toContain('sending');
}

async function comeBack(page: Page, { moa }: Line): Promise<void> {
  await moa.start();
  await page.goto(moa.url);
  await expect(page.getByRole('navigation', { name: '주 메뉴' })).toBeVisible();
}

async function untilAllIsTold(line: Line): Promise<void> {
  await expect.poll(() => notDone(line), PATIENCE).toEqual([]);
}

/** What of the pushes is not accepted, and what the marketplace said. */
async function notDone({ judge }: Line) {
  return [
    ...(await judge.sql`
      select channel.name, push.channel_unit_no, push.state, push.answer_code, push.answer_message
      from pushes push
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      where push.state <> 'done' order by push.id`),
  ];
}

/** All that must be the same; which parcel got which number need not be. */
async function outcome({ moa, judge }: Line) {
  const accepted = await numbersAccepted(moa.control);
  expect(accepted).toEqual(await numbersOnParcels(judge));
  expect(accepted).toEqual(await numbersTold(judge));
  const lines = accepted.map((row) => row.slice(0, row.lastIndexOf(' ')));
  expect(new Set(lines).size).toBe(lines.length);
  return { lines, rows: await businessRows(judge), stock: await stockRows(judge) };
}

async function coupangCollection({ judge }: Line) {
  const [run] = await judge.sql<
    { state: string; fetched: number; added: number; attempts: number; orders: number }[]
  >`
    select run.state, run.fetched, run.added, run.attempts, (
      select count(*)::int from orders
      where orders.mall_id = run.mall_id and orders.collection_run_id = run.id) as orders
    from collection_runs run
    join channels channel on channel.mall_id = run.mall_id and channel.id = run.channel_id
    where channel.name = '쿠팡(모아데일리)'`;
  if (!run) throw new Error('Nothing was collected.');
  return run;
}

async function waitingForStock({ judge }: Line): Promise<number> {
  const waiting = await judge.sql`
    select from pg_stat_activity
    where wait_event_type = 'Lock' and query like '%from stock%for update%'`;
  return waiting.length;
}

async function shopsThatAccepted({ moa }: Line): Promise<string[]> {
  const journal = await moa.control.journal();
  return [...new Set(journal.filter(({ kind }) => kind === 'ship').map(({ shop }) => shop))];
}

async function statesOf({ judge }: Line, table: string): Promise<string[]> {
  const states = await judge.sql<{ state: string }[]>`
    select distinct state from ${judge.sql(table)} order by 1`;
  return states.map(({ state }) => state);
}
