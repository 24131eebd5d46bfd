import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** All suites, one after the other, so that they never compete for the machine. */
type Suite = { name: string; command: string[]; report?: (file: string) => Promise<Tally> };
type Tally = { passed: number; failed: number };

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

const suites: Suite[] = [
  { name: 'lint', command: ['biome', 'check', '.'] },
  {
    name: 'layers',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'app', 'lib', 'db', 'scripts'],
  },
  { name: 'unused', command: ['knip'] },
  { name: 'route types', command: ['next', 'typegen'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--project', 'unit', ...vitestReporters('unit')],
    report: countVitest,
  },
  {
    name: 'database',
    command: ['vitest', 'run', '--project', 'database', ...vitestReporters('database')],
    report: countVitest,
  },
  { name: 'build', command: ['next', 'build'] },
  { name: 'browser', command: ['playwright', 'test'], report: countPlaywright },
];

const reports = await mkdtemp(path.join(tmpdir(), 'moa-reports-'));
const total: Tally = { passed: 0, failed: 0 };
for (const suite of suites) {
  const startedAt = Date.now();
  const tally = await runSuite(suite);
  total.passed += tally.passed;
  total.failed += tally.failed;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${suite.name}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`);
}
await rm(reports, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** A suite that ends with an error counts at least one failure, whatever its report says. */
async function runSuite(suite: Suite): Promise<Tally> {
  console.log(`\n— ${suite.name}`);
  const file = reportFile(suite.name);
  const succeeded = await run(suite.command, file);
  const tally = suite.report
    ? await suite.report(file).catch(() => ({ passed: 0, failed: 1 }))
    : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 };
  return succeeded ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
}

function run([program = '', ...args]: string[], report: string): Promise<boolean> {
  const child = spawn(`node_modules/.bin/${program}`, args.map(withReportFolder), {
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NEXT_TELEMETRY_DISABLED: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

function vitestReporters(name: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json={reports}/${name}.json`];
}

function withReportFolder(argument: string): string {
  return argument.replace('{reports}', reports);
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
