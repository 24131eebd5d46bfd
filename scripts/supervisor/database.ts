import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { env } from '@/lib/env';
import { countInstallations, takeLock } from './lock';
import { provideSecrets } from './secrets';

/** The database of this installation. `embedded` is null when it is the one of DATABASE_URL. */
export type Database = { url: string; embedded: EmbeddedServer | null };

/** Opens the database of DATABASE_URL, or the embedded one, which is started when it rests. */
export async function openDatabase(): Promise<Database> {
  const { databaseUrl, dataDir } = env();
  await mkdir(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  if (databaseUrl) return { url: databaseUrl, embedded: null };
  const embedded = await startEmbedded({ dataDir });
  return { url: embedded.url, embedded };
}

/**
 * Runs one command on the database; an embedded one that rested before rests again afterwards.
 * With `alone`, only while no other process of Moa works on it.
 */
export async function withDatabase<Result>(
  work: (ownerUrl: string) => Promise<Result>,
  { alone = false } = {},
): Promise<Result> {
  const { url, embedded } = await openDatabase();
  if (embedded) await provideSecrets(env().dataDir);
  const rested = embedded !== null && !embedded.adopted;
  const lock = rested || alone ? await takeLock(url, env().dataDir) : null;
  try {
    if (alone && (lock === null || (await countInstallations(url)) > 1)) {
      throw new Error('Moa is running on this database. Stop it first.');
    }
    return await work(url);
  } finally {
    if (rested && lock) await embedded.stop();
    await lock?.release();
  }
}
