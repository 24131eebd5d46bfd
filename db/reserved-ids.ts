import { sql } from 'drizzle-orm';
import { rows, type Tx } from './rows';

type Numbered = 'recipients' | 'orders' | 'order_lines' | 'shipments' | 'shipment_lines' | 'runs';

/**
 * Ids taken ahead, so that parents and children of a bulk write need no second look-up. They come as
 * the few unbroken stretches that nobody else took a number from meanwhile.
 */
export async function reserveIds(tx: Tx, table: Numbered, count: number): Promise<number[]> {
  if (count === 0) return [];
  const stretches = await rows<{ first: number; length: number }>(
    tx,
    sql`
    with taken as materialized (
      select nextval(${`${table}_id_seq`}::regclass)::bigint as id, place
      from generate_series(1, ${count}) as place
    )
    select min(id) as first, count(*)::int as length
    from taken group by id - place order by first`,
  );
  return stretches.flatMap(({ first, length }) =>
    Array.from({ length }, (_, index) => first + index),
  );
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
