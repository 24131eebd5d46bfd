import type { RowOutcome } from '@/lib/files/sheet-import';
import { grouped } from '@/lib/grouped';
import { type CompositionItem, fingerprintOf } from '@/lib/shipments/fingerprint';
import type { MatchKey, NamedKey } from '../remembered';
import { type MatchRow, matchColumns } from './match-sheet';

export type JudgedRow = MatchRow & { outcome: RowOutcome };

export const keyName = ({ channelId, productKey, optionKey }: MatchKey) =>
  JSON.stringify([channelId, productKey, optionKey]);

/**
 * What becomes of each row: a new match, a changed one (warned), one that stands so already, or
 * nothing. Rows of one key are one match: with one of them bad, none is taken.
 */
export function judgeMatchRows(
  rows: readonly MatchRow[],
  /** What keys mean now, as fingerprints. */
  known: ReadonlyMap<string, string>,
): JudgedRow[] {
  const judged = new Map<number, JudgedRow>();
  for (const [name, ofKey] of grouped(rows, keyName)) {
    const checked = ofKey.map((row) => ({ ...row, problems: problemsAmong(row, ofKey) }));
    const bad = checked.find((row) => row.problems.length > 0);
    const outcome = outcomeOf(known.get(name), checked);
    for (const row of checked) judged.set(row.rowNo, bad ? refused(row, bad) : { ...row, outcome });
  }
  return rows.flatMap((row) => judged.get(row.rowNo) ?? []);
}

/** The matches that good rows say, each with its items. */
export function matchesIn(
  rows: readonly MatchRow[],
): (NamedKey & { items: CompositionItem[]; rowNos: number[] })[] {
  return [...grouped(rows, keyName).values()].flatMap((ofKey) => {
    const [first] = ofKey;
    if (!first) return [];
    const { channelId, productKey, optionKey, productCode, productName, option } = first;
    return {
      ...{ channelId, productKey, optionKey, productCode, productName, option },
      items: itemsOf(ofKey),
      rowNos: ofKey.map((row) => row.rowNo),
    };
  });
}

function problemsAmong(row: MatchRow, ofKey: readonly MatchRow[]): MatchRow['problems'] {
  if (row.problems.length > 0) return row.problems;
  const column = matchColumns.variantCode;
  const earlier = ofKey.find(
    (other) => other.rowNo < row.rowNo && other.variantId === row.variantId,
  );
  if (earlier) return [{ problem: 'repeated', column, shown: String(earlier.rowNo) }];
  if (row.variantId === null && ofKey.length > 1)
    return [{ problem: 'mixed', column, shown: row.variantCode }];
  return [];
}

function refused(row: MatchRow, bad: MatchRow): JudgedRow {
  if (row.problems.length > 0) return { ...row, outcome: 'bad' };
  const column = matchColumns.variantCode;
  const problems = [{ problem: 'siblingBad' as const, column, shown: String(bad.rowNo) }];
  return { ...row, problems, outcome: 'bad' };
}

function outcomeOf(meaning: string | undefined, ofKey: readonly MatchRow[]): RowOutcome {
  if (meaning === undefined) return 'new';
  return meaning === fingerprintOf(itemsOf(ofKey)) ? 'known' : 'warned';
}

function itemsOf(ofKey: readonly MatchRow[]): CompositionItem[] {
  return ofKey.flatMap(({ variantId, qty }) => (variantId === null ? [] : { variantId, qty }));
}
