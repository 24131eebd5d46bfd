import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { sourcesDigest } from './build';
import { root } from './root';

/** What runs beside Next's own build: Node reads one file of each instead of hundreds in TypeScript. */
const entryPoints = {
  supervisor: 'scripts/supervisor/main.ts',
  jobs: 'scripts/jobs.ts',
  practice: 'scripts/practice.ts',
  'sheet-parser': 'lib/sheets/reading/child.ts',
};

export type ProgramName = keyof typeof entryPoints;

const folder = path.join(root, '.build');
/** Moa may still run from an older one. */
const KEPT = 3;

/** The directory of the programs, bundled anew when a source is another one than the last time. */
export async function bundlePrograms(): Promise<string> {
  const digest = await sourcesDigest(root, ['db', 'lib', 'messages', 'scripts']);
  const directory = path.join(folder, digest.slice(0, 16));
  if (await stat(directory).catch(() => null)) return directory;
  const made = path.join(folder, randomUUID());
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: made,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
    banner: { js: `const MOA_SOURCES = new URL('../../', import.meta.url);` },
    plugins: [filesBesideSources],
  });
  // Another start may have been quicker; what it made is the same.
  await rename(made, directory).catch(() => rm(made, { recursive: true }));
  await removeOld(directory);
  return directory;
}

/** Sources name files by where they lie themselves: fonts, migrations, the checkout. */
const filesBesideSources: Plugin = {
  name: 'files beside sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const place = path.relative(root, file).split(path.sep).join('/');
      const text = await readFile(file, 'utf8');
      const contents = text.replaceAll('import.meta.url', `new URL('${place}', MOA_SOURCES).href`);
      return { contents, loader: 'ts' };
    });
  },
};

async function removeOld(current: string): Promise<void> {
  const directories = (await readdir(folder)).map((name) => path.join(folder, name));
  const dated = await Promise.all(
    directories.map(async (directory) => {
      const found = await stat(directory).catch(() => null);
      return { directory, madeAt: found?.mtimeMs ?? 0 };
    }),
  );
  const old = dated.sort((one, other) => other.madeAt - one.madeAt).slice(KEPT);
  for (const { directory } of old)
    if (directory !== current) await rm(directory, { recursive: true, force: true });
}
