import { sql } from 'drizzle-orm';
import { type Columns, insertRows, storableJson, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { type LeasedUpload, uploadWork } from '@/lib/files/read-upload';
import { holdLease, type Lease } from '@/lib/leases/lease';
import { cellText } from '@/lib/sheets/cell-text';
import type { SheetCell } from '@/lib/sheets/sheet';
import { shownOf } from './cells';
import type { ReadRow, RegisteredLine } from './rows';
import type { JudgedRow } from './verdict';

/*
 * The rows of an upload are written while its file is still read, as what they are by themselves.
 * What they are beside the others of the file and the orders of the mall is put right at the end.
 */

export type ReadingUpload = LeasedUpload & { lease: Lease };

/** So many rows are written at once, and the screen is told how far the reading is. */
const WRITTEN_ROWS = 5_000;

type WrittenRow = { row: ReadRow; cells: SheetCell[] };

/** A row to write, and whether an operator may have to look at its cells, whatever else is known. */
type WaitingRow = WrittenRow & { isLookedAt: boolean };

/** The numbers of orders whose good rows are refused all the same. */
type RefusedNos = (tx: Tx, lines: RegisteredLine[]) => Promise<ReadonlySet<string>>;

/** Writes rows while the next ones are read: the database works on one portion at a time. */
export class RowWriting {
  private waiting: WaitingRow[] = [];
  private added = 0;
  private isOurs = Promise.resolve(true);

  constructor(
    private readonly ctx: Ctx,
    private readonly upload: ReadingUpload,
    private readonly refusedNos: RefusedNos,
  ) {}

  add(row: WaitingRow): void {
    this.waiting.push(row);
    this.added++;
  }

  /** Sends what is enough for a portion; false when another process has taken the upload over. */
  async goOn(): Promise<boolean> {
    return this.waiting.length < WRITTEN_ROWS || this.send();
  }

  /** Sends the rest, and resolves when all of it is written. */
  async end(): Promise<boolean> {
    return (await this.send()) && this.isOurs;
  }

  /** Nothing is written any more afterwards, whatever ended the reading. */
  async stop(): Promise<void> {
    await this.isOurs.catch(() => {});
  }

  private async send(): Promise<boolean> {
    if (!(await this.isOurs)) return false;
    this.isOurs = this.write(this.waiting, this.added);
    // Its error is thrown when its turn comes.
    this.isOurs.catch(() => {});
    this.waiting = [];
    return true;
  }

  private write(waiting: readonly WaitingRow[], rowsRead: number): Promise<boolean> {
    const { ctx, upload } = this;
    return inMall(ctx, async (tx) => {
      if (!(await holdLease(tx, ctx, uploadWork, upload.lease))) return false;
      const written = await withCells(tx, waiting, this.refusedNos);
      await insertRows(tx, ctx, { table: 'upload_rows', columns: columnsOf(upload.id) }, written);
      await tx.execute(sql`
        update uploads set done_count = ${rowsRead}
        where mall_id = ${ctx.mallId} and id = ${upload.id}`);
      return true;
    });
  }
}

/** The cells of a good row are not kept: what they say stands in its values. */
async function withCells(
  tx: Tx,
  waiting: readonly WaitingRow[],
  refusedNos: RefusedNos,
): Promise<WrittenRow[]> {
  const refused = await refusedNos(
    tx,
    waiting.flatMap(({ row }) => row.line ?? []),
  );
  return waiting.map(({ row, cells, isLookedAt }) => {
    const isKept = isLookedAt || row.line === null || refused.has(row.orderNo);
    return { row, cells: isKept ? cells : [] };
  });
}

/** Nothing of an earlier or a broken-off reading is left. */
export async function forgetRows(ctx: Ctx, upload: ReadingUpload): Promise<void> {
  await inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, uploadWork, upload.lease))) return;
    await tx.execute(
      sql`delete from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${upload.id}`,
    );
  });
}

/** Of pairs of written rows those that say the same, but for the key of the line, which counts them. */
export async function repeatedAmong(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  firstNos: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  if (firstNos.size === 0) return new Map();
  const values = (row: string) =>
    sql`${sql.raw(row)}.values - '{problems,original}'::text[] #- '{line,lineKey}'`;
  const found = await rows<{ rowNo: number; firstNo: number }>(
    tx,
    sql`
    select row.row_no as "rowNo", first.row_no as "firstNo"
    from ${unnested<[number, number]>(
      { row_no: ['int', ([rowNo]) => rowNo], first_no: ['int', ([, firstNo]) => firstNo] },
      [...firstNos],
    )}
    join upload_rows row on row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
      and row.row_no = given.row_no
    join upload_rows first on first.mall_id = ${ctx.mallId} and first.upload_id = ${uploadId}
      and first.row_no = given.first_no
    where ${values('row')} = ${values('first')}`,
  );
  return new Map(found.map(({ rowNo, firstNo }) => [rowNo, firstNo]));
}

/** Says of rows what they are beside the others. */
export async function correctRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  judged: readonly JudgedRow[],
): Promise<void> {
  if (judged.length === 0) return;
  await tx.execute(sql`
    update upload_rows row
    set outcome = given.outcome, reason = given.reason,
      values = case when given.outcome = 'bad' then '{}' else row.values end || given.values::jsonb
    from ${unnested<JudgedRow>(
      {
        row_no: ['int', ({ row }) => row.rowNo],
        outcome: ['text', ({ outcome }) => outcome],
        reason: ['text', reasonOf],
        values: ['text', judgedValuesOf],
      },
      judged,
    )}
    where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
      and row.row_no = any(${sql.param(judged.map(({ row }) => row.rowNo))}::int[])
      and row.row_no = given.row_no`);
}

function columnsOf(uploadId: number): Columns<WrittenRow> {
  return {
    upload_id: ['bigint', uploadId],
    row_no: ['int', ({ row }) => row.rowNo],
    cells: ['jsonb', ({ cells }) => storableJson(cells.map(asWritten))],
    outcome: ['text', ({ row }) => (row.line ? 'new' : 'bad')],
    reason: ['text', ({ row }) => reasonOf(row)],
    values: ['jsonb', ({ row }) => valuesOf(row)],
  };
}

const reasonOf = ({ problems }: Pick<JudgedRow | ReadRow, 'problems'>) =>
  problems?.[0]?.problem ?? '';

function valuesOf(row: ReadRow): string {
  const { orderNo, line } = row;
  const said = 'said' in row ? row.said : undefined;
  const original = row.original ?? undefined;
  return storableJson({ ...line, orderNo, problems: row.problems ?? [], said, original });
}

/** What a good row says stays as it was written; of a refused one little is left of it. */
function judgedValuesOf({ row, outcome, problems }: JudgedRow): string {
  if (outcome !== 'bad') return storableJson({ problems });
  const { orderNo, said, original } = row;
  return storableJson({ orderNo, problems, said, original: original ?? undefined });
}

/** As it can be read again, dates on Korea's clock. */
function asWritten(cell: SheetCell): string | number | null {
  return cell === null || (typeof cell === 'number' && cellText(cell).kind === 'text')
    ? cell
    : shownOf(cell);
}
