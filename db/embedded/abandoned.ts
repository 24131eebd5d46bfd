import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { clusterDir } from './cluster';
import { findPostmaster, stopPostmaster } from './postmaster';
import { isAlive } from './process';

const pattern = /^moa-test-(\d+)-/;

/** The start of a test directory's name: it tells whose process it belongs to. */
export function testDirPrefix(): string {
  return `moa-test-${process.pid}-`;
}

/** Ends and removes the test servers whose test run was killed. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = Number(pattern.exec(name)?.[1]);
    if (owner > 0 && !isAlive(owner)) await removeServer(path.join(folder, name));
  }
}

async function removeServer(dataDir: string): Promise<void> {
  const running = await findPostmaster(clusterDir(dataDir));
  if (running) await stopPostmaster(running.pid);
  await rm(dataDir, { recursive: true, force: true });
}
