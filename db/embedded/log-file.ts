import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';

const largestBytes = 10_000_000;

/** Opens a log for appending; one that has grown large becomes `<file>.1` first. */
export async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > largestBytes) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}

/** The last lines of a log, for telling a person why a program ended. */
export async function lastLines(file: string, count = 15): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
