import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';

const MANY = 1_000;

/**
 * For the rest of this transaction. Statistics know nothing of what has just come in, least of all
 * of a new mall: the planner takes thousands of rows for one and compares them all with all.
 */
export async function expectMany(tx: Tx, count = MANY): Promise<void> {
  if (count >= MANY) await tx.execute(sql`set local enable_nestloop = off`);
}
