import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Shop } from './practice-shop';

/** What a worker is told: a JSON argument. */
export type Orders = {
  databaseUrl: string;
  encryptionKey: string;
  mallId: number;
  hurried?: { clock: string; aheadMs: number };
};

const program = fileURLToPath(new URL('worker.ts', import.meta.url));

export type Worker = {
  /** Until it has nothing left to do, or is gone. */
  ended: Promise<unknown>;
  isAlive: () => boolean;
  kill: () => Promise<void>;
  stop: () => Promise<void>;
};

export function startWorker(
  { databaseUrl, encryptionKey, ctx }: Shop,
  hurried?: Orders['hurried'],
  onBusy: () => void = () => {},
): Worker {
  const { mallId } = ctx();
  const orders: Orders = { databaseUrl, encryptionKey, mallId, ...(hurried && { hurried }) };
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(orders)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', onBusy);
  const ended = once(child, 'exit');
  return {
    ended,
    isAlive: () => isAlive(child),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
