import { stat } from 'node:fs/promises';
import path from 'node:path';
import { diskWatch } from '@/lib/disk';
import { env, secrets } from '@/lib/env';
import { backupFile } from './backups/default-file';
import { keyIdOf } from './backups/key-id';
import { writeBackup } from './backups/write-backup';
import { withDatabase } from './supervisor/database';
import { runCommand } from './supervisor/running';

/** npm run backup [file] */
runCommand(() =>
  withDatabase(async (ownerUrl) => {
    const now = new Date();
    const file = path.resolve(process.argv[2] ?? (await backupFile(now, 'moa')));
    await refuseLowDisk(path.dirname(file));
    const keyId = keyIdOf(secrets().encryptionKey);
    const { tables, rows } = await writeBackup(ownerUrl, file, { keyId, now });
    const megabytes = ((await stat(file)).size / 1e6).toFixed(1);
    const where = env().databaseUrl
      ? 'MOA_ENCRYPTION_KEY'
      : path.join(env().dataDir, 'secrets.json');
    console.log(`${file}: ${tables} tables, ${rows} rows, ${megabytes} MB. Keep ${where} with it.`);
  }),
);

async function refuseLowDisk(directory: string): Promise<void> {
  const { leastFreeMegabytes } = env();
  if (!(await diskWatch({ directory, leastFreeMegabytes })())) return;
  throw new Error(
    `${directory} has less than ${leastFreeMegabytes} MB free (MOA_LEAST_FREE_MB). Give another place.`,
  );
}
