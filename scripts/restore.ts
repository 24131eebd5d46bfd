import path from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsFolder } from '@/db/migrate';
import { env, secrets } from '@/lib/env';
import { keyIdOf } from './backups/key-id';
import { restoreBackup } from './backups/restore-backup';
import { withDatabase } from './supervisor/database';
import { runCommand } from './supervisor/running';

/** npm run restore -- <file> [--force] */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean', default: false } },
});

runCommand(async () => {
  const [given] = positionals;
  if (!given) throw new Error('npm run restore -- <file> [--force]');
  const file = path.resolve(given);
  await withDatabase((ownerUrl) => restore(file, ownerUrl), { alone: true });
});

async function restore(file: string, ownerUrl: string): Promise<void> {
  const { appRole } = env();
  const target = { ownerUrl, appRole, migrationsFolder, force: values.force };
  const { manifest, rows } = await restoreBackup(file, target);
  console.log(`${rows.size} tables as they were at ${manifest.takenAt}.`);
  if (manifest.keyId === keyIdOf(secrets().encryptionKey)) return;
  console.log(
    'The credentials of the marketplaces in it are encrypted with another MOA_ENCRYPTION_KEY: ' +
      'set that one, or enter the credentials again.',
  );
}
