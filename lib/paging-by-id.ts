import type { SQL } from 'drizzle-orm';
import { keyset } from './keyset';
import type { PageRequest } from './paging';

/** Rows of one list by their falling id. */
export const byId = (request: PageRequest, id: SQL) => keyset(request, [id]);
