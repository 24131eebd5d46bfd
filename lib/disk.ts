import { statfs } from 'node:fs/promises';

const MEGABYTE = 1024 * 1024;
const LOOK_EVERY_MS = 5_000;

export type Disk = { directory: string; leastFreeMegabytes: number };

/** Tells whether the disk of our data is nearly full; it looks again every few seconds at most. */
export function diskWatch({ directory, leastFreeMegabytes }: Disk): () => Promise<boolean> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isLow = false;
  return async () => {
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return isLow;
    lookedAt = performance.now();
    isLow = (await freeMegabytes(directory)) < leastFreeMegabytes;
    return isLow;
  };
}

/** Where the system does not tell, nothing is stopped for it. */
async function freeMegabytes(directory: string): Promise<number> {
  const disk = await statfs(directory).catch(() => null);
  return disk ? (disk.bavail * disk.bsize) / MEGABYTE : Number.POSITIVE_INFINITY;
}
