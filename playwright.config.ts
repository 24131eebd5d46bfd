import { defineConfig } from '@playwright/test';

const LONG = /(standard-day|recovery|screens)\.spec\.ts/;

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: ['./tests/e2e/chromium.ts', './tests/e2e/installed.ts'],
  timeout: 720_000,
  expect: { timeout: 15_000 },
  // Much of a walk is waiting, for marketplaces at their own pace and for what is killed to come back.
  workers: 3,
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  // The longest walks first, beside all the others.
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'short', testIgnore: LONG },
  ],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
  },
});
