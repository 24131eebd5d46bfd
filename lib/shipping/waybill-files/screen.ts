import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { Mark } from '@/lib/channels/channel';
import { apiMarketplaces, marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import type { WaybillLayout } from '@/lib/sheets/formats/waybill-layout';
import { renderWaybills } from '@/lib/sheets/writing/render-waybills';
import { channelLayout } from './layout';
import { isWaiting } from './request';
import type { WaybillFileState } from './settle';
import { readWaybillUnits } from './units';

export type FileChannel = {
  channelId: number;
  name: string;
  mark: Mark;
  sellerCentreUrl: string;
  /** Numbers that stand in no file yet. */
  waiting: number;
  /** Numbers that stand in a file which nobody has confirmed. */
  unconfirmed: number;
  oldestShippedAt: string | null;
  isOwnLayout: boolean;
};

/** Channels whose numbers go out by file: those in use, and those with numbers on the way. */
export async function fileChannels(ctx: Ctx): Promise<FileChannel[]> {
  const found = await readMall(ctx, (tx) =>
    rows<Omit<FileChannel, 'mark' | 'sellerCentreUrl'> & { marketplace: string }>(
      tx,
      sql`
      select channel.id as "channelId", channel.name, channel.marketplace,
        count(push.id) filter (where push.waybill_file_id is null and ${isWaiting(ctx)})::int
          as waiting,
        count(push.id) filter (where push.waybill_file_id is not null)::int as unconfirmed,
        min(shipment.shipped_at) as "oldestShippedAt",
        exists (select from waybill_layouts own
          where own.mall_id = ${ctx.mallId} and own.channel_id = channel.id) as "isOwnLayout"
      from channels channel
      left join pushes push on push.mall_id = ${ctx.mallId} and push.channel_id = channel.id
        and push.state = 'file_waiting'
      left join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = push.shipment_id
      where channel.mall_id = ${ctx.mallId}
      group by channel.id, channel.name, channel.marketplace, channel.is_active, channel.priority
      having count(push.id) > 0 or (channel.is_active and channel.marketplace <> 'manual'
        and channel.marketplace <> all(${sql.param(apiMarketplaces())}::text[]))
      order by channel.priority, channel.id`,
    ),
  );
  return found.flatMap(({ marketplace, ...channel }) => {
    const { mark, sellerCentreUrl, isClosed } = marketplaceOf(marketplace);
    const isDone = isClosed && channel.waiting + channel.unconfirmed === 0;
    return isDone ? [] : [{ ...channel, mark, sellerCentreUrl }];
  });
}

/** How many numbers of the mall wait for a file or for its confirmation. */
export async function waitingForFiles(ctx: Ctx): Promise<number> {
  const { count } = await readMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`
      select count(*)::int as count from pushes
      where mall_id = ${ctx.mallId} and state = 'file_waiting'
        and due_at <= ${ctx.now.toISOString()}`,
    ),
  );
  return count;
}

export type WaybillFileRow = {
  id: number;
  channelId: number;
  channelName: string;
  mark: Mark;
  state: WaybillFileState;
  rowCount: number;
  requestedAt: string;
  operator: string | null;
  downloadedAt: string | null;
  settledAt: string | null;
  /** It failed for want of room for files. */
  lacksRoom: boolean;
  /** While its file is kept and may be fetched. */
  fileId: number | null;
};

const SHOWN = 100;

/** The last files, newest first. */
export async function waybillFiles(ctx: Ctx): Promise<WaybillFileRow[]> {
  const found = await readMall(ctx, (tx) =>
    rows<Omit<WaybillFileRow, 'mark'> & { marketplace: string }>(
      tx,
      sql`
      select file.id, file.channel_id as "channelId", channel.name as "channelName",
        channel.marketplace, file.state, file.row_count as "rowCount",
        file.requested_at as "requestedAt", operator.name as operator,
        file.downloaded_at as "downloadedAt", file.settled_at as "settledAt",
        file.state = 'failed' and file.error is not distinct from 'noRoom' as "lacksRoom",
        case when file.state in ('done', 'confirmed') and stored.expires_at > ${ctx.now.toISOString()}
          then file.file_id end as "fileId"
      from waybill_files file
      join channels channel on channel.mall_id = file.mall_id and channel.id = file.channel_id
      left join files stored on stored.mall_id = file.mall_id and stored.id = file.file_id
      left join operators operator
        on operator.mall_id = file.mall_id and operator.user_id = file.requested_by
      where file.mall_id = ${ctx.mallId}
      order by file.id desc limit ${SHOWN}`,
    ),
  );
  return found.map(({ marketplace, ...file }) => ({
    ...file,
    mark: marketplaceOf(marketplace).mark,
  }));
}

export type FilePush = {
  id: number;
  state: string;
  orderNo: string;
  unitNo: string;
  shipmentId: number;
  courier: string;
  waybillNo: string;
};

/** What stands, or stood, in one file. */
export async function waybillFilePushes(ctx: Ctx, waybillFileId: number): Promise<FilePush[]> {
  return readMall(ctx, (tx) =>
    rows<FilePush>(
      tx,
      sql`
      select push.id, push.state, orders.order_no as "orderNo", push.channel_unit_no as "unitNo",
        push.shipment_id as "shipmentId", push.courier, push.waybill_no as "waybillNo"
      from pushes push
      join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
      where push.mall_id = ${ctx.mallId} and push.waybill_file_id = ${waybillFileId}
      order by push.id limit 1000`,
    ),
  );
}

export type LayoutPreview = {
  channelName: string;
  layout: WaybillLayout;
  isOwn: boolean;
  headers: string[];
  /** Of the channel's last shipped units, as texts. */
  rows: string[][];
};

/** A channel's layout with what it makes of the last numbers of that channel. */
export async function layoutPreview(ctx: Ctx, channelId: number): Promise<LayoutPreview> {
  return readMall(ctx, async (tx) => {
    const { channelName, layout, isOwn } = await channelLayout(tx, ctx, channelId);
    const last = await rows<{ id: number }>(
      tx,
      sql`
      select id from pushes
      where mall_id = ${ctx.mallId} and channel_id = ${channelId} and state <> 'withdrawn'
      order by id desc limit 3`,
    );
    const units = await readWaybillUnits(
      tx,
      ctx,
      last.map(({ id }) => id),
    );
    const table = renderWaybills(layout, ctx.canSeePersonalData ? units : []);
    return {
      ...{ channelName, layout, isOwn, headers: table.headers },
      rows: table.rows.map((row) => row.map((cell) => String(cell ?? ''))),
    };
  });
}
