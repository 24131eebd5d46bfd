import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { type LeasedUpload, settleUpload, type UploadReader } from '@/lib/files/read-upload';
import type { Lease } from '@/lib/jobs/lease';
import { cellText } from '@/lib/sheets/cell-text';
import type { SheetPart } from '@/lib/sheets/child-messages';
import { recogniseOrderSheet } from '@/lib/sheets/recognise-order-sheet';
import type { SheetCell, SheetRow } from '@/lib/sheets/sheet';
import { type Columns, insertRows, storableJson } from '@/lib/shipments/bulk';
import { shownOf } from './cells';
import { type ColumnMapping, columnsOf, missingFields } from './columns';
import { holdsOrdersOf } from './format';
import { type ReadRow, rowReader, type SheetLayout } from './rows';
import { rememberedMapping, standingsOf } from './store';
import { type JudgedRow, judgeRows } from './verdict';

/** Makes rows to look at of an uploaded order sheet: which orders are new, known or wrong. */
export const orderUploads: UploadReader = { headerNames, read };

type Upload = LeasedUpload & { lease: Lease };

/** Rows of which the picker of columns shows the cells. */
const SAMPLE_ROWS = 5;

/** After each of so many rows the screen is told how far the reading is. */
const TOLD_ROWS = 5_000;

async function headerNames(ctx: Ctx, upload: LeasedUpload): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ mapping: ColumnMapping }>(
      tx,
      sql`
      select mapping from sheet_mappings
      where mall_id = ${ctx.mallId} and purpose = 'orders' and channel_id = ${upload.channelId}`,
    ),
  );
  return found.flatMap(({ mapping }) => Object.values(mapping).map(({ header }) => header));
}

async function read(ctx: Ctx, upload: Upload, parts: AsyncIterable<SheetPart>): Promise<void> {
  const { channelId } = upload;
  if (channelId === null) throw new Error(`Upload ${upload.id} has no channel.`);
  const file = await readRows(ctx, upload, channelId, parts);
  if (file.kind === 'unmapped') return settleUnmapped(ctx, upload, file);
  if (file.kind === 'foreign') return settleForeign(ctx, upload, file.format);
  await inMall(ctx, async (tx) => {
    const lines = file.rows.flatMap((row) => row.line ?? []);
    const judged = judgeRows(file.rows, await standingsOf(tx, ctx, channelId, lines));
    const counts = { rowCount: judged.length, ...countsOf(judged) };
    const isOurs = await settleUpload(tx, ctx, upload.lease, {
      ...(judged.length > 0 ? { state: 'previewed' } : { state: 'failed', error: 'noRows' }),
      headers: file.headers,
      ...counts,
    });
    if (isOurs) await writeRows(tx, ctx, upload.id, judged, file);
  });
}

type ReadFile =
  | { kind: 'read'; headers: string[]; rows: ReadRow[]; rawRows: Map<number, SheetCell[]> }
  | { kind: 'unmapped'; headers: string[]; sample: SheetRow[] }
  | { kind: 'foreign'; format: string };

async function readRows(
  ctx: Ctx,
  upload: Upload,
  channelId: number,
  parts: AsyncIterable<SheetPart>,
): Promise<ReadFile> {
  let headers: string[] = [];
  let readRow: ReturnType<typeof rowReader> | null = null;
  const read: ReadRow[] = [];
  const rawRows = new Map<number, SheetCell[]>();
  for await (const part of parts) {
    if (part.kind === 'head') {
      headers = part.headers;
      const layout = await layoutOf(ctx, channelId, headers);
      if (typeof layout === 'string') return { kind: 'foreign', format: layout };
      readRow = layout && rowReader(layout);
      continue;
    }
    if (!readRow) return { kind: 'unmapped', headers, sample: part.rows.slice(0, SAMPLE_ROWS) };
    for (const row of part.rows) {
      const result = readRow(row);
      read.push(result);
      // The cells of a good row are not kept: what they say stands in its values.
      if (read.length <= SAMPLE_ROWS || result.problems) rawRows.set(row.rowNo, row.cells);
    }
    if (read.length % TOLD_ROWS === 0) await tellProgress(ctx, upload, read.length);
  }
  if (!readRow) return { kind: 'unmapped', headers, sample: [] };
  return { kind: 'read', headers, rows: read, rawRows };
}

async function tellProgress(ctx: Ctx, { id }: Upload, rowsRead: number): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set done_count = ${rowsRead}
      where mall_id = ${ctx.mallId} and id = ${id} and state = 'parsing'`),
  );
}

/** Null when columns must be picked first; a text names the marketplace the file really is of. */
async function layoutOf(
  ctx: Ctx,
  channelId: number,
  headers: string[],
): Promise<SheetLayout | string | null> {
  const { marketplace, mapping } = await inMall(ctx, async (tx) => ({
    ...(await oneRow<{ marketplace: string }>(
      tx,
      sql`select marketplace from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
    )),
    mapping: await rememberedMapping(tx, ctx, channelId, headers),
  }));
  const recognised = recogniseOrderSheet(headers);
  const picked = mapping && columnsOf(headers, mapping);
  if (!picked && recognised && !holdsOrdersOf(recognised.format, marketplace))
    return recognised.format;
  const columns = picked ?? recognised?.columns ?? {};
  if (missingFields(columns).length > 0) return null;
  const format = recognised?.format ?? null;
  const { isClosed } = marketplaceOf(marketplace);
  return { marketplace, format, headers, columns, isClosed, uploadedAt: ctx.now };
}

async function settleUnmapped(
  ctx: Ctx,
  upload: Upload,
  { headers, sample }: { headers: string[]; sample: SheetRow[] },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const state = 'needs_mapping';
    if (!(await settleUpload(tx, ctx, upload.lease, { state, headers }))) return;
    const rawRows = new Map(sample.map(({ rowNo, cells }) => [rowNo, cells]));
    const judged = sample.map(({ rowNo }): JudgedRow => {
      return { rowNo, orderNo: '', outcome: 'bad', problems: [], line: null };
    });
    await writeRows(tx, ctx, upload.id, judged, { rawRows });
  });
}

async function settleForeign(ctx: Ctx, upload: Upload, format: string): Promise<void> {
  await inMall(ctx, (tx) =>
    settleUpload(tx, ctx, upload.lease, { state: 'failed', error: `otherMarketplace:${format}` }),
  );
}

function countsOf(judged: readonly JudgedRow[]) {
  const count = (...outcomes: JudgedRow['outcome'][]) =>
    judged.filter((row) => outcomes.includes(row.outcome)).length;
  return { goodCount: count('new', 'warned'), badCount: count('bad') };
}

/** Replaces what an earlier reading of the same file has left. */
async function writeRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  judged: readonly JudgedRow[],
  { rawRows }: { rawRows: ReadonlyMap<number, SheetCell[]> },
): Promise<void> {
  await tx.execute(
    sql`delete from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${uploadId}`,
  );
  const columns: Columns<JudgedRow> = {
    upload_id: ['bigint', uploadId],
    row_no: ['int', (row) => row.rowNo],
    cells: ['jsonb', (row) => storableJson((rawRows.get(row.rowNo) ?? []).map(asWritten))],
    outcome: ['text', (row) => row.outcome],
    reason: ['text', (row) => row.problems[0]?.problem ?? ''],
    values: [
      'jsonb',
      ({ orderNo, problems, line, said }) => storableJson({ ...line, orderNo, problems, said }),
    ],
  };
  await insertRows(tx, ctx, { table: 'upload_rows', columns }, judged);
}

/** As it can be read again, dates on Korea's clock. */
function asWritten(cell: SheetCell): string | number | null {
  return cell === null || (typeof cell === 'number' && cellText(cell).kind === 'text')
    ? cell
    : shownOf(cell);
}
