import { type SQL, sql } from 'drizzle-orm';
import { type PageRequest, readsBackwards } from './paging';

/** Rows of one list by their falling id: the half of the paging that is SQL. */
export function byId(request: PageRequest, id: SQL): { beyond: SQL; order: SQL } {
  const backwards = readsBackwards(request);
  const [key] = 'key' in request ? request.key : [];
  const beyond =
    key === undefined ? sql`` : backwards ? sql`and ${id} > ${key}` : sql`and ${id} < ${key}`;
  const order = sql`order by ${id} ${backwards ? sql`asc` : sql`desc`} limit ${request.size + 1}`;
  return { beyond, order };
}
