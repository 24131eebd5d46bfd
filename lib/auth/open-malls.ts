import { type SQL, sql } from 'drizzle-orm';
import { env } from '@/lib/env';

/** Malls that anybody may enter now: a practice mall, whose account is public, only in practice mode. */
export function openMalls(): SQL {
  return env().practice ? sql`malls` : sql`(select * from malls where not is_practice)`;
}
