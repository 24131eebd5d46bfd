import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsFolder } from '@/db/migrate';
import { env, secrets } from '@/lib/env';
import { backupFile } from './backups/default-file';
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
  const keyId = keyIdOf(secrets().encryptionKey);
  const now = new Date();
  const keepAs = values.force ? await backupFile(now, 'before-restore') : '';
  const force = values.force ? { keepAs, keyId, now } : null;
  const { manifest, rows } = await restoreBackup(file, {
    ownerUrl,
    appRole,
    migrationsFolder,
    force,
  });
  console.log(`${rows.size} tables as they were at ${manifest.takenAt}.`);
  if (existsSync(keepAs)) console.log(`What the database held before: ${keepAs}`);
  console.log(
    `Waybill numbers given after ${manifest.takenAt} are not known here and would be given again: ` +
      'before shipping, raise the start of each number range and take used numbers off the lists.\n' +
      'What waited to be told to a marketplace is looked up there first. To look around without ' +
      'collecting or telling anything (on a second machine, say), start with MOA_JOBS=off.',
  );
  if (manifest.keyId === keyId) return;
  console.log(
    'The credentials of the marketplaces in it are encrypted with another MOA_ENCRYPTION_KEY: ' +
      'set that one, or enter the credentials again.',
  );
}
