import { rm } from 'node:fs/promises';
import path from 'node:path';
import { bundlePrograms } from '@/scripts/supervisor/programs';
import { installMoa } from './moa';

/** Where its processes were found: a copy has its own. */
const places = ['postgres.port', 'practice.json', 'practice.process.json'];

/** Starts Moa once from nothing and ends it: the tests begin with copies of what it leaves. */
export default async function installOnce(): Promise<() => Promise<void>> {
  const { dataDir, stop } = await installMoa();
  await stop();
  for (const place of places) await rm(path.join(dataDir, place), { force: true });
  process.env.MOA_TEST_INSTALLED = dataDir;
  process.env.MOA_PROGRAMS = await bundlePrograms();
  return () => rm(dataDir, { recursive: true, force: true });
}
