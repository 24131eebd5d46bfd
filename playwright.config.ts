import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: ['./tests/e2e/chromium.ts', './tests/e2e/installed.ts'],
  timeout: 720_000,
  expect: { timeout: 15_000 },
  // Walks begin by the alphabet, the long ones of `at-length` first and beside all the others. Much
  // of a walk is waiting, for marketplaces at their own pace and for what is killed to come back.
  workers: 3,
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    // What turns and slides is painted sixty times a second.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
  },
});
