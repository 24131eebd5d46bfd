import { type SQL, sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { TellingTable } from './work';

/** The rows of a table as a screen lists them. All SQL calls the row `telling`. */
export type Tellings<Row, List extends string> = {
  table: TellingTable;
  /** Which rows stand in a list; those in `open` alone are on their way. */
  lists: Record<List | 'open', SQL>;
  read: (tx: Tx, ctx: Ctx, which: SQL) => Promise<Row[]>;
};

/** A page of one list, the newest on top. */
export async function pageOfTellings<Row extends { id: number }, List extends string>(
  ctx: Ctx,
  tellings: Tellings<Row, List>,
  list: List,
  request: PageRequest,
): Promise<Page<Row>> {
  const { beyond, order } = keyset(request, [sql`telling.id`]);
  return readMall(ctx, async (tx) => {
    const found = await tellings.read(tx, ctx, sql`${tellings.lists[list]} ${beyond} ${order}`);
    const counts = await countsOf(tx, ctx, tellings);
    return pageOf(found, counts[list], request, ({ id }) => [id]);
  });
}

/** How many stand in each list. */
export function countTellings<List extends string>(
  ctx: Ctx,
  tellings: Tellings<unknown, List>,
): Promise<Record<List, number>> {
  return readMall(ctx, (tx) => countsOf(tx, ctx, tellings));
}

function countsOf<List extends string>(
  tx: Tx,
  ctx: Ctx,
  { table, lists }: Tellings<unknown, List>,
): Promise<Record<List, number>> {
  const counts = Object.entries<SQL>(lists).map(
    ([list, which]) => sql`count(*) filter (where ${which})::int as ${sql.identifier(list)}`,
  );
  return oneRow(
    tx,
    sql`
    select ${sql.join(counts, sql`, `)} from ${sql.raw(table)} telling
    where telling.mall_id = ${ctx.mallId} and ${lists.open}`,
  );
}
