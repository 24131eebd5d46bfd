import type { ReadSheetOptions, SheetHead, SheetRow, SheetRows } from './sheet';

export type ParseLimits = { timeoutMs: number; memoryMb: number };

/** First one 'head', then 'rows' in file order. */
export type SheetPart =
  | ({ kind: 'head'; rowCount: number } & SheetHead)
  | { kind: 'rows'; rows: SheetRow[] };

/**
 * Reads a sheet in a process of its own, killed on time-out or too much memory; throws SheetError.
 * Leaving the loop early ends the child. `source` is a path or the file's bytes.
 */
export async function* parseInChild(
  _source: string | Uint8Array,
  _options: ReadSheetOptions,
  _limits: ParseLimits,
): AsyncGenerator<SheetPart> {
  throw new Error('not written yet');
}

/** All parts as one value, for files known to be small. */
export async function collectSheet(_parts: AsyncIterable<SheetPart>): Promise<SheetRows> {
  throw new Error('not written yet');
}
