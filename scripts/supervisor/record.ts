import { readFile, rename, writeFile } from 'node:fs/promises';
import type { z } from 'zod';

/** Whole or not at all: a full disk or a power loss leaves what stood there before. */
export async function writeRecord(file: string, record: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(record), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** Null where there is none, or none that can be understood: no start fails for what one has left. */
export async function readRecord<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.infer<Schema> | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
