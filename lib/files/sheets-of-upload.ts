import { sql } from 'drizzle-orm';

/** Of a workbook with several sheets of the same kind: the one that was read, and the others. */
export type SheetsOfUpload = { read: string; unread: string[] };

/** Null for a file whose one sheet was read. */
export const sheetsOfUpload = sql`options->'sheets' as sheets`;
