import { existsSync } from 'node:fs';
import { test as base, chromium } from '@playwright/test';

/** Single-process mode is for hosts without processes; it makes a desktop browser unstable. */
const unwanted = new Set(['--single-process', '--no-zygote', '--disable-web-security']);

async function launchOptions() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return { executablePath: given, args: ['--no-sandbox'] };
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return {
    executablePath: await packed.executablePath(),
    args: packed.args.filter((argument) => !unwanted.has(argument)),
  };
}

/** A browser that needs nothing installed: the packed one, or the one CHROMIUM_PATH names. */
export const test = base.extend<object, { browser: import('@playwright/test').Browser }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
    async ({}, use) => {
      const browser = await chromium.launch(await launchOptions());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
