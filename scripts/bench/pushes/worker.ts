import { closePools, openPools } from '@/db/pools';
import { openConnections } from '@/lib/collection/connection';
import { runJobs } from '@/lib/jobs/loop';
import { jobTasks } from '@/lib/jobs/tasks';
import { jobContext } from '@/lib/leases/task';
import { pushDue } from '@/lib/shipping/pushes/push';
import type { Orders } from './workers';

/** A jobs process that only pushes; it may be killed at any moment. */
const { databaseUrl, encryptionKey, mallId, hurried } = JSON.parse(
  process.argv[2] ?? '{}',
) as Orders;

/** A marketplace that is busy is left alone for a round; one is that again hardly ever. */
const IDLE_ROUNDS = 4;

/** An answer that says we were too fast is told at once: nobody knows how long this process lives. */
const listening: typeof fetch = async (...call) => {
  const response = await fetch(...call);
  if (response.status === 429) process.send?.('busy');
  return response;
};

openPools(databaseUrl, 'moa_app');
await (hurried ? pushInAHurry(hurried) : pushForEver());
await closePools();

/** As the product does it: with its clock, its pace and its waits. */
async function pushForEver(): Promise<void> {
  const world = { encryptionKey, baseUrls: {}, clock: () => new Date(), fetch: listening };
  const pushing = jobTasks(world).filter(({ name }) => name === 'push');
  const stopped = new AbortController();
  process.once('SIGTERM', () => stopped.abort());
  await runJobs(pushing, { clock: world.clock, signal: stopped.signal });
}

/**
 * With a clock that stands still, no pauses, and until nothing is due. Leases are taken later than
 * answers are recorded, so that a retry is due at once.
 */
async function pushInAHurry({ clock: at, aheadMs }: NonNullable<Orders['hurried']>): Promise<void> {
  const clock = () => new Date(at);
  const connect = openConnections({ encryptionKey, baseUrls: {}, clock, fetch: listening });
  const ctx = jobContext(mallId, new Date(clock().getTime() + aheadMs));
  for (let idleRounds = 0; idleRounds < IDLE_ROUNDS; ) {
    const { leased } = await pushDue(ctx, async (...wanted) => {
      const connection = await connect(...wanted);
      return connection && { ...connection, takeSlot: async () => {}, timeoutMs: 2_000 };
    });
    idleRounds = leased > 0 ? 0 : idleRounds + 1;
  }
}
