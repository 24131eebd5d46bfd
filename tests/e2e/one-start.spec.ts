import { anyFreePort } from '@/db/embedded/free-port';
import { practiceSites } from '@/lib/practice/shops';
import { test } from './browser';
import { walkFirstRun } from './first-run';
import { installMoa, type Moa } from './moa';
import { walkReviews } from './review-by-keyboard';
import { walkUploads } from './uploads';

/** Walks that leave each other alone: a start of the product, which takes long, serves them all. */

let moa: Moa;

test.beforeAll(async () => {
  const practicePort = await anyFreePort();
  const coupang = `http://127.0.0.1:${practicePort}${practiceSites.coupang.path}`;
  const settings = { PORT: '3961', MOA_CHANNEL_BASE_URLS: JSON.stringify({ coupang }) };
  moa = await installMoa(settings, practicePort);
});
test.afterAll(() => moa.remove());

test('files that would do harm do none, and say why they are refused', ({ page }) =>
  walkUploads(page, moa));

test('thirty near matches are decided by keys alone within a minute', ({ page }) =>
  walkReviews(page, moa));

test('a new mall comes from nothing to its first orders by its list of first steps', ({ page }) =>
  walkFirstRun(page, moa));
