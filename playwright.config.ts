import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: ['./tests/e2e/chromium.ts', './tests/e2e/installed.ts'],
  timeout: 480_000,
  expect: { timeout: 15_000 },
  // Most of a day is waiting for marketplaces at their own pace.
  workers: 2,
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  // The longest walk first, beside all the others.
  projects: [
    { name: 'day', testMatch: 'standard-day.spec.ts' },
    { name: 'screens', testIgnore: 'standard-day.spec.ts' },
  ],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
  },
});
