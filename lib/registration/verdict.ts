import type { FieldProblem, RowProblem } from './cells';
import { type ReadRow, type RegisteredLine, type SaidLine, saidBy } from './rows';
import type { LineStanding } from './store';

export type JudgedRow = {
  rowNo: number;
  orderNo: string;
  outcome: 'new' | 'known' | 'bad' | 'warned';
  problems: FieldProblem[];
  line: RegisteredLine | null;
  /** Of a bad row, which has no line. */
  said?: SaidLine;
};

/** What becomes of each row of a file; a good row of an order that has a bad one is warned of. */
export function judgeRows(
  rows: readonly ReadRow[],
  standingOf: (line: RegisteredLine) => LineStanding,
): JudgedRow[] {
  const judged = rows.map((row) => judgeRow(row, standingOf));
  const badOrderNos = new Map(
    judged.flatMap((row) => (row.outcome === 'bad' && row.orderNo ? [[row.orderNo, row]] : [])),
  );
  return judged.map((row) => {
    const sibling = badOrderNos.get(row.orderNo);
    if (row.outcome !== 'new' || !sibling) return row;
    return { ...row, outcome: 'warned', problems: [aboutOrder('siblingBad', `${sibling.rowNo}`)] };
  });
}

function judgeRow(read: ReadRow, standingOf: (line: RegisteredLine) => LineStanding): JudgedRow {
  const { rowNo, orderNo } = read;
  if (!read.line) return { ...read, outcome: 'bad' };
  const { line } = read;
  const standing = standingOf(line);
  if (standing !== 'collectedOrder')
    return { rowNo, orderNo, outcome: standing, problems: [], line };
  const problems = [aboutOrder(standing, orderNo)];
  return { rowNo, orderNo, outcome: 'bad', problems, line: null, said: saidBy(line) };
}

function aboutOrder(problem: RowProblem, shown: string): FieldProblem {
  return { problem, field: 'orderNo', column: '', shown };
}
