import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { answers } from './connection';
import { anyFreePort, isFree } from './free-port';
import type { Launcher } from './launcher';
import { lastLines, openLog } from './log-file';
import { findPostmaster } from './postmaster';
import { isAlive } from './process';
import { serverSettings } from './settings';

type Wishes = { durable: boolean; port: number | undefined };

const patienceMs = 60_000;
const attempts = 5;

/** Starts the server and returns its port; waits for the last processes of a killed one to go. */
export async function launch(
  cluster: Cluster,
  launcher: Launcher,
  { durable, port: wished }: Wishes,
): Promise<number> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const port = await choosePort(cluster, wished);
    const pid = await spawnServer(cluster, launcher, serverSettings(port, durable));
    const answered = await untilAnswering(cluster, pid);
    if (answered !== null) return answered;
    await sleep(200 * attempt);
  }
  throw new Error(`PostgreSQL does not start. ${await lastWords(cluster)}`);
}

/** Waits for the server of this cluster, whoever started it. Null when it ended instead. */
export async function untilAnswering(cluster: Cluster, pid: number): Promise<number | null> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const found = await findPostmaster(cluster.dir);
    if (found?.port && (await answers(cluster, found.port))) return found.port;
    if (found === null && !isAlive(pid)) return null;
    await sleep(25);
  }
  throw new Error(`PostgreSQL (process ${pid}) does not answer. ${await lastWords(cluster)}`);
}

/** The wished port or an error; else the one of last time, else any free one. */
async function choosePort(cluster: Cluster, wished: number | undefined): Promise<number> {
  if (wished !== undefined) {
    if (await isFree(wished)) return wished;
    throw new Error(`Port ${wished} for PostgreSQL is taken.`);
  }
  const recorded = Number(await readFile(cluster.portFile, 'utf8').catch(() => ''));
  if (recorded > 0 && (await isFree(recorded))) return recorded;
  const port = await anyFreePort();
  await writeFile(cluster.portFile, String(port));
  return port;
}

/** In a process group of its own, so that a Ctrl-C meant for us does not reach it. */
async function spawnServer(
  cluster: Cluster,
  launcher: Launcher,
  settings: string[],
): Promise<number> {
  const log = await openLog(cluster.logFile);
  const command = launcher.command('postgres', ['-D', cluster.dir, ...settings]);
  const child = spawn(command.file, command.args, {
    ...command.options,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  try {
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  } finally {
    await log.close();
  }
  child.unref();
  if (child.pid === undefined) throw new Error(`${command.file} has no process id.`);
  return child.pid;
}

async function lastWords(cluster: Cluster): Promise<string> {
  return `Its last words (${cluster.logFile}):\n${await lastLines(cluster.logFile)}`;
}
