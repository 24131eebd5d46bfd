import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { clusterDir } from './cluster';
import { findPostmaster, stopPostmaster } from './postmaster';
import { isAlive } from './process';
import { quickFolder, quickFolders } from './quick-folder';

const pattern = /^moa-(?:test|walk)-(\d+)-/;

/** A folder of this process; those of test runs and walks that were killed are removed first. */
export async function makeTestFolder(use: 'test' | 'walk'): Promise<string> {
  for (const folder of quickFolders) await removeAbandoned(folder);
  return mkdtemp(path.join(await quickFolder(), `moa-${use}-${process.pid}-`));
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = Number(pattern.exec(name)?.[1]);
    if (owner > 0 && !isAlive(owner)) await removeServer(path.join(folder, name));
  }
}

async function removeServer(dataDir: string): Promise<void> {
  const running = await findPostmaster(clusterDir(dataDir));
  if (running) await stopPostmaster(running.pid);
  await rm(dataDir, { recursive: true, force: true });
}
