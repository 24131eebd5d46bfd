import { readdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Where a link to one of them is found. */
const listOf: Record<string, string> = {
  '/orders/[id]': '/orders/ship',
  '/stock/counts/[id]': '/stock/counts',
  '/history/runs/[id]': '/history',
};

/** What there is nothing to draw for leads to the page that says so. */
const answersWith: Record<string, string> = { '/drawings/[id]': '/orders/invoice/labels?run=0' };

/** Drawn for whatever number, with what there is to say of it. */
const ofAnyNumber = ['/history/kept/[id]'];

/** The address of every page in app/, as the files there say. */
export function everyRoute(): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => {
      const steps = path.dirname(file).split(path.sep);
      return `/${steps.filter((step) => step !== '.' && !/^\(.*\)$/.test(step)).join('/')}`;
    })
    .sort();
}

/** The route itself, or for a route of one thing the first thing that its list leads to. */
export async function addressOf(page: Page, url: string, route: string): Promise<string> {
  if (!route.includes('[')) return route;
  if (ofAnyNumber.includes(route)) return route.replace('[id]', '1');
  const asked = answersWith[route];
  if (asked) {
    await page.goto(url + asked);
    return new URL(page.url()).pathname;
  }
  const list = listOf[route];
  if (!list) throw new Error(`Name the list that leads to ${route}`);
  await page.goto(url + list);
  const start = route.slice(0, route.indexOf('['));
  const links = await page
    .locator(`main a[href^="${start}"]`)
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  const address = links.find((href) => /^\d+$/.test(href.slice(start.length)));
  if (!address) throw new Error(`${list} leads to no ${route}: ${links}`);
  return address;
}

/** How far the page is wider than the window, and lists than their places. */
export async function overflowOf(page: Page): Promise<string[]> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  const lists = await page.locator('main .table-frame').evaluateAll((frames) =>
    frames.flatMap((frame) => {
      const over = frame.scrollWidth - frame.clientWidth;
      const name = frame.querySelector('table')?.getAttribute('aria-label');
      return over > 0 ? [`${name}: ${over}px wider than its place`] : [];
    }),
  );
  return [...(wider > 0 ? [`${wider}px wider than the window`] : []), ...lists];
}

/** Broken rules of WCAG 2, level AA, each with the elements that break it; of a long table, in its first rows. */
export async function barriersOf(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .options({ runOnly: { type: 'tag', values: WCAG_AA }, resultTypes: ['violations'] })
    .exclude('tbody tr:nth-child(n+5)')
    .setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, html }) => `${target} ${html}`).join('\n  ')}`,
  );
}

/** The names of buttons that look as if they could be pressed, on the screen. */
export async function litButtonsOf(page: Page): Promise<string[]> {
  await expect(page.getByRole('main')).toBeVisible();
  return page
    .locator('main button:enabled:not([aria-disabled=true])')
    .evaluateAll((found) =>
      found.map((button) => button.getAttribute('aria-label') ?? button.textContent.trim()),
    );
}

/** Korean that the product itself says on a screen: neither in data nor a name the seller gave. */
export async function koreanWordsOf(page: Page, names: string[]): Promise<string[]> {
  const texts = await page.getByRole('main').evaluate((main) => {
    const data = 'td, dd, option, output, pre, [lang=ko], [aria-hidden=true], script';
    const found: string[] = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (!text.parentElement?.closest(data)) found.push(text.nodeValue ?? '');
    }
    return found;
  });
  return texts
    .filter((text) => /[가-힣]/.test(names.reduce((left, name) => left.replace(name, ''), text)))
    .map((text) => `Korean: ${text}`);
}
