import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow, type Tx } from './rows';

/** What a run may find that does not know yet. */
const EXPECTED = 1_000;

/** Where statistics know of so many times as much as is worked on, indexes are the way. */
const SMALL_PART = 4;

const plans = z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]);

/**
 * For the rest of this transaction. Statistics know nothing of what has just come in, least of all
 * of a new mall, however much others have: the planner takes thousands of rows for one and compares
 * them all with all, which for a handful of parcels among hundreds takes seconds.
 */
export async function expectMany(tx: Tx, count = EXPECTED): Promise<void> {
  if (count === 0 || (await knownShipments(tx)) >= count * SMALL_PART) return;
  await tx.execute(sql`set local enable_nestloop = off`);
}

/** A read whose results the planner takes for a handful each: they are hashed, not compared all with all. */
export async function withoutLoops<Result>(tx: Tx, read: () => Promise<Result>): Promise<Result> {
  await tx.execute(sql`set local enable_nestloop = off`);
  const result = await read();
  await tx.execute(sql`set local enable_nestloop = on`);
  return result;
}

/** How many shipments the planner believes this mall to have. */
async function knownShipments(tx: Tx): Promise<number> {
  const explained = await oneRow<{ 'QUERY PLAN': unknown }>(
    tx,
    sql`
    explain (format json)
    select from shipments where mall_id = current_setting('app.mall_id')::bigint`,
  );
  const [{ Plan }] = plans.parse(explained['QUERY PLAN']);
  return Plan['Plan Rows'];
}
