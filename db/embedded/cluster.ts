import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Launcher } from './launcher';

/** One PostgreSQL data directory and what is needed to sign in to it. */
export type Cluster = { dir: string; password: string; portFile: string; logFile: string };

export const superuser = 'moa';

const run = promisify(execFile);

/** Names the places of a cluster without touching it. */
export function clusterDir(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

/** Opens the cluster of a data directory, creating it first when there is none. */
export async function openCluster(
  dataDir: string,
  launcher: Launcher,
  durable: boolean,
): Promise<Cluster> {
  const dir = clusterDir(dataDir);
  const password = await readOrWritePassword(dataDir);
  if (!existsSync(dir)) await createCluster(dir, launcher, password, durable);
  await refuseOtherMajor(dir, launcher.major);
  await mkdir(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  return {
    dir,
    password,
    portFile: path.join(dataDir, 'postgres.port'),
    logFile: path.join(dataDir, 'logs', 'postgres.log'),
  };
}

async function readOrWritePassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres.password');
  await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (error) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const password = (await readFile(file, 'utf8')).trim();
  if (password === '') throw new Error(`${file} is empty: put the password of ${superuser} there.`);
  return password;
}

/** Built beside its place and moved there whole, so that an interrupted start leaves no half. */
async function createCluster(
  dir: string,
  launcher: Launcher,
  password: string,
  durable: boolean,
): Promise<void> {
  const half = await mkdtemp(`${dir}.half-`);
  try {
    const passwordFile = path.join(half, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await launcher.handOver(half);
    const made = path.join(half, 'cluster');
    const args = [`--pgdata=${made}`, `--pwfile=${passwordFile}`, ...initialOptions(durable)];
    await runInitdb(launcher, args);
    await moveUnlessThere(made, dir);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function runInitdb(launcher: Launcher, initdbArgs: string[]): Promise<void> {
  const { file, args, options } = launcher.command('initdb', initdbArgs);
  await run(file, args, { ...options, cwd: '/' }).catch((error: { stderr?: string }) => {
    const reason = error.stderr?.trim() || String(error);
    throw new Error(
      `The embedded PostgreSQL cannot make its data directory:\n${reason}\n` +
        'Another place can be given as MOA_DATA_DIR, your own PostgreSQL as DATABASE_URL.',
    );
  });
}

/** With a C character type pg_trgm drops Hangul; generated locales differ from machine to machine. */
function initialOptions(durable: boolean): string[] {
  const options = [
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  return durable ? options : [...options, '--no-sync'];
}

async function moveUnlessThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function refuseOtherMajor(dir: string, major: number): Promise<void> {
  const version = await readFile(path.join(dir, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version === '') throw new Error(`${dir} is not a PostgreSQL data directory: move it away.`);
  const found = Number.parseInt(version, 10);
  if (found === major) return;
  throw new Error(
    `${dir} was made by PostgreSQL ${found}, this Moa brings ${major}. ` +
      'With the Moa that made it run `npm run backup moa.backup`; ' +
      'then move the directory away, and with this Moa run `npm run restore moa.backup`.',
  );
}
