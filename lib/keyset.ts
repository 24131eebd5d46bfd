import { type SQL, sql } from 'drizzle-orm';
import { type PageRequest, readsBackwards } from './paging';

type Reading = {
  /** The lowest key comes first. */
  rises?: boolean;
  /** So many of the columns lead an index, which is entered by them alone. */
  along?: number;
  /** Of the row to go on from, where the cursor's own are not fit for the columns. */
  values?: readonly SQL[];
};

/** The half of the paging that is SQL: a list by the columns of its key, falling unless it rises. */
export function keyset(
  request: PageRequest,
  columns: readonly SQL[],
  { rises = false, along = 0, values }: Reading = {},
): { beyond: SQL; order: SQL; direction: SQL } {
  const isRising = rises !== readsBackwards(request);
  const past = isRising ? sql`>` : sql`<`;
  const direction = isRising ? sql`asc` : sql`desc`;
  const from = values ?? ('key' in request ? request.key.map((part) => sql`${part}`) : []);
  const listed = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
  const compared = (count: number, by: SQL) =>
    sql`and (${listed(columns.slice(0, count))}) ${by} (${listed(from.slice(0, count))})`;
  const beyond = sql`${along ? compared(along, sql`${past}=`) : sql``} ${compared(columns.length, past)}`;
  const order = listed(columns.map((column) => sql`${column} ${direction}`));
  return {
    beyond: from.length < columns.length ? sql`` : beyond,
    order: sql`order by ${order} limit ${request.size + 1}`,
    direction,
  };
}
