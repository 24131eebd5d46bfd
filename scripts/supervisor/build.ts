import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const sourceFolders = ['app', 'db', 'lib', 'messages', 'public'];
const rootSources = /\.(ts|tsx|mjs|js|json|css)$/;
const notBuilt =
  /\.test\.tsx?$|(^|\/)testing\b[^/]*$|(^|\/)(fixtures|migrations)\/|^(vitest|playwright|biome|drizzle)\b/;

/** Builds the application unless the last build was of exactly these sources; the build hears whether there was one. */
export async function buildIfStale(
  root: string,
  serverActionsKey: string,
  build: (hasBuilt: boolean) => Promise<void>,
): Promise<void> {
  const buildIdFile = path.join(root, '.next', 'moa-build-id');
  const current = await fingerprint(root, serverActionsKey);
  const built = await readFile(buildIdFile, 'utf8').catch(() => '');
  if (built === current) return;
  await rm(buildIdFile, { force: true });
  await build(built !== '');
  await writeFile(buildIdFile, current);
}

/** The key is part of it: what server actions close over is encrypted with the key of the build. */
function fingerprint(root: string, serverActionsKey: string): Promise<string> {
  return sourcesDigest(root, sourceFolders, serverActionsKey);
}

/** One text for all that a build of these folders, and of the settings beside them, is made of. */
export async function sourcesDigest(
  root: string,
  folders: readonly string[],
  key = '',
): Promise<string> {
  const files = await sourceFiles(root, folders);
  const contents = await Promise.all(files.map((file) => readFile(path.join(root, file))));
  const hash = createHash('sha256').update(key);
  for (const [index, file] of files.entries()) {
    hash.update(`\n${file} ${contents[index]?.length}\n`).update(contents[index] ?? '');
  }
  return hash.digest('hex');
}

async function sourceFiles(root: string, folders: readonly string[]): Promise<string[]> {
  const listed = await Promise.all([
    readdir(root, { withFileTypes: true }),
    ...folders.map((folder) =>
      readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []),
    ),
  ]);
  return listed
    .flatMap((entries, index) => (index === 0 ? entries.filter(isRootSource) : entries))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !notBuilt.test(file))
    .sort();
}

function isRootSource({ name }: { name: string }): boolean {
  return rootSources.test(name) && name !== 'next-env.d.ts';
}
