import { type SQL, sql } from 'drizzle-orm';

/** What is to be shipped on a day is late from its last second in Korea on. */
export const shipByOn = (day: SQL | string) =>
  sql`((${day})::date + time '23:59:59') at time zone 'Asia/Seoul'`;
