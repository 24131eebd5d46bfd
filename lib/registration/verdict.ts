import type { FieldProblem, RowProblem } from './cells';
import { firstOfItsKind } from './key';
import type { KeptRow } from './rows';
import { type SaidSellers, type Sellers, sortSellers } from './sellers';
import type { LineStanding } from './standing';

export type JudgedRow = {
  row: KeptRow;
  outcome: 'new' | 'known' | 'bad' | 'warned';
  problems: FieldProblem[];
};

type Standings = {
  standingOf: (line: KeptLine) => LineStanding;
  foreign: SaidSellers['foreign'];
  /** Rows that say all that an earlier one says, with its number. */
  repeated: ReadonlyMap<number, number>;
};

type KeptLine = Extract<KeptRow, { problems: null }>;

const isGood = (row: KeptRow): row is KeptLine => row.problems === null;

/** Of the sellers whose good rows stand in a file those that are not, or perhaps not, the channel's. */
export function sellersIn(rows: readonly KeptRow[], sellers: Sellers): SaidSellers {
  return sortSellers(
    rows.flatMap((row) => (isGood(row) ? row.sellerId : [])),
    sellers,
  );
}

/**
 * Rows of lines that a file does not number, by number: the first row of the product and option in the
 * order, of which each may say once more all that it says.
 */
export function firstsOfTheirKind(rows: readonly KeptRow[]): Map<number, number> {
  const later = rows.flatMap(({ rowNo, lineKey }) => {
    const firstKey = firstOfItsKind(lineKey ?? '');
    return firstKey === null ? [] : { rowNo, firstKey };
  });
  const wanted = new Set(later.map(({ firstKey }) => firstKey));
  const firsts = new Map(
    rows.flatMap(({ rowNo, lineKey }) =>
      lineKey !== null && wanted.has(lineKey) ? [[lineKey, rowNo] as const] : [],
    ),
  );
  return new Map(
    later.flatMap(({ rowNo, firstKey }) => {
      const first = firsts.get(firstKey);
      return first === undefined ? [] : [[rowNo, first] as const];
    }),
  );
}

/**
 * What becomes of each row of a file. A good row is warned of whose order has a bad one, one that says
 * once more all that another says, one that may stand already, and one of which something is left out.
 */
export function judgeRows(rows: readonly KeptRow[], standings: Standings): JudgedRow[] {
  const judged = rows.map((row) => judgeRow(row, standings));
  const badRows = new Map(
    judged.flatMap(({ outcome, row: { orderNo, rowNo } }) =>
      outcome === 'bad' && orderNo ? [[orderNo, rowNo] as const] : [],
    ),
  );
  return judged.map((one) => {
    if (one.outcome !== 'new' && one.outcome !== 'warned') return one;
    const sibling = badRows.get(one.row.orderNo);
    if (sibling !== undefined) return warned(one, 'siblingBad', sibling);
    const first = standings.repeated.get(one.row.rowNo);
    return first === undefined ? one : warned(one, 'saidBefore', first);
  });
}

function warned({ row, problems }: JudgedRow, problem: RowProblem, rowNo: number): JudgedRow {
  return { row, outcome: 'warned', problems: [...problems, aboutOrder(problem, `${rowNo}`)] };
}

function judgeRow(row: KeptRow, { standingOf, foreign }: Standings): JudgedRow {
  if (!isGood(row)) return { row, outcome: 'bad', problems: row.problems };
  const { orderNo, sellerId, warnings } = row;
  const standing = standingOf(row);
  if (standing === 'collectedOrder')
    return { row, outcome: 'bad', problems: [aboutOrder(standing, orderNo)] };
  if (standing === 'known') return { row, outcome: standing, problems: [] };
  if (foreign.has(sellerId)) return { row, outcome: 'bad', problems: [aboutSeller(sellerId)] };
  const problems =
    standing === 'doubted' ? [...warnings, aboutOrder('standsOtherwise', orderNo)] : warnings;
  return { row, outcome: problems.length > 0 ? 'warned' : 'new', problems };
}

function aboutOrder(problem: RowProblem, shown: string): FieldProblem {
  return { problem, field: 'orderNo', column: '', shown };
}

function aboutSeller(sellerId: string): FieldProblem {
  return { problem: 'otherSeller', field: 'sellerAccount', column: '', shown: sellerId };
}
