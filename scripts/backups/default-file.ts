import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { env } from '@/lib/env';

/** Where a backup goes that was given no place. */
export async function backupFile(now: Date, name: string): Promise<string> {
  const folder = path.join(env().dataDir, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return path.join(folder, `${name}-${time}.backup`);
}
