import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const memoryFolder = '/dev/shm';
const neededBytes = 4 * 1024 ** 3;

/** All that may be chosen. */
export const quickFolders = [memoryFolder, tmpdir()];

/** Where tests make and remove databases: in memory where there is plenty of it, else on the disk. */
export async function quickFolder(): Promise<string> {
  const place = await statfs(memoryFolder).catch(() => null);
  const room = place ? place.bavail * place.bsize : 0;
  return Math.min(room, process.availableMemory()) > neededBytes ? memoryFolder : tmpdir();
}
