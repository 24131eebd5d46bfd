import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { diesWithin, isAlive, signal } from './process';

/** A running server of one data directory. */
export type Postmaster = { pid: number; port: number };

const run = promisify(execFile);

/**
 * The server that runs on this data directory. PostgreSQL replaces the pid file of a dead server
 * itself, but refuses to start when the pid has since become another program's.
 */
export async function findPostmaster(dir: string): Promise<Postmaster | null> {
  const recorded = await readPidFile(dir);
  if (recorded === null || !isAlive(recorded.pid)) return null;
  if (await runsOn(recorded.pid, dir)) return recorded;
  await rm(path.join(dir, 'postmaster.pid'), { force: true });
  return null;
}

/** Ends a server: first fast, then at once. (SIGTERM would wait for every idle client to leave.) */
export async function stopPostmaster(pid: number, patienceMs = 10_000): Promise<void> {
  signal(pid, 'SIGINT');
  if (await diesWithin(pid, patienceMs)) return;
  signal(pid, 'SIGQUIT');
  if (await diesWithin(pid, 5_000)) return;
  signal(pid, 'SIGKILL');
  await diesWithin(pid, 5_000);
}

async function readPidFile(dir: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(dir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  return pid ? { pid, port: port ?? 0 } : null;
}

/** After a reboot the recorded pid may be anybody's: a server stands in its own data directory. */
async function runsOn(pid: number, dir: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    return cwd === (await realpath(dir));
  }
  const found = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => null);
  return found?.stdout.includes(dir) ?? false;
}
