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

type User = { uid: number; gid: number };

/** The user to become, if another than ours, and what to put before each command. */
type Identity = { user: User | null; prefix: string[] };

const run = promisify(execFile);
const nobody = 65534;
const asNobody = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

/** Decides how to run PostgreSQL, which refuses root and users without a name. */
export async function createLauncher(dataDir: string, clusterDir: string): Promise<Launcher> {
  const identity = await chooseIdentity(existsSync(clusterDir) ? clusterDir : dataDir);
  const installed = await locateBinaries(dataDir);
  const binaries = identity.user ? await shareBinaries(installed, dataDir) : installed;
  const launcher: Launcher = {
    major: Number.parseInt(binaries.version, 10),
    command: (program, args) => command(binaries, identity, program, args),
    handOver: (target) => handOver(identity, target),
  };
  if (identity.user) await openToOthers(dataDir, clusterDir, launcher);
  return launcher;
}

/**
 * Root and users without a name are called nobody in a user namespace of their own: files and
 * permissions stay what they are. Root becomes the owner of the files when that is somebody else,
 * and nobody where the system refuses namespaces.
 */
async function chooseIdentity(place: string): Promise<Identity> {
  const me = process.getuid?.();
  if (me === undefined) return { user: null, prefix: [] };
  const { uid, gid } = await stat(place);
  const user = me === 0 && uid !== 0 ? { uid, gid } : null;
  const runner = user?.uid ?? me;
  if (runner !== 0 && (await hasName(runner))) return { user, prefix: [] };
  if (await works('unshare', [...asNobody, 'true'], user)) {
    return { user, prefix: ['unshare', ...asNobody] };
  }
  return { user: runner === 0 ? { uid: nobody, gid: nobody } : user, prefix: [] };
}

function hasName(uid: number): Promise<boolean> {
  return works('id', ['-un', String(uid)], null);
}

async function works(file: string, args: string[], user: User | null): Promise<boolean> {
  return run(file, args, { cwd: '/', ...user }).then(
    () => true,
    () => false,
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
  return { file, args: rest, options: { env: environment(binaries), ...identity.user } };
}

/**
 * Of glibc, elsewhere of no effect: what a statement gives back is kept for the next one. Else each
 * bulk write asks the system for its megabytes anew, and has them zeroed page by page.
 */
const keptMemory = {
  MALLOC_MMAP_THRESHOLD_: String(32 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(64 * 1024 * 1024),
  MALLOC_TOP_PAD_: String(4 * 1024 * 1024),
};

/** Nothing of PG* or the locale of this shell may change how the cluster behaves. */
function environment({ home, linkDir }: Binaries): NodeJS.ProcessEnv {
  const { PATH, NODE_ENV } = process.env;
  const base = { PATH, NODE_ENV, LANG: 'C', LC_ALL: 'C', ...keptMemory };
  if (linkDir === null) return base;
  const libraries = [linkDir, path.join(home, 'lib')].join(path.delimiter);
  return { ...base, LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries };
}

async function handOver({ user }: Identity, target: string): Promise<void> {
  if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, target]);
}

async function openToOthers(
  dataDir: string,
  clusterDir: string,
  launcher: Launcher,
): Promise<void> {
  await chmod(dataDir, 0o711);
  if (existsSync(clusterDir)) await launcher.handOver(clusterDir);
}
