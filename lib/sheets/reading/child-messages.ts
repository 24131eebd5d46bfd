import type { ReadSheetOptions, SheetErrorKind, SheetHead, SheetRow } from '../sheet';

/** First one 'head', then 'rows' in file order. */
export type SheetPart = ({ kind: 'head' } & SheetHead) | { kind: 'rows'; rows: SheetRow[] };

/** The child answers each message with exactly one. */
export type MessageToChild =
  | { kind: 'parse'; source: Uint8Array; options: ReadSheetOptions }
  | { kind: 'more' };

export type MessageFromChild =
  | SheetPart
  | { kind: 'end' }
  | { kind: 'refused'; reason: SheetErrorKind }
  | { kind: 'failed'; stack: string };
