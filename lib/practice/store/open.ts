import postgres from 'postgres';
import { createSchema } from './schema';
import type { Sql } from './sql';

/** A pool of the practice process's own, its schema made if it is missing. */
export async function openStore(databaseUrl: string): Promise<Sql> {
  const sql = postgres(databaseUrl, {
    max: 8,
    onnotice: () => {},
    connection: { application_name: 'moa-practice' },
  });
  await createSchema(sql);
  return sql;
}
