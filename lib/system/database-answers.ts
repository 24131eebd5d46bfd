import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';

const patienceMs = 5_000;

/** Whether the database answers soon. */
export async function databaseAnswers(): Promise<boolean> {
  const asked = systemDb()
    .execute(sql`select 1`)
    .then(
      () => true,
      () => false,
    );
  return Promise.race([asked, sleep(patienceMs, false, { ref: false })]);
}
