import { bundlePrograms } from './programs';

/** The workers that run the tests are started after this. */
export default async function setup(): Promise<void> {
  process.env.MOA_PROGRAMS = await bundlePrograms();
}
