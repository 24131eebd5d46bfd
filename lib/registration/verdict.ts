import type { FieldProblem, RowProblem } from './cells';
import { firstOfItsKind } from './key';
import type { OriginalRow } from './original-row';
import { type ReadRow, type RegisteredLine, type SaidLine, saidBy } from './rows';
import { type SaidSellers, type Sellers, sortSellers } from './sellers';
import type { LineStanding } from './standing';

export type JudgedRow = {
  rowNo: number;
  orderNo: string;
  original: OriginalRow | null;
  outcome: 'new' | 'known' | 'bad' | 'warned';
  problems: FieldProblem[];
  line: RegisteredLine | null;
  /** Of a bad row, which has no line. */
  said?: SaidLine;
};

type Standings = {
  standingOf: (line: RegisteredLine) => LineStanding;
  foreign: SaidSellers['foreign'];
};

/** Of the sellers whose good rows stand in a file those that are not, or perhaps not, the channel's. */
export function sellersIn(rows: readonly ReadRow[], sellers: Sellers): SaidSellers {
  return sortSellers(
    rows.flatMap((row) => (row.line ? row.sellerId : [])),
    sellers,
  );
}

/**
 * What becomes of each row of a file. A good row is warned of whose order has a bad one, one that says
 * once more all that another says, one that may stand already, and one of which something is left out.
 */
export function judgeRows(
  rows: readonly ReadRow[],
  { standingOf, foreign }: Standings,
): JudgedRow[] {
  const judged = rows.map((row) => judgeRow(row, standingOf, foreign));
  const badOrderNos = new Map(
    judged.flatMap((row) => (row.outcome === 'bad' && row.orderNo ? [[row.orderNo, row]] : [])),
  );
  const firsts = new Map(
    judged.flatMap((row) => (row.line ? [[row.line.line.lineKey, row] as const] : [])),
  );
  return judged.map((row) => {
    if (row.outcome !== 'new' && row.outcome !== 'warned') return row;
    const sibling = badOrderNos.get(row.orderNo);
    if (sibling) return warned(row, 'siblingBad', sibling);
    const first = firsts.get(firstOfItsKind(row.line?.line.lineKey ?? '') ?? '');
    return first && saysTheSame(row, first) ? warned(row, 'saidBefore', first) : row;
  });
}

function warned(row: JudgedRow, problem: RowProblem, other: JudgedRow): JudgedRow {
  const problems = [...row.problems, aboutOrder(problem, `${other.rowNo}`)];
  return { ...row, outcome: 'warned', problems };
}

/** But for the key of the line, which counts them. */
function saysTheSame(...rows: [JudgedRow, JudgedRow]): boolean {
  const [row, first] = rows.map(({ line }) =>
    JSON.stringify(line && { ...line, line: { ...line.line, lineKey: '' } }),
  );
  return row === first;
}

function judgeRow(
  read: ReadRow,
  standingOf: Standings['standingOf'],
  foreign: ReadonlySet<string>,
): JudgedRow {
  const { rowNo, orderNo, original } = read;
  const row = { rowNo, orderNo, original };
  if (!read.line) return { ...read, outcome: 'bad' };
  const { line, sellerId, warnings } = read;
  const standing = standingOf(line);
  const refused = { ...row, outcome: 'bad', line: null, said: saidBy(line) } as const;
  if (standing === 'collectedOrder')
    return { ...refused, problems: [aboutOrder(standing, orderNo)] };
  if (standing === 'known') return { ...row, outcome: standing, problems: [], line };
  if (foreign.has(sellerId)) return { ...refused, problems: [aboutSeller(sellerId)] };
  const problems =
    standing === 'doubted' ? [...warnings, aboutOrder('standsOtherwise', orderNo)] : warnings;
  return { ...row, outcome: problems.length > 0 ? 'warned' : 'new', problems, line };
}

function aboutOrder(problem: RowProblem, shown: string): FieldProblem {
  return { problem, field: 'orderNo', column: '', shown };
}

function aboutSeller(sellerId: string): FieldProblem {
  return { problem: 'otherSeller', field: 'sellerAccount', column: '', shown: sellerId };
}
