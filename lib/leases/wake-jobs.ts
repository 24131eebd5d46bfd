import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';

export const JOBS_CHANNEL = 'moa_jobs';

/** Wakes the jobs process when this transaction commits: it has made work that is due. */
export async function wakeJobs(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_notify(${JOBS_CHANNEL}, '')`);
}
