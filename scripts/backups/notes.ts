import { z } from 'zod';

const migration = z.object({ hash: z.string(), createdAt: z.number() });

/** Stands first: what the rest can be restored into. */
const manifest = z.object({
  is: z.literal('manifest'),
  takenAt: z.string(),
  /** Tells which encryption key the credentials need, without telling the key. */
  keyId: z.string(),
  migrations: z.array(migration).min(1),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().nullable() })),
});

/** Before the rows of a table, in an order in which foreign keys hold. */
const table = z.object({ is: z.literal('table'), name: z.string(), columns: z.array(z.string()) });

/** After the rows of a table. */
const tableEnd = z.object({ is: z.literal('end'), rows: z.number(), sha256: z.string() });

/** Stands last: without it the file is broken off. */
const complete = z.object({ is: z.literal('complete'), tables: z.number() });

export const note = z.discriminatedUnion('is', [manifest, table, tableEnd, complete]);

export type Note = z.infer<typeof note>;
export type Manifest = z.infer<typeof manifest>;
export type Migration = z.infer<typeof migration>;
export type Table = z.infer<typeof table>;
export type TableEnd = z.infer<typeof tableEnd>;
