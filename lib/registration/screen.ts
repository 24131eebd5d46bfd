import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Mark } from '@/lib/channels/channel';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { type SheetsOfUpload, sheetsOfUpload } from '@/lib/files/sheets-of-upload';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { koreanDay, koreanMoment } from '@/lib/period';
import { isMended } from './mended';
import type { UploadState } from './store';

export type ChannelRegistration = {
  channelId: number;
  name: string;
  mark: Mark;
  /** No longer in business: past orders only. */
  isClosed: boolean;
  /** Orders entered today in Korea, by form or sheet. */
  ordersToday: number;
  lastEnteredAt: string | null;
  operator: string | null;
};

/** What was entered by hand into each channel; collected orders do not count. */
export async function channelRegistrations(ctx: Ctx): Promise<ChannelRegistration[]> {
  const today = koreanMoment(koreanDay(ctx.now)).toISOString();
  const channels = await readMall(ctx, (tx) =>
    rows<Omit<ChannelRegistration, 'mark' | 'isClosed'> & { marketplace: string }>(
      tx,
      sql`
      select channel.id as "channelId", channel.name, channel.marketplace,
        coalesce(today.orders, 0) as "ordersToday", latest.created_at as "lastEnteredAt",
        operator.name as operator
      from channels channel
      left join lateral (
        select count(*)::int as orders from orders
        where mall_id = ${ctx.mallId} and channel_id = channel.id and source <> 'channel'
          and created_at >= ${today}
      ) today on true
      left join lateral (
        select created_at, entered_by from orders
        where mall_id = ${ctx.mallId} and channel_id = channel.id and source <> 'channel'
        order by created_at desc limit 1
      ) latest on true
      left join operators operator
        on operator.mall_id = channel.mall_id and operator.user_id = latest.entered_by
      where channel.mall_id = ${ctx.mallId} and channel.is_active
      order by channel.priority, channel.id`,
    ),
  );
  return channels.map(({ marketplace, ...channel }) => {
    const { mark, isClosed } = marketplaceOf(marketplace);
    return { ...channel, mark, isClosed };
  });
}

export type UploadRow = {
  id: number;
  fileName: string;
  channelName: string;
  mark: Mark;
  state: UploadState;
  error: string | null;
  rowCount: number;
  goodCount: number;
  badCount: number;
  /** Of the bad rows those that were registered since. */
  mendedCount: number;
  /** Rows read, or registered, so far. */
  doneCount: number;
  /** Of its orders those that still stand. */
  orders: number;
  operator: string | null;
  uploadedAt: string;
  sheets: SheetsOfUpload | null;
  /** Seller ids in it that nobody knows. */
  strangers: string[];
};

/** Uploaded order files, the newest on top. */
export async function orderUploads(ctx: Ctx, request: PageRequest): Promise<Page<UploadRow>> {
  return readMall(ctx, async (tx) => {
    const { beyond, order } = keyset(request, [sql`upload.id`]);
    const found = await readUploads(tx, ctx, sql`${beyond} ${order}`);
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`
      select count(*)::int as total from uploads
      where mall_id = ${ctx.mallId} and purpose = 'orders'`,
    );
    return pageOf(found, total, request, (upload) => [upload.id]);
  });
}

/** One upload; null when it is none of this mall's. */
export async function findUpload(ctx: Ctx, uploadId: number): Promise<UploadRow | null> {
  const [found] = await readMall(ctx, (tx) =>
    readUploads(tx, ctx, sql`and upload.id = ${uploadId}`),
  );
  return found ?? null;
}

async function readUploads(tx: Tx, ctx: Ctx, which: ReturnType<typeof sql>): Promise<UploadRow[]> {
  const found = await rows<Omit<UploadRow, 'mark'> & { marketplace: string }>(
    tx,
    sql`
    select upload.id, upload.file_name as "fileName", channel.name as "channelName",
      channel.marketplace, upload.state, upload.error, upload.row_count as "rowCount",
      upload.good_count as "goodCount", upload.bad_count as "badCount",
      upload.done_count as "doneCount",
      case when upload.state = 'committed' and upload.bad_count > 0 then (
        select count(*)::int from upload_rows row
        where row.mall_id = ${ctx.mallId} and row.upload_id = upload.id and ${isMended}
      ) else 0 end as "mendedCount",
      (select count(*)::int from orders
        where mall_id = ${ctx.mallId} and upload_id = upload.id) as orders,
      operator.name as operator, upload.uploaded_at as "uploadedAt", ${sheetsOfUpload},
      coalesce(upload.options -> 'strangers', '[]') as strangers
    from uploads upload
    join channels channel
      on channel.mall_id = upload.mall_id and channel.id = upload.channel_id
    left join operators operator
      on operator.mall_id = upload.mall_id and operator.user_id = upload.uploaded_by
    where upload.mall_id = ${ctx.mallId} and upload.purpose = 'orders' ${which}`,
  );
  return found.map(({ marketplace, ...upload }) => ({
    ...upload,
    mark: marketplaceOf(marketplace).mark,
  }));
}
