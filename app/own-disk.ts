import { diskWatch } from '@/lib/disk';
import { env } from '@/lib/env';

const { dataDir: directory, leastFreeMegabytes: least } = env();

export const leastFreeMegabytes = least;

export const isDiskLow = diskWatch({ directory, leastFreeMegabytes: least });
