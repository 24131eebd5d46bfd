import type { Page } from '@playwright/test';
import { expect } from './browser';
import { openJudge } from './judge';
import type { Moa } from './moa';
import { collectNearMatches } from './near-matches';
import { listenForComplaints, read, signIn, waitingAt } from './operator';
import { differingNumbers } from './panel';

const GROUPS = 30;
const ONE_MINUTE_MS = 60_000;

export async function walkReviews(page: Page, moa: Moa): Promise<void> {
  await collectNearMatches(moa.dataDir, GROUPS);
  const complaints = listenForComplaints(page);
  await signIn(page, moa.url);
  expect(await differingNumbers(page, moa.url)).toEqual([]);
  await page.goto(`${moa.url}/orders/bundle?tab=reviews&size=50`);
  const groups = page.locator('[data-review]');
  await expect(groups).toHaveCount(GROUPS);
  const order = groups.first().getByRole('link').first();
  await expect(order).toHaveAttribute('href', /^\/orders\/\d+$/);
  const startedAt = Date.now();

  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(groups.first().getByText('미합포')).toBeInViewport({ ratio: 1 });
  await expect(groups.first().locator('tr').nth(1)).toBeFocused();
  await page.keyboard.press('b');
  await expect(groups.first().getByRole('radio').nth(1)).toBeChecked();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('y');
  for (let answered = 1; answered < GROUPS; answered++) {
    await page.keyboard.press(answered % 3 === 0 ? 'n' : 'y');
  }
  await page.keyboard.press('Control+Enter');
  await read(page, /21건을 합포하고 9건을 미합포로 기억했습니다/);
  await expect(groups).toHaveCount(0);
  expect(Date.now() - startedAt).toBeLessThan(ONE_MINUTE_MS);

  const judge = await openJudge(moa.dataDir);
  const [counted] = await judge.sql`
    select count(*) filter (where is_together)::int as together,
      count(*) filter (where not is_together)::int as apart from bundle_answers`;
  const [{ joined } = { joined: 0 }] = await judge.sql<{ joined: number }[]>`
    select count(*)::int as joined from shipments where stage = 'absorbed'`;
  await judge.end();
  expect(counted).toEqual({ together: 21, apart: 9 });
  expect(joined).toBe(21);
  expect(await waitingAt(page, '합포')).toBe(0);
  expect(await differingNumbers(page, moa.url)).toEqual([]);
  expect(complaints).toEqual([]);
}
