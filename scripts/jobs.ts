import { closePools } from '@/db/pools';
import { ownWorld } from '@/lib/collection/connection';
import { diskWatch } from '@/lib/disk';
import { env } from '@/lib/env';
import { startSilenceWatch } from '@/lib/flows/silence-watch';
import { runJobs } from '@/lib/jobs/loop';
import { jobTasks } from '@/lib/jobs/tasks';

const LAST_MOMENTS_MS = 8_000;

const stopped = new AbortController();
const clock = () => new Date();

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);

const { dataDir: directory, leastFreeMegabytes } = env();
const endWatch = startSilenceWatch(clock);
const isDiskLow = diskWatch({ directory, leastFreeMegabytes });
await runJobs(jobTasks(ownWorld(clock)), { clock, signal: stopped.signal, isDiskLow });
endWatch();
await closePools();

/** Work in hand is put back or finished; who does not manage in time loses its lease. */
function stop() {
  stopped.abort();
  setTimeout(() => process.exit(0), LAST_MOMENTS_MS).unref();
}
