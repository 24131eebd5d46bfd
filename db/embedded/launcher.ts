import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, locateBinaries, shareBinaries } from './binaries';

export type Program = 'initdb' | 'postgres';

export type Command = {
  file: string;
  args: string[];
  options: { env: NodeJS.ProcessEnv; uid?: number; gid?: number };
};

/** How PostgreSQL's programs are run here: which binaries, and as which user. */
export type Launcher = {
  major: number;
  command(program: Program, args: string[]): Command;
  /** Gives a file or folder that this process made to the user PostgreSQL runs as. */
  handOver(target: string): Promise<void>;
};

type Identity = { prefix: string[]; uid: number | null };

const run = promisify(execFile);
const nobody = 65534;
const asNobody = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

/** Decides how to run PostgreSQL, which refuses to run as root. */
export async function createLauncher(dataDir: string, clusterDir: string): Promise<Launcher> {
  const identity = await chooseIdentity(clusterDir);
  const installed = await locateBinaries(dataDir);
  const binaries = identity.uid === null ? installed : await shareBinaries(installed, dataDir);
  const launcher: Launcher = {
    major: Number.parseInt(binaries.version, 10),
    command: (program, args) => command(binaries, identity, program, args),
    handOver: (target) => handOver(identity, target),
  };
  if (identity.uid !== null) await openToOthers(dataDir, clusterDir, launcher);
  return launcher;
}

/**
 * As root: in a user namespace where root is called nobody, because that user sees every file
 * root sees; where namespaces are refused or the cluster is another user's, as that user.
 */
async function chooseIdentity(clusterDir: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { prefix: [], uid: null };
  const owner = existsSync(clusterDir) ? (await stat(clusterDir)).uid : 0;
  if (owner !== 0) return { prefix: [], uid: owner };
  return run('unshare', [...asNobody, 'true']).then(
    () => ({ prefix: ['unshare', ...asNobody], uid: null }),
    () => ({ prefix: [], uid: nobody }),
  );
}

function command(
  binaries: Binaries,
  identity: Identity,
  program: Program,
  args: string[],
): Command {
  const [file = '', ...rest] = [
    ...identity.prefix,
    path.join(binaries.home, 'bin', program),
    ...args,
  ];
  const user = identity.uid === null ? {} : { uid: identity.uid, gid: identity.uid };
  return { file, args: rest, options: { env: environment(binaries), ...user } };
}

/** Nothing of PG* or the locale of this shell may change how the cluster behaves. */
function environment({ linkDir }: Binaries): NodeJS.ProcessEnv {
  const base = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, LANG: 'C', LC_ALL: 'C' };
  if (linkDir === null) return base;
  return { ...base, LD_LIBRARY_PATH: linkDir, DYLD_LIBRARY_PATH: linkDir };
}

async function handOver({ uid }: Identity, target: string): Promise<void> {
  if (uid !== null) await run('chown', ['-R', `${uid}:${uid}`, target]);
}

async function openToOthers(
  dataDir: string,
  clusterDir: string,
  launcher: Launcher,
): Promise<void> {
  await chmod(dataDir, 0o711);
  if (existsSync(clusterDir)) await launcher.handOver(clusterDir);
}
