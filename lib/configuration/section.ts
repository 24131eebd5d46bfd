import type { z } from 'zod';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Names } from './names';

/** Why an entry is not taken, or what is still to be done for one that is. */
export type Reason =
  | 'shape'
  | 'twice'
  | 'ownersOnly'
  | 'address'
  | 'account'
  | 'unknownChannel'
  | 'unknownContract'
  | 'unknownVariant'
  | 'unknownSupplier'
  | 'hasPeople'
  | 'rangeTaken'
  | 'notANumber'
  | 'webhookKey'
  | 'tooManyTargets'
  | 'unusable'
  | 'keyMissing';

export type Remark = { reason: Reason; detail?: string };

/** One transaction with what its entries name. */
export type Place = { tx: Tx; ctx: Ctx; names: Names };

/** One kind of setting in the file: how it is read, told apart, judged and written. */
export type Section<Entry> = {
  schema: z.ZodType<Entry>;
  /** Tells entries apart, and says to a person which one it is, but for what has a name. */
  keyOf: (entry: Entry) => string;
  /** Where its key says little to a person. */
  nameOf?: (entry: Entry) => string;
  /** Only the owner may change it. */
  isOwners?: (entry: Entry) => boolean;
  read: (place: Place) => Promise<Entry[]>;
  /** Why these cannot be taken, by their keys. */
  refusals?: (place: Place, given: Entry[], standing: Standing<Entry>) => Promise<Refusals>;
  /** What of a given one would stand beside what is never changed by a file. */
  meant?: (given: Entry, standing: Entry | undefined) => Entry;
  /** What is left to do by hand for one that is new here. */
  remarkOfNew?: (entry: Entry) => Remark | undefined;
  /** Adds or changes them, each by its key. */
  write: (place: Place, entries: Entry[]) => Promise<void>;
};

export type Standing<Entry> = ReadonlyMap<string, Entry>;
export type Refusals = Map<string, Remark>;

/** Hides the entry's type, so that sections of all kinds stand in one list. */
// biome-ignore lint/suspicious/noExplicitAny: each section parses before it trusts.
export type AnySection = Section<any>;

/** Remarks of those of which a judge finds something. */
export function refusalsOf<Entry>(
  keyOf: (entry: Entry) => string,
  entries: readonly Entry[],
  judge: (entry: Entry) => Remark | undefined,
): Refusals {
  const found: Refusals = new Map();
  for (const entry of entries) {
    const remark = judge(entry);
    if (remark) found.set(keyOf(entry), remark);
  }
  return found;
}
