import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diesWithin, signal } from '@/db/embedded/process';
import { makeTestFolder } from '@/db/embedded/test-folder';
import { type PracticeControl, practiceControl, readPracticeAddress } from '@/lib/practice/control';
import { programArguments } from '@/scripts/supervisor/program-arguments';
import { serverActionsKey } from './build-key';

/** The product on a data directory of the test's own, as its users run it. */
export type Moa = {
  readonly dataDir: string;
  readonly url: string;
  readonly control: PracticeControl;
  /** Supervisor, application and jobs die at once, with nothing tidied up. The rest lives on. */
  kill(): Promise<void>;
  /** Starts it again after a kill. */
  start(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it, and deletes all it had. */
  remove(): Promise<void>;
};

/** The practice marketplaces answer at a port of their own choice, or where somebody must know it before. */
export async function installMoa(
  settings: Record<string, string> = {},
  practicePort?: number,
): Promise<Moa> {
  const dataDir = await makeTestFolder('walk');
  const installed = process.env.MOA_TEST_INSTALLED;
  if (installed) await cp(installed, dataDir, { recursive: true });
  if (practicePort !== undefined) await placePractice(dataDir, practicePort);
  const environment = { ...process.env, ...surroundings(dataDir), ...settings };
  let running = await run(environment);
  const control = practiceControl(await readPracticeAddress(dataDir));
  const start = async () => {
    running = await run(environment);
  };
  const stop = async () => {
    running.child.kill('SIGINT');
    await running.exited;
  };
  return {
    dataDir,
    control,
    start,
    stop,
    get url() {
      return running.url;
    },
    kill: async () => {
      const serving = await servingPids(dataDir);
      running.child.kill('SIGKILL');
      for (const pid of serving) signal(-pid, 'SIGKILL');
      await Promise.all([running.exited, ...serving.map((pid) => diesWithin(pid, 5_000))]);
    },
    remove: async () => {
      if (running.child.signalCode === 'SIGKILL') await start();
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** As if they had answered there the last time. */
async function placePractice(dataDir: string, port: number): Promise<void> {
  const address = { url: `http://127.0.0.1:${port}`, token: randomBytes(24).toString('base64url') };
  await writeFile(path.join(dataDir, 'practice.json'), JSON.stringify(address), { mode: 0o600 });
}

type Running = { child: ChildProcess; url: string; exited: Promise<void> };

const endsWithUs = './scripts/supervisor/exit-with-parent.mjs';

/** Waits for the line with the address. What runs ends when we do, even when we are killed. */
async function run(environment: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(process.execPath, ['--import', endsWithUs, ...startArguments()], {
    env: { ...environment, MOA_EXIT_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { child, exited, url: await readyUrl(child) };
}

/** As `npm start` does; once that has bundled the supervisor, as what `npm start` then runs. */
function startArguments(): string[] {
  const isBundled = process.env.MOA_PROGRAMS !== undefined;
  return isBundled ? programArguments('supervisor') : ['--import', 'tsx', 'scripts/start.ts'];
}

/** Nothing of the developer's own installation: no database, no port, no timer that collects. */
function surroundings(dataDir: string): Record<string, string> {
  return {
    MOA_DATA_DIR: dataDir,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: serverActionsKey,
    NODE_ENV: 'production',
    CRON: 'off',
    DATABASE_URL: '',
    PORT: '',
  };
}

/** The process groups of the application and the jobs, as the supervisor has noted them. */
async function servingPids(dataDir: string): Promise<number[]> {
  const noted = await readFile(path.join(dataDir, 'running.json'), 'utf8');
  const { pids } = JSON.parse(noted) as { pids: number[] };
  if (pids.length !== 2) throw new Error(`Expected two serving processes: ${noted}`);
  return pids;
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [, url] = /Moa {2}(http:\/\/\S+)/.exec(printed) ?? [];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`Moa ended with ${code}: ${printed}`)));
  });
}
