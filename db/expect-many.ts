import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from './rows';

/** Compared all with all, ninety take a second and thirteen, with a few hundred goods, a tenth of one. */
const MANY = 5;

/** What a run may find that does not know yet. */
const EXPECTED = 1_000;

/** Where so many times as much stands as is worked on, statistics know it, and its indexes are the way. */
const SMALL_PART = 4;

export const isMany = (count: number) => count >= MANY;

/**
 * For the rest of this transaction. Statistics know nothing of what has just come in, least of all
 * of a new mall, however much others have: the planner takes thousands of rows for one and compares
 * them all with all.
 */
export async function expectMany(tx: Tx, count = EXPECTED): Promise<void> {
  if (!isMany(count)) return;
  const { isSmallPart } = await oneRow<{ isSmallPart: boolean }>(
    tx,
    sql`
    select reltuples >= ${count * SMALL_PART} and (
      select count(*) = ${count * SMALL_PART} from (
        select from shipments where mall_id = current_setting('app.mall_id')::bigint
        limit ${count * SMALL_PART}) as own
    ) as "isSmallPart"
    from pg_class where oid = 'shipments'::regclass`,
  );
  if (!isSmallPart) await tx.execute(sql`set local enable_nestloop = off`);
}
