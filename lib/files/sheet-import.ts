import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type SheetsOfUpload, sheetsOfUpload } from './sheets-of-upload';

/** Sheets that change what stands by a key: matches, variants, counts of stock. Each row is judged before it does. */

export const importFilters = ['all', 'bad', 'changed', 'new', 'known'] as const;
export type ImportFilter = (typeof importFilters)[number];

const filterOf = {
  new: 'new',
  committed: 'new',
  warned: 'changed',
  known: 'known',
  bad: 'bad',
} as const satisfies Record<string, ImportFilter>;

/** What becomes of a row: it is new, it changes what stands (warned), it stands so, or it is bad. */
export type RowOutcome = 'new' | 'warned' | 'known' | 'bad';

/** What is wrong in a cell: where it is, by the column's Korean name, and what stands there. */
export type CellProblem<Problem extends string> = {
  problem: Problem;
  column: string;
  shown: string;
};

/** What every sheet's rows have. */
export type SheetRowBase = { rowNo: number; problems: readonly CellProblem<string>[] };

export type ImportRow<Row> = Omit<Row, 'outcome'> & { outcome: keyof typeof filterOf };

export type SheetImport<Row> = {
  id: number;
  fileName: string;
  state: string;
  error: string | null;
  sheets: SheetsOfUpload | null;
  counts: Record<ImportFilter, number>;
  /** At most `SHOWN_ROWS` of those asked for. */
  rows: ImportRow<Row>[];
};

export type ImportPurpose = 'matches' | 'variants' | 'counts';

const SHOWN_ROWS = 200;

/** An uploaded sheet and what becomes of its rows; null when it is none of this mall's. */
export async function sheetImport<Row>(
  ctx: Ctx,
  purpose: ImportPurpose,
  { uploadId, filter }: { uploadId: number; filter: ImportFilter },
): Promise<SheetImport<Row> | null> {
  return readMall(ctx, async (tx) => {
    const [upload] = await rows<Omit<SheetImport<Row>, 'counts' | 'rows'>>(
      tx,
      sql`
      select id, file_name as "fileName", state, error, ${sheetsOfUpload}
      from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = ${purpose}`,
    );
    if (!upload) return null;
    const counted = await rows<{ outcome: keyof typeof filterOf; count: number }>(
      tx,
      sql`
      select outcome, count(*)::int as count from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} group by outcome`,
    );
    const outcomes = Object.entries(filterOf).flatMap(([outcome, of]) =>
      filter === 'all' || filter === of ? outcome : [],
    );
    const found = await rows<{ values: Row; outcome: keyof typeof filterOf }>(
      tx,
      sql`
      select values, outcome from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId}
        and outcome = any(${sql.param(outcomes)}::text[])
      order by row_no limit ${SHOWN_ROWS}`,
    );
    const shown = found.map(({ values, outcome }) => ({ ...values, outcome }));
    return { ...upload, counts: countsOf(counted), rows: shown };
  });
}

function countsOf(counted: readonly { outcome: keyof typeof filterOf; count: number }[]) {
  const counts: Record<ImportFilter, number> = { all: 0, bad: 0, changed: 0, new: 0, known: 0 };
  for (const { outcome, count } of counted) {
    counts.all += count;
    counts[filterOf[outcome]] += count;
  }
  return counts;
}
