import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Migration } from './notes';

const journal = z.looseObject({
  entries: z.array(z.looseObject({ when: z.number(), tag: z.string() })),
});

/** Refuses a backup whose schema these migrations cannot make. */
export async function refuseUnknown(folder: string, wanted: Migration[]): Promise<void> {
  const { entries } = await readJournal(folder);
  for (const [index, { hash, createdAt }] of wanted.entries()) {
    const entry = entries[index];
    const known = entry?.when === createdAt && (await hashOf(folder, entry.tag)) === hash;
    if (known) continue;
    throw new Error('The backup was taken by a newer or a different version of Moa. Use that one.');
  }
}

/** Works with a copy of the migrations that holds only the first ones. */
export async function withFirstMigrations<Result>(
  folder: string,
  count: number,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const copy = await mkdtemp(path.join(tmpdir(), 'moa-migrations-'));
  try {
    await cp(folder, copy, { recursive: true });
    const all = await readJournal(folder);
    const first = { ...all, entries: all.entries.slice(0, count) };
    await writeFile(journalFile(copy), JSON.stringify(first));
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}

async function readJournal(folder: string) {
  return journal.parse(JSON.parse(await readFile(journalFile(folder), 'utf8')));
}

async function hashOf(folder: string, tag: string): Promise<string> {
  const text = await readFile(path.join(folder, `${tag}.sql`), 'utf8');
  return createHash('sha256').update(text).digest('hex');
}

function journalFile(folder: string): string {
  return path.join(folder, 'meta', '_journal.json');
}
