import { closePools, openPools } from '@/db/pools';
import { openConnections } from '@/lib/collection/connection';
import { jobContext } from '@/lib/jobs/task';
import { pushDue } from '@/lib/shipping/push';

/** A jobs process that only pushes, until nothing is due; it may be killed at any moment. */
const [databaseUrl = '', encryptionKey = '', mallId = '', clockIso = '', aheadMs = ''] =
  process.argv.slice(2);

openPools(databaseUrl, 'moa_app');
const clock = () => new Date(clockIso);
const connect = openConnections({ encryptionKey, baseUrls: {}, clock, fetch });
// Leases are taken later than answers are recorded, so that a retry is due at once.
const ctx = jobContext(Number(mallId), new Date(clock().getTime() + Number(aheadMs)));
for (let leased = 1; leased > 0; ) {
  ({ leased } = await pushDue(ctx, async (...wanted) => {
    const connection = await connect(...wanted);
    return connection && { ...connection, takeSlot: async () => {}, timeoutMs: 1_000 };
  }));
}
await closePools();
