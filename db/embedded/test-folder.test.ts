import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { quickFolders } from './quick-folder';
import { makeTestFolder } from './test-folder';

it.each(['test', 'walk'] as const)(
  'removes what a killed %s left, wherever it was made, and nothing of one that runs',
  async (use) => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const folders = quickFolders.filter((folder) => existsSync(folder));
    const make = (owner: number) =>
      Promise.all(folders.map((folder) => mkdtemp(path.join(folder, `moa-${use}-${owner}-`))));
    const [left, running] = [await make(dead), await make(process.pid)];
    const own = await makeTestFolder(use);
    expect(left.filter((folder) => existsSync(folder))).toEqual([]);
    expect(running.filter((folder) => existsSync(folder))).toEqual(running);
    for (const folder of [own, ...running]) await rm(folder, { recursive: true });
  },
);
