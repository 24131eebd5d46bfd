import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const shared = { resolve: { alias: { '@': root } } };

/** Files that replace a module or a setting for all they import: each in a process of its own. */
const ALONE = [
  'lib/auth/practice-off.db.test.ts',
  'lib/files/store-file.db.test.ts',
  'lib/flows/concurrency-*.db.test.ts',
  'lib/flows/practice-desk.db.test.ts',
  'scripts/supervisor/start.db.test.ts',
  'tests/collection/cron-route.db.test.ts',
];

/** Sheets are parsed by the bundled program, as in the product, and not by one read in TypeScript. */
const PROGRAMS = 'scripts/supervisor/testing-programs.ts';

const database = {
  globalSetup: ['db/testing-server.ts', PROGRAMS],
  setupFiles: ['lib/auth/testing-passwords.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{app,lib,db,scripts,tests}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          globalSetup: [PROGRAMS],
          // They are pure: what one file has imported serves the next.
          isolate: false,
          testTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          ...database,
          name: 'database',
          include: ['{app,lib,db,scripts,tests}/**/*.db.test.ts'],
          exclude: [...ALONE, '**/node_modules/**'],
          isolate: false,
        },
      },
      {
        ...shared,
        test: { ...database, name: 'database-alone', include: ALONE },
      },
    ],
  },
});
