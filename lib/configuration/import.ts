import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { readConfiguration } from './file';
import { readNames } from './names';
import type { AnySection, Place, Remark } from './section';
import { type SectionName, sections } from './sections';

export type Outcome = 'added' | 'changed' | 'same' | 'kept' | 'refused';

export type ImportedEntry = {
  section: SectionName;
  /** Which one; of an entry that could not be read its place in the file. */
  name: string;
  outcome: Outcome;
  /** Of a changed one, what changes. */
  fields: string[];
  remark?: Remark | undefined;
};

/** What 설정 가져오기 of this file would do, entry by entry; nothing is changed. */
export async function previewImport(ctx: Ctx, text: string): Promise<ImportedEntry[]> {
  try {
    await inMall(ctx, async (tx) => {
      throw new OnlyLooked(await importAll(tx, ctx, text));
    });
  } catch (error) {
    if (error instanceof OnlyLooked) return error.entries;
    throw error;
  }
  throw new Error('A look at a file wrote it.');
}

/**
 * 설정 가져오기: adds and changes what the file says, in one transaction. What stands only here is kept;
 * an entry that cannot be taken is left out with its reason. The same file again changes nothing.
 */
export async function importConfiguration(
  ctx: Ctx,
  text: string,
): Promise<{ added: number; changed: number; refused: number }> {
  return inMall(ctx, async (tx) => {
    const entries = await importAll(tx, ctx, text);
    const countOf = (outcome: Outcome) =>
      entries.filter((entry) => entry.outcome === outcome).length;
    const counts = {
      added: countOf('added'),
      changed: countOf('changed'),
      refused: countOf('refused'),
    };
    if (counts.added + counts.changed > 0) await record(tx, ctx, counts, entries);
    return counts;
  });
}

/** Carries the answer of a look out of the transaction that it undoes. */
class OnlyLooked extends Error {
  constructor(readonly entries: ImportedEntry[]) {
    super('only looked');
  }
}

async function importAll(tx: Tx, ctx: Ctx, text: string): Promise<ImportedEntry[]> {
  const settings = readConfiguration(text);
  await tx.execute(sql`select from mall_settings where mall_id = ${ctx.mallId} for update`);
  const all: ImportedEntry[] = [];
  for (const [name, section] of Object.entries(sections) as [SectionName, AnySection][]) {
    // What an earlier section has added has its id by now.
    const place = { tx, ctx, names: await readNames(tx, ctx) };
    const imported = await importSection(place, section, settings[name]);
    all.push(...imported.map((entry) => ({ section: name, ...entry })));
  }
  return all;
}

type SectionEntry = Omit<ImportedEntry, 'section'>;

async function importSection(
  place: Place,
  section: AnySection,
  given: readonly unknown[],
): Promise<SectionEntry[]> {
  const { read: good, refused } = parsed(section, given, place.ctx);
  const stored = await section.read(place);
  const standing = new Map<string, object>();
  for (const entry of stored)
    if (!standing.has(section.keyOf(entry))) standing.set(section.keyOf(entry), entry);
  const refusals = (await section.refusals?.(place, [...good.values()], standing)) ?? new Map();
  const toWrite: object[] = [];
  const entries: SectionEntry[] = [];
  for (const [key, entry] of good) {
    const remark: Remark | undefined = refusals.get(key);
    const name = nameOf(section, entry);
    if (remark) {
      refused.push({ name, outcome: 'refused', fields: [], remark });
      continue;
    }
    const before = standing.get(key);
    const after = section.meant ? section.meant(entry, before) : entry;
    const judged = compared(section, name, before, after);
    if (judged.outcome !== 'same') toWrite.push(after);
    entries.push(judged);
  }
  if (toWrite.length > 0) await section.write(place, toWrite);
  const kept = [...standing]
    .filter(([key]) => !good.has(key))
    .map(
      ([, entry]): SectionEntry => ({ name: nameOf(section, entry), outcome: 'kept', fields: [] }),
    );
  return [...entries, ...refused, ...kept];
}

/** Those that can be read and that this person may change, by their keys; the others with why not. */
function parsed(section: AnySection, given: readonly unknown[], { role }: Ctx) {
  const read = new Map<string, object>();
  const refused: SectionEntry[] = [];
  for (const [index, one] of given.entries()) {
    const entry = section.schema.safeParse(one);
    const key = entry.success ? section.keyOf(entry.data) : '';
    const name = entry.success ? nameOf(section, entry.data) : `#${index + 1}`;
    const remark = ((): Remark | undefined => {
      if (!entry.success) return { reason: 'shape', detail: placeOf(entry.error.issues[0]) };
      if (read.has(key)) return { reason: 'twice' };
      const isForbidden = role !== 'owner' && section.isOwners?.(entry.data);
      return isForbidden ? { reason: 'ownersOnly' } : undefined;
    })();
    if (remark) refused.push({ name, outcome: 'refused', fields: [], remark });
    else if (entry.success) read.set(key, entry.data);
  }
  return { read, refused };
}

const nameOf = (section: AnySection, entry: object): string =>
  (section.nameOf ?? section.keyOf)(entry);

function placeOf(issue: { path: PropertyKey[] } | undefined): string {
  return (issue?.path ?? []).map(String).join('.').slice(0, 100);
}

function compared(
  section: AnySection,
  name: string,
  before: object | undefined,
  after: object,
): SectionEntry {
  if (!before) {
    const remark = section.remarkOfNew?.(after);
    return { name, outcome: 'added', fields: [], ...(remark && { remark }) };
  }
  const fields = Object.keys({ ...before, ...after }).filter(
    (field) => !isDeepStrictEqual(plain(before, field), plain(after, field)),
  );
  return { name, outcome: fields.length > 0 ? 'changed' : 'same', fields };
}

/** As the file would hold it. */
function plain(entry: object, field: string): unknown {
  const value: unknown = entry[field as keyof typeof entry];
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

async function record(
  tx: Tx,
  ctx: Ctx,
  counts: { added: number; changed: number; refused: number },
  entries: readonly ImportedEntry[],
): Promise<void> {
  const told = (outcome: Outcome) =>
    entries
      .filter((entry) => entry.outcome === outcome)
      .map(({ section, name, fields }) => [section, name, ...fields].join(' '));
  await recordEvent(tx, ctx, {
    verb: 'configuration.import',
    subject: 'setting',
    subjectId: null,
    detail: { ...counts, addedEntries: told('added'), changedEntries: told('changed') },
  });
}
