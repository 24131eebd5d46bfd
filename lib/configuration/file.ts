import { z } from 'zod';
import { ExpectedError } from '@/lib/errors';
import { type SectionName, sectionNames } from './sections';

const FORMAT = 'moa-configuration';
export const VERSION = 1;

/** What one file may hold; a mall's settings are a small part of it. */
export const MOST_CHARACTERS = 900_000;
const MOST_ENTRIES = 5_000;

const entries = z.array(z.unknown()).max(MOST_ENTRIES).default([]);

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  settings: z.object(
    Object.fromEntries(sectionNames.map((name) => [name, entries])) as Record<
      SectionName,
      typeof entries
    >,
  ),
});

export type Entries = z.output<typeof fileSchema>['settings'];

export function configurationText(settings: Entries): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings }, null, 2)}\n`;
}

/** Its entries, each still to be judged. */
export function readConfiguration(text: string): Entries {
  const read = fileSchema.safeParse(jsonIn(text));
  if (read.success) return read.data.settings;
  const isNewer = read.error.issues.some(({ path }) => path[0] === 'version');
  throw new ExpectedError(`configuration.errors.${isNewer ? 'version' : 'format'}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new ExpectedError('configuration.errors.format');
  }
}
