import { type Browser, type BrowserContext, test as base, expect } from '@playwright/test';
import { launchChromium } from './chromium';
import { listenForLostFocus } from './focus';

export const test = base.extend<{ context: BrowserContext }, { browser: Browser }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  context: async ({ context }, use) => {
    const [blocked, lost] = [await listenForBlocked(context), await listenForLostFocus(context)];
    await use(context);
    expect(blocked).toEqual([]);
    expect(lost).toEqual([]);
  },
});

/** What pages wanted to load and run, but their Content-Security-Policy did not let them. */
async function listenForBlocked(context: BrowserContext): Promise<string[]> {
  const blocked: string[] = [];
  await context.exposeFunction('noteBlocked', (violation: string) => blocked.push(violation));
  await context.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, documentURI }) =>
      (window as unknown as { noteBlocked(violation: string): void }).noteBlocked(
        `${violatedDirective} ${blockedURI} on ${documentURI}`,
      ),
    ),
  );
  return blocked;
}

export { expect } from '@playwright/test';
