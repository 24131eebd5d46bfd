import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diesWithin, signal } from '@/db/embedded/process';
import { type PracticeControl, practiceControl, readPracticeAddress } from '@/lib/practice/control';
import { serverActionsKey } from './build-key';

export type RunningMoa = {
  url: string;
  dataDir: string;
  control: PracticeControl;
  /** Ends it as Ctrl-C does; resolves when every process is gone. */
  stop(): Promise<void>;
  /** Supervisor, application and jobs die at once, with nothing tidied up. Their database lives on. */
  kill(): Promise<void>;
};

/** A data directory of a test's own. */
export async function makeDataDir(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moa-e2e-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Starts the product as its users do, on a data directory, and waits for its line with the address. */
export async function startMoa(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<RunningMoa> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    env: { ...process.env, ...surroundings(dataDir), ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await readyUrl(child);
  return {
    url,
    dataDir,
    control: practiceControl(await readPracticeAddress(dataDir)),
    stop: async () => {
      child.kill('SIGINT');
      await exited;
    },
    kill: async () => {
      const serving = await servingPids(dataDir);
      child.kill('SIGKILL');
      for (const pid of serving) signal(-pid, 'SIGKILL');
      await Promise.all([exited, ...serving.map((pid) => diesWithin(pid, 5_000))]);
    },
  };
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
