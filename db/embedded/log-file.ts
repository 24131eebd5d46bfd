import {
  copyFile,
  type FileHandle,
  open,
  readdir,
  readFile,
  stat,
  truncate,
} from 'node:fs/promises';
import path from 'node:path';

const largestBytes = 10_000_000;

/** Opens a log for appending. */
export function openLog(file: string): Promise<FileHandle> {
  return open(file, 'a', 0o600);
}

/**
 * Moves what large logs of a folder hold to `<file>.1`; who writes to them goes on writing. On a full
 * disk it is given up: then the room is worth more.
 */
export async function trimLogs(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!name.endsWith('.log') || (await stat(file)).size < largestBytes) continue;
    await copyFile(file, `${file}.1`).catch(() => {});
    await truncate(file);
  }
}

/** The last lines of a log, for telling a person why a program ended. */
export async function lastLines(file: string, count = 15): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
