import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { isSellerCentreFile } from '@/lib/sheets/formats/recognise-order-sheet';
import { enteredOrders } from '@/lib/shipments/intake/entered-orders';
import { type ColumnMapping, headersFingerprint } from './columns';
import type { RegisteredLine } from './rows';
import type { Sellers } from './sellers';

export type LineStanding = 'new' | 'known' | 'collectedOrder';

/**
 * What the mall knows of these lines already. A line that the seller centre itself has not numbered
 * cannot be told from those that the channel has brought of the same order: it is refused, else it
 * would be sent twice.
 */
export async function standingsOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  file: { channelId: number; headers: readonly string[] },
  lines: readonly RegisteredLine[],
): Promise<(line: RegisteredLine) => LineStanding> {
  const keys = lines.map(({ line }) => line.lineKey);
  const known = await rows<{ lineKey: string }>(
    tx,
    sql`
    select line_key as "lineKey" from order_lines
    where mall_id = ${ctx.mallId} and channel_id = ${file.channelId}
      and line_key = any(${sql.param(keys)}::text[])`,
  );
  const knownKeys = new Set(known.map(({ lineKey }) => lineKey));
  const strange = lines.filter(({ line }) => !knownKeys.has(line.lineKey));
  const collectedNos = await collectedAmong(tx, ctx, file, strange);
  return ({ orderNo, line }) => {
    if (knownKeys.has(line.lineKey)) return 'known';
    return collectedNos.has(orderNo) ? 'collectedOrder' : 'new';
  };
}

/** The accounts of a marketplace, and what a person has registered as this channel's beside its own. */
export async function sellersOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  channelId: number,
): Promise<Sellers> {
  const channels = await rows<{ id: number; account: string; said: string[] }>(
    tx,
    sql`
    select channel.id, lower(channel.account) as account, array(
        select distinct jsonb_array_elements_text(upload.options -> 'strangers') from uploads upload
        where upload.mall_id = channel.mall_id and upload.channel_id = channel.id
          and upload.purpose = 'orders'
          and upload.state = any(${sql.param([...DECIDED])}::text[])) as said
    from channels channel
    where channel.mall_id = ${ctx.mallId} and channel.marketplace = (
      select marketplace from channels where mall_id = ${ctx.mallId} and id = ${channelId})`,
  );
  const { account, said } = channels.find(({ id }) => id === channelId) ?? {
    account: '',
    said: [],
  };
  const others = channels.flatMap(({ id, account }) => (id === channelId ? [] : account));
  return { account, own: new Set([account, ...said]), others: new Set(others) };
}

/**
 * The numbers of orders that came with the marketplace's own numbers for their lines, where the file
 * does not have those too.
 */
export async function collectedAmong(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  { channelId, headers }: { channelId: number; headers: readonly string[] },
  lines: readonly RegisteredLine[],
): Promise<Set<string>> {
  if (lines.length === 0 || isSellerCentreFile(headers)) return new Set();
  const orderNos = [...new Set(lines.map(({ orderNo }) => orderNo))];
  const orders = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(orderNos)}::text[])`,
  );
  const entered = await enteredOrders(
    tx,
    ctx,
    orders.map(({ id }) => id),
  );
  return new Set(orders.flatMap(({ id, orderNo }) => (entered.has(id) ? [] : orderNo)));
}

export type UploadState =
  | 'queued'
  | 'parsing'
  | 'needs_password'
  | 'needs_mapping'
  | 'previewed'
  | 'to_register'
  | 'registering'
  | 'committed'
  | 'failed'
  | 'deleted';

/** 등록 was pressed, and nobody has taken it back. */
export const DECIDED: readonly UploadState[] = ['to_register', 'registering', 'committed'];

export type OrderUpload = {
  id: number;
  channelId: number;
  fileName: string;
  state: UploadState;
  headers: string[];
  /** Seller ids in it that nobody knows. */
  strangers: string[];
  /** Of its registration, once that has begun. */
  runId: number | null;
};

/** Locks an upload of orders, so that it is decided on once. */
export async function lockUpload(tx: Tx, ctx: Ctx, uploadId: number): Promise<OrderUpload> {
  const [upload] = await rows<OrderUpload>(
    tx,
    sql`
    select id, channel_id as "channelId", file_name as "fileName", state,
      coalesce(headers, '[]') as headers, coalesce(options -> 'strangers', '[]') as strangers,
      run_id as "runId"
    from uploads
    where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'orders' for update`,
  );
  if (!upload) throw new ExpectedError('errors.notFound');
  return upload;
}

/** The columns picked for files of this channel with these headers; null when nobody has yet. */
export async function rememberedMapping(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  channelId: number,
  headers: readonly string[],
): Promise<ColumnMapping | null> {
  const [found] = await rows<{ mapping: ColumnMapping }>(
    tx,
    sql`
    select mapping from sheet_mappings
    where mall_id = ${ctx.mallId} and purpose = 'orders' and channel_id = ${channelId}
      and headers = ${headersFingerprint(headers)}
    order by id desc limit 1`,
  );
  return found?.mapping ?? null;
}
