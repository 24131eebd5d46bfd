import type { BadRows } from '@/lib/files/bad-rows';
import type { CellProblem, RowOutcome } from '@/lib/files/sheet-import';
import { type CellDamage, cellText, cellWholeNumber } from '@/lib/sheets/cell-text';
import { columnsByName } from '@/lib/sheets/formats/header-names';
import type { SheetRow } from '@/lib/sheets/sheet';

/** The columns that say what lies there. What was counted comes before what the books had said. */
const names = {
  variantCode: ['품목코드', 'Variant code'],
  qty: ['실사수량', '센 수량', 'Counted', '수량', 'Qty', '재고수량', '현재고', '재고', 'On hand'],
} as const;

export const columnNames = { variantCode: '품목코드', qty: '현재고' } as const;
export const englishColumnNames = { variantCode: 'Variant code', qty: 'On hand' } as const;

type CountColumn = keyof typeof names;

export const headerNames: string[] = Object.values(names).flat();

export type CountColumns = Record<CountColumn, number>;

/** Null where one of the two is missing. */
export function columnsOf(headers: readonly string[]): CountColumns | null {
  const { variantCode, qty } = columnsByName<CountColumn>(headers, names);
  return variantCode === undefined || qty === undefined ? null : { variantCode, qty };
}

export type CountProblem =
  | 'noCode'
  | 'unknownCode'
  | 'repeated'
  | 'noQty'
  | 'wrongNumber'
  | CellDamage;

export type CountRow = {
  rowNo: number;
  variantCode: string;
  qty: number | null;
  /** As it stands in the cell. */
  writtenQty: string;
  problems: CellProblem<CountProblem>[];
};

export const badCountRows: BadRows<CountRow> = {
  purpose: 'counts',
  headers: [columnNames.variantCode, columnNames.qty],
  cells: (row) => [row.variantCode, row.qty ?? row.writtenQty],
  textColumns: [0],
};

export type JudgedCount = CountRow & {
  outcome: RowOutcome;
  name: string;
  onHand: number;
  allocated: number;
};

/** What lies on a shelf by the books. */
export type Shelf = { name: string; onHand: number; allocated: number };

const MOST = 1_000_000;

/** Reads a row; what is wrong with it stands beside it. */
export function readCountRow(columns: CountColumns, { rowNo, cells }: SheetRow): CountRow {
  const problems: CellProblem<CountProblem>[] = [];
  const refuse = (problem: CountProblem, column: CountColumn, shown = '') =>
    problems.push({ problem, column: columnNames[column], shown });
  const code = cellText(cells[columns.variantCode] ?? null);
  const variantCode = code.kind === 'text' ? code.text : '';
  if (code.kind === 'damaged') refuse(code.damage, 'variantCode', code.shown);
  else if (variantCode === '') refuse('noCode', 'variantCode');
  const cell = cells[columns.qty] ?? null;
  const writtenQty = cell === null ? '' : String(cell).trim();
  const read = writtenQty === '' ? null : cellWholeNumber(cell);
  const qty = read !== null && read >= 0 && read <= MOST ? read : null;
  if (writtenQty === '') refuse('noQty', 'qty');
  else if (qty === null) refuse('wrongNumber', 'qty', writtenQty);
  return { rowNo, variantCode, qty, writtenQty, problems };
}

/** What becomes of each row: it changes what is on hand (warned), says what is there, or is bad. */
export function judgeCountRows(
  rows: readonly CountRow[],
  shelves: ReadonlyMap<string, Shelf>,
): JudgedCount[] {
  const firstRowOf = new Map<string, number>();
  return rows.map((row) => {
    const shelf = shelves.get(row.variantCode);
    const earlier = firstRowOf.get(row.variantCode);
    const problems = [...row.problems];
    const refuse = (problem: CountProblem, shown: string) =>
      problems.push({ problem, column: columnNames.variantCode, shown });
    if (row.variantCode && !shelf) refuse('unknownCode', row.variantCode);
    if (row.variantCode && earlier !== undefined) refuse('repeated', String(earlier));
    else firstRowOf.set(row.variantCode, row.rowNo);
    const { name, onHand, allocated } = shelf ?? { name: '', onHand: 0, allocated: 0 };
    const judged = { ...row, problems, name, onHand, allocated };
    if (problems.length > 0) return { ...judged, outcome: 'bad' };
    return { ...judged, outcome: row.qty === onHand ? 'known' : 'warned' };
  });
}
