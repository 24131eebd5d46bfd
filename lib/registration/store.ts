import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type ColumnMapping, headersFingerprint } from './columns';
import type { Sellers } from './sellers';

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
  /** Which columns name its lines; null until it is read. */
  naming: string | null;
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
      options ->> 'naming' as naming, run_id as "runId"
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
