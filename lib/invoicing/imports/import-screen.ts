import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type SheetsOfUpload, sheetsOfUpload } from '@/lib/files/sheets-of-upload';
import { waybillColumns } from './sheet-mappings';
import type { WaybillColumns } from './waybill-rows';

export type PastUpload = {
  id: number;
  fileName: string;
  uploadedAt: string;
  operator: string | null;
  state: string;
  rowCount: number;
  goodCount: number;
  badCount: number;
};

export type ShownUpload = PastUpload & {
  courier: string | null;
  replaces: boolean;
  headers: string[] | null;
  /** Why it could not be read. */
  error: string | null;
  sheets: SheetsOfUpload | null;
};

export type PreviewRow = {
  rowNo: number;
  outcome: 'new' | 'warned' | 'known' | 'bad' | 'committed';
  reason: string;
  /** The row of the file that it contradicts or repeats. */
  otherRowNo: number | null;
  courier: string | null;
  /** As the file names it. */
  courierName: string;
  shipmentNo: string;
  waybillNo: string;
  marketplace: string | null;
  channelName: string | null;
  orderNo: string | null;
  orderedAt: string | null;
};

export type ImportFilter = { outcome: 'all' | 'good' | 'known' | 'bad'; word: string };

const SHOWN_UPLOADS = 30;
const SHOWN_ROWS = 500;

/** The last files of couriers' programs, newest first. */
export async function pastUploads(ctx: Ctx): Promise<PastUpload[]> {
  return readMall(ctx, (tx) =>
    rows<PastUpload>(tx, sql`${uploadsOf(ctx)} order by upload.id desc limit ${SHOWN_UPLOADS}`),
  );
}

export type ImportScreen = {
  upload: ShownUpload;
  counts: { all: number; good: number; known: number; bad: number };
  rows: PreviewRow[];
  /** Of a file whose columns are to be picked: what they are taken for so far. */
  columns: WaybillColumns | null;
};

/** One upload with its rows: first those that fail, then by their place in the file. */
export async function importScreen(
  ctx: Ctx,
  uploadId: number,
  filter: ImportFilter,
): Promise<ImportScreen | null> {
  return readMall(ctx, async (tx) => {
    const [upload] = await rows<ShownUpload>(
      tx,
      sql`${uploadsOf(ctx)} and upload.id = ${uploadId}`,
    );
    if (!upload) return null;
    const counts = await oneRow<ImportScreen['counts']>(
      tx,
      sql`
      select count(*)::int as all,
        count(*) filter (where outcome in ('new', 'warned', 'committed'))::int as good,
        count(*) filter (where outcome = 'known')::int as known,
        count(*) filter (where outcome = 'bad')::int as bad
      from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${uploadId}`,
    );
    const columns =
      upload.state === 'needs_mapping' ? await waybillColumns(tx, ctx, upload.headers ?? []) : null;
    return { upload, counts, rows: await readRows(tx, ctx, uploadId, filter), columns };
  });
}

const uploadsOf = (ctx: Ctx) => sql`
  select upload.id, upload.file_name as "fileName", upload.uploaded_at as "uploadedAt",
    operator.name as operator, upload.state, upload.row_count as "rowCount",
    upload.good_count as "goodCount", upload.bad_count as "badCount", upload.courier,
    coalesce((upload.options->>'replaces')::boolean, false) as replaces, upload.headers,
    upload.error, ${sheetsOfUpload}
  from uploads upload
  left join operators operator
    on operator.mall_id = upload.mall_id and operator.user_id = upload.uploaded_by
  where upload.mall_id = ${ctx.mallId} and upload.purpose = 'waybills'`;

async function readRows(tx: Tx, ctx: Ctx, uploadId: number, filter: ImportFilter) {
  const word = filter.word.trim();
  return rows<PreviewRow>(
    tx,
    sql`
    select row.row_no as "rowNo", row.outcome, row.reason, ${otherRowNo},
      row.values->>'courier' as courier, ${courierName},
      row.values->>'shipmentNo' as "shipmentNo", row.values->>'waybillNo' as "waybillNo",
      channel.marketplace, channel.name as "channelName",
      coalesce(base.order_no, nullif(row.values->>'orderNo', '')) as "orderNo",
      shipment.ordered_at as "orderedAt"
    from upload_rows row
    left join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = row.shipment_id
    left join orders base on base.mall_id = ${ctx.mallId} and base.id = shipment.base_order_id
    left join channels channel
      on channel.mall_id = ${ctx.mallId} and channel.id = shipment.channel_id
    where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
      and ${byOutcome[filter.outcome]}
      ${
        word === ''
          ? sql``
          : sql`and ${word} in (row.values->>'shipmentNo', row.values->>'waybillNo',
              row.values->>'orderNo', base.order_no)`
      }
    order by row.outcome <> 'bad', row.row_no limit ${SHOWN_ROWS}`,
  );
}

const byOutcome = {
  all: sql`true`,
  good: sql`row.outcome in ('new', 'warned', 'committed')`,
  known: sql`row.outcome = 'known'`,
  bad: sql`row.outcome = 'bad'`,
};

const courierName = sql`coalesce(row.values->>'courierName', '') as "courierName"`;
const otherRowNo = sql`(row.values->>'otherRowNo')::int as "otherRowNo"`;

export type FailedRows = {
  headers: string[];
  rows: { cells: string[]; reason: string; otherRowNo: number | null; courierName: string }[];
};

/** The rows that failed, as they stood in the file, for a file to mend and upload again. */
export async function failedRows(ctx: Ctx, uploadId: number): Promise<FailedRows> {
  return readMall(ctx, async (tx) => {
    const [upload] = await rows<{ headers: string[] }>(
      tx,
      sql`
      select headers from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'waybills'
        and headers is not null`,
    );
    if (!upload) throw new ExpectedError('errors.notFound');
    const failed = await rows<FailedRows['rows'][number]>(
      tx,
      sql`
      select row.cells, row.reason, ${otherRowNo}, ${courierName} from upload_rows row
      where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId} and row.outcome = 'bad'
      order by row_no`,
    );
    return { headers: upload.headers, rows: failed };
  });
}
