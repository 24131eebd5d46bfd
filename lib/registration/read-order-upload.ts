import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { type LeasedUpload, settleUpload, type UploadReader } from '@/lib/files/read-upload';
import { recogniseOrderSheet } from '@/lib/sheets/formats/recognise-order-sheet';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import type { SheetRow } from '@/lib/sheets/sheet';
import { type ColumnMapping, columnsOf, missingFields, namingOf } from './columns';
import { holdsOrdersOf } from './format';
import { type KeptRow, keptOf, rowReader, type SheetLayout } from './rows';
import { collectedAmong, standingsOf } from './standing';
import { rememberedMapping, sellersOf } from './store';
import {
  correctRows,
  forgetRows,
  type ReadingUpload,
  RowWriting,
  repeatedAmong,
} from './upload-rows';
import { firstsOfTheirKind, type JudgedRow, judgeRows, sellersIn } from './verdict';

/** Makes rows to look at of an uploaded order sheet: which orders are new, known or wrong. */
export const orderUploads: UploadReader = { headerNames, read };

/** Rows of which the picker of columns shows the cells. */
const SAMPLE_ROWS = 5;

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

async function read(
  ctx: Ctx,
  upload: ReadingUpload,
  parts: AsyncIterable<SheetPart>,
): Promise<void> {
  const { channelId } = upload;
  if (channelId === null) throw new Error(`Upload ${upload.id} has no channel.`);
  await forgetRows(ctx, upload);
  try {
    const file = await readRows(ctx, upload, channelId, parts);
    if (file.kind === 'unmapped') return await settleUnmapped(ctx, upload, file);
    if (file.kind === 'foreign') return await settleForeign(ctx, upload, file.format);
    if (file.kind === 'read') await settleRead(ctx, upload, channelId, file);
  } catch (error) {
    await forgetRows(ctx, upload);
    throw error;
  }
}

type ReadFile =
  | { kind: 'read'; headers: string[]; naming: string; rows: KeptRow[] }
  | { kind: 'unmapped'; headers: string[]; sample: SheetRow[] }
  | { kind: 'foreign'; format: string }
  /** Another process reads it. */
  | { kind: 'lost' };

async function readRows(
  ctx: Ctx,
  upload: ReadingUpload,
  channelId: number,
  parts: AsyncIterable<SheetPart>,
): Promise<ReadFile> {
  let headers: string[] = [];
  let naming = '';
  let readRow: ReturnType<typeof rowReader> | null = null;
  const read: KeptRow[] = [];
  const { own } = await inMall(ctx, (tx) => sellersOf(tx, ctx, channelId));
  const writing = new RowWriting(ctx, upload, (tx, lines) =>
    collectedAmong(tx, ctx, { channelId, headers }, lines),
  );
  try {
    for await (const part of parts) {
      if (part.kind === 'head') {
        headers = part.headers;
        const layout = await layoutOf(ctx, channelId, headers);
        if (typeof layout === 'string') return { kind: 'foreign', format: layout };
        readRow = layout && rowReader(layout);
        naming = layout ? namingOf(layout) : '';
        continue;
      }
      if (!readRow) return { kind: 'unmapped', headers, sample: part.rows.slice(0, SAMPLE_ROWS) };
      for (const { rowNo, cells } of part.rows) {
        const row = readRow({ rowNo, cells });
        read.push(keptOf(row));
        const isStranger = row.line !== null && row.sellerId !== '' && !own.has(row.sellerId);
        writing.add({ row, cells, isLookedAt: read.length <= SAMPLE_ROWS || isStranger });
      }
      if (!(await writing.goOn())) return { kind: 'lost' };
    }
    if (!readRow) return { kind: 'unmapped', headers, sample: [] };
    return (await writing.end()) ? { kind: 'read', headers, naming, rows: read } : { kind: 'lost' };
  } finally {
    await writing.stop();
  }
}

async function settleRead(
  ctx: Ctx,
  upload: ReadingUpload,
  channelId: number,
  { headers, naming, rows: read }: { headers: string[]; naming: string; rows: KeptRow[] },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const lines = read.filter((row) => row.problems === null);
    const standingOf = await standingsOf(tx, ctx, { channelId, headers, naming }, lines);
    const { foreign, strange } = sellersIn(read, await sellersOf(tx, ctx, channelId));
    const repeated = await repeatedAmong(tx, ctx, upload.id, firstsOfTheirKind(read));
    const judged = judgeRows(read, { standingOf, foreign, repeated });
    const counts = { rowCount: judged.length, ...countsOf(judged) };
    const isOurs = await settleUpload(tx, ctx, upload.lease, {
      ...(judged.length > 0 ? { state: 'previewed' } : { state: 'failed', error: 'noRows' }),
      headers,
      ...counts,
    });
    if (!isOurs) return;
    const others = judged.filter(({ row, outcome }) => row.problems === null && outcome !== 'new');
    await correctRows(tx, ctx, upload.id, others);
    await tx.execute(sql`
      update uploads
      set options = options || jsonb_build_object('strangers', ${sql.param([...strange])}::text[],
        'naming', ${naming}::text)
      where mall_id = ${ctx.mallId} and id = ${upload.id}`);
  });
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
  upload: ReadingUpload,
  { headers, sample }: { headers: string[]; sample: SheetRow[] },
): Promise<void> {
  const writing = new RowWriting(ctx, upload, async () => new Set());
  const said = { recipientName: '', productName: '', option: '' };
  for (const { rowNo, cells } of sample)
    writing.add({
      row: { rowNo, orderNo: '', original: null, problems: [], line: null, said },
      cells,
      isLookedAt: true,
    });
  if (!(await writing.end())) return;
  await inMall(ctx, (tx) =>
    settleUpload(tx, ctx, upload.lease, { state: 'needs_mapping', headers }),
  );
}

async function settleForeign(ctx: Ctx, upload: ReadingUpload, format: string): Promise<void> {
  await inMall(ctx, (tx) =>
    settleUpload(tx, ctx, upload.lease, { state: 'failed', error: `otherMarketplace:${format}` }),
  );
}

function countsOf(judged: readonly JudgedRow[]) {
  const count = (...outcomes: JudgedRow['outcome'][]) =>
    judged.filter((row) => outcomes.includes(row.outcome)).length;
  return { goodCount: count('new', 'warned'), badCount: count('bad') };
}
