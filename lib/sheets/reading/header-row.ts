import { courierHeaders } from '../formats/courier-headers';
import { plainHeader } from '../formats/header-names';
import { orderFormatKeys, orderFormatOf } from '../formats/order-formats';
import { maxColumns, type SheetCell, type SheetRow } from '../sheet';

export type HeaderRow = { rowNo: number; headers: string[]; knownNames: number };

export const headerRowsLookedAt = 10;

/**
 * The header among the first ten rows: the one with the most known names, else the first that looks
 * like names and is about as wide as the widest, as notices above a table are narrow. Below a row of
 * data none is looked for: what stands there is somebody's order, not the names of its columns.
 */
export function findHeaderRow(
  rows: Iterable<SheetRow>,
  extraNames: readonly string[] = [],
): HeaderRow | null {
  const extra = new Set(extraNames.map(plainHeader));
  const candidates = firstRows(rows).map((row) => toCandidate(row, extra));
  const mostKnown = candidates.reduce((most, row) => Math.max(most, row.knownNames), 0);
  if (mostKnown >= 2) return candidates.find((row) => row.knownNames === mostKnown) ?? null;
  const widest = candidates.reduce((most, row) => Math.max(most, row.filled), 0);
  const first = candidates.find(
    (row) => (row.looksLikeNames || row.isData) && row.filled * 2 > widest,
  );
  return first && !first.isData ? first : null;
}

type Candidate = HeaderRow & { filled: number; looksLikeNames: boolean; isData: boolean };

function firstRows(rows: Iterable<SheetRow>): SheetRow[] {
  const first: SheetRow[] = [];
  for (const row of rows) {
    if (row.rowNo > headerRowsLookedAt) break;
    first.push(row);
  }
  return first;
}

function toCandidate({ rowNo, cells }: SheetRow, extraNames: ReadonlySet<string>): Candidate {
  const headers = headersOf(cells);
  const filled = headers.filter((header) => header !== '');
  const names = new Set(filled.map(plainHeader));
  const known = [...names].filter((name) => knownNames.has(name) || extraNames.has(name));
  const wordy = filled.filter((header) => /\p{L}/u.test(header) && !/\d{4}/.test(header));
  return {
    rowNo,
    headers,
    knownNames: known.length,
    filled: filled.length,
    isData: filled.some(isLongNumber),
    looksLikeNames: names.size >= 2 && wordy.length * 10 >= filled.length * 6,
  };
}

/** A phone number or an order number, and no more than that. */
function isLongNumber(header: string): boolean {
  return /^[\d\s()+.-]+$/.test(header) && header.replace(/\D/g, '').length >= 9;
}

function headersOf(cells: readonly SheetCell[]): string[] {
  const headers = cells
    .slice(0, maxColumns)
    .map((cell) =>
      typeof cell === 'string' ? cell.replace(/\s+/g, ' ').trim() : String(cell ?? ''),
    );
  while (headers.at(-1) === '') headers.pop();
  return headers;
}

const knownNames = new Set(
  [
    ...orderFormatKeys.flatMap((key) => Object.values(orderFormatOf(key).headers).flat()),
    ...orderFormatKeys.flatMap((key) => orderFormatOf(key).detectedBy),
    ...Object.values(courierHeaders).flat(),
  ].map(plainHeader),
);
