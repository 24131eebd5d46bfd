import { expect, type Page } from '@playwright/test';

/** Follows every number of 처리필요 and returns those whose list says another total. */
export async function differingNumbers(page: Page, url: string): Promise<string[]> {
  await page.goto(url);
  const links = page.getByRole('region', { name: '처리중 / 처리필요' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const numbers = await links.evaluateAll((found) =>
    found.map((link) => ({
      href: link.getAttribute('href') ?? '',
      count: link.querySelector('[data-count]')?.getAttribute('data-count') ?? '',
    })),
  );
  expect(numbers.some(({ count }) => Number(count) > 0)).toBe(true);
  const differing: string[] = [];
  for (const { href, count } of numbers.filter((number) => number.count !== '0')) {
    await page.goto(`${url}${href}`);
    if (href.startsWith('/orders/invoice')) await page.waitForURL(/load=/);
    const total = page.locator('main p[data-count]').first();
    await expect(total).toBeVisible();
    const shown = await total.getAttribute('data-count');
    if (shown !== count) differing.push(`${href}: ${count}, but the list holds ${shown}`);
  }
  return differing;
}
