import { mkdir } from 'node:fs/promises';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { env } from '@/lib/env';
import { takeLock } from './lock';
import { provideSecrets } from './secrets';

/** The database of this installation. `embedded` is null when it is the one of DATABASE_URL. */
export type Database = { url: string; embedded: EmbeddedServer | null };

/** Opens the database of DATABASE_URL, or the embedded one, which is started when it rests. */
export async function openDatabase(): Promise<Database> {
  const { databaseUrl, dataDir } = env();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (databaseUrl) return { url: databaseUrl, embedded: null };
  const embedded = await startEmbedded({ dataDir });
  return { url: embedded.url, embedded };
}

/** Runs one command on the database; an embedded one that rested before rests again afterwards. */
export async function withDatabase<Result>(
  work: (ownerUrl: string) => Promise<Result>,
): Promise<Result> {
  const { url, embedded } = await openDatabase();
  if (embedded) await provideSecrets(env().dataDir);
  if (!embedded || embedded.adopted) return work(url);
  const lock = await takeLock(url, env().dataDir);
  try {
    return await work(url);
  } finally {
    await lock?.release();
    if (lock) await embedded.stop();
  }
}
