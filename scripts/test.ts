import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { serverActionsKey } from '../tests/e2e/build-key';
import { buildIfStale } from './supervisor/build';
import { root } from './supervisor/root';

type Suite = { name: string; work: Work; report?: (file: string) => Promise<Tally> };
type Work = (reportFile: string) => Promise<boolean>;
type Tally = { passed: number; failed: number };

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** They read the sources alone, and mostly with one core each. */
const readings: Suite[] = [
  { name: 'lint', work: program('biome', 'check', '.') },
  {
    name: 'layers',
    work: program(
      ...['depcruise', '--config', '.dependency-cruiser.cjs'],
      ...['app', 'lib', 'db', 'scripts'],
    ),
  },
  { name: 'rules', work: program('depcruise', '--config', '.dependency-cruiser.rules.cjs', 'lib') },
  { name: 'unused', work: program('knip') },
  { name: 'types', work: types },
];

/** Pure rules, and much of a build is the work of one core. */
const ofOneCore: Suite[] = [
  { name: 'unit', work: vitest('unit'), report: countVitest },
  { name: 'build', work: build },
];

/** What runs at once; one stage after the other, so that they never compete for the machine. */
const stages: Suite[][] = [
  readings,
  ofOneCore,
  [{ name: 'database', work: vitest('database', 'database-alone'), report: countVitest }],
  [{ name: 'browser', work: program('playwright', 'test'), report: countPlaywright }],
];

const reports = await mkdtemp(path.join(tmpdir(), 'moa-reports-'));
const total: Tally = { passed: 0, failed: 0 };
for (const stage of stages) await Promise.all(stage.map(addUp));
await rm(reports, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function addUp(suite: Suite): Promise<void> {
  const startedAt = Date.now();
  const tally = await runSuite(suite);
  total.passed += tally.passed;
  total.failed += tally.failed;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${suite.name}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`);
}

/** A suite that ends with an error counts at least one failure, whatever its report says. */
async function runSuite(suite: Suite): Promise<Tally> {
  console.log(`\n— ${suite.name}`);
  const file = reportFile(suite.name);
  const succeeded = await suite.work(file);
  const tally = suite.report
    ? await suite.report(file).catch(() => ({ passed: 0, failed: 1 }))
    : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 };
  return succeeded ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
}

function program(name: string, ...args: string[]): Work {
  return (reportFile) => {
    const child = spawn(`node_modules/.bin/${name}`, args, {
      stdio: 'inherit',
      env: {
        ...process.env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile,
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: serverActionsKey,
        NEXT_TELEMETRY_DISABLED: '1',
      },
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code === 0));
    });
  };
}

function vitest(...projects: string[]): Work {
  return (reportFile) => {
    const reporters = ['default', 'json'].map((name) => `--reporter=${name}`);
    const output = `--outputFile.json=${reportFile}`;
    const chosen = projects.map((name) => `--project=${name}`);
    return program('vitest', 'run', ...chosen, ...reporters, output)(reportFile);
  };
}

/** Those of the routes are written first. */
async function types(reportFile: string): Promise<boolean> {
  if (!(await program('next', 'typegen')(reportFile))) return false;
  return program('tsc', '--noEmit')(reportFile);
}

/** The very build that each start of the browser tests then finds. */
async function build(reportFile: string): Promise<boolean> {
  try {
    await buildIfStale(root, serverActionsKey, async () => {
      if (!(await program('next', 'build')(reportFile))) throw new Error('The build failed.');
    });
    return true;
  } catch {
    return false;
  }
}

function reportFile(name: string): string {
  return path.join(reports, `${name}.json`);
}

async function countVitest(file: string): Promise<Tally> {
  const report = vitestReport.parse(JSON.parse(await readFile(file, 'utf8')));
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

async function countPlaywright(file: string): Promise<Tally> {
  const { stats } = playwrightReport.parse(JSON.parse(await readFile(file, 'utf8')));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
