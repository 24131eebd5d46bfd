import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';

type Numbered = 'recipients' | 'orders' | 'order_lines' | 'shipments' | 'shipment_lines' | 'runs';

/** Ids taken ahead, so that parents and children of a bulk write need no second look-up. */
export async function reserveIds(tx: Tx, table: Numbered, count: number): Promise<number[]> {
  const reserved = await rows<{ id: number }>(
    tx,
    sql`select nextval(${`${table}_id_seq`}::regclass)::bigint as id from generate_series(1, ${count})`,
  );
  return reserved.map((row) => row.id);
}

/** The same, handed out one by one. */
export async function reserveEach(tx: Tx, table: Numbered, count: number): Promise<() => number> {
  const ids = (await reserveIds(tx, table, count)).values();
  return () => {
    const { value } = ids.next();
    if (value === undefined) throw new Error(`No id of ${table} left.`);
    return value;
  };
}
