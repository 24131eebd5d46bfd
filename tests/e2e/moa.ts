import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PracticeControl, practiceControl, readPracticeAddress } from '@/lib/practice/control';

export type RunningMoa = {
  url: string;
  dataDir: string;
  supervisorPid: number;
  control: PracticeControl;
  /** Ends it as Ctrl-C does; resolves when every process is gone. */
  stop(): Promise<void>;
  /** The supervisor dies at once, with nothing tidied up. */
  kill(): Promise<void>;
};

/** A data directory of a test's own. */
export async function makeDataDir(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moa-e2e-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Starts the product as its users do, on a data directory, and waits for its line with the address. */
export async function startMoa(dataDir: string): Promise<RunningMoa> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    env: { ...process.env, MOA_DATA_DIR: dataDir, CRON: 'off', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await readyUrl(child);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return {
    url,
    dataDir,
    supervisorPid: child.pid ?? 0,
    control: practiceControl(await readPracticeAddress(dataDir)),
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
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
