import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { isSellerCentreFile } from '@/lib/sheets/formats/recognise-order-sheet';
import type { Grown } from './grown';

export type StoredOrder = {
  /** It came from the channel, or by a file that the seller centre made. */
  isOfChannel: boolean;
  /** Which columns of the file that brought it named its lines; null for one that came without. */
  naming: string | null;
  /** Of what is not cancelled. */
  lineKeys: string[];
};

type Telling = {
  /** Which keys of lines that stand are told as well. */
  named: { has(lineKey: string): boolean };
  isOfChannel: boolean;
  naming: string | null;
};

/** Of known orders of which the channel tells new lines: where those may be goods that stand already. */
export async function doubtedAmong(
  tx: Tx,
  ctx: Ctx,
  grown: readonly Grown[],
  named: Telling['named'],
): Promise<Set<number>> {
  const stored = await storedOrders(
    tx,
    ctx,
    grown.map(({ orderId }) => orderId),
  );
  return new Set(
    grown.flatMap(({ orderId, order }) => {
      const standing = stored.get(orderId);
      const newKeys = order.lines.map(({ lineKey }) => lineKey);
      const telling = { named, isOfChannel: true, naming: null };
      return standing && isDoubted(standing, newKeys, telling) ? orderId : [];
    }),
  );
}

/**
 * Not where both sides number lines as the marketplace does, or both name or number them by the same
 * columns, and not where all that stands is named too: then the keys are of one kind, and a new one
 * is another line.
 */
export function isDoubted(
  stored: StoredOrder,
  newKeys: readonly string[],
  { named, isOfChannel, naming }: Telling,
): boolean {
  const keys = [...stored.lineKeys, ...newKeys];
  const areNumbered = !keys.some(isCounted);
  const sharesNumbers = isOfChannel && stored.isOfChannel && areNumbered;
  const sharesColumns =
    naming !== null && naming === stored.naming && (areNumbered || keys.every(isCounted));
  return !sharesNumbers && !sharesColumns && stored.lineKeys.some((key) => !named.has(key));
}

/** A key of our own: the n-th line of a product and an option in its order. */
const isCounted = (lineKey: string) => lineKey.startsWith('[');

export async function storedOrders(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  orderIds: readonly number[],
): Promise<Map<number, StoredOrder>> {
  if (orderIds.length === 0) return new Map();
  const found = await rows<{
    id: number;
    source: string;
    uploadId: number | null;
    lineKeys: string[];
  }>(
    tx,
    sql`
    select id, source, upload_id as "uploadId", array(
      select line.line_key from order_lines line
      where line.mall_id = orders.mall_id and line.order_id = orders.id
        and line.cancelled_qty < line.qty
    ) as "lineKeys"
    from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param([...orderIds])}::bigint[])`,
  );
  const uploadIds = [...new Set(found.flatMap(({ uploadId }) => uploadId ?? []))];
  const uploads = await rows<{ id: number; headers: string[]; naming: string | null }>(
    tx,
    sql`
    select id, coalesce(headers, '[]') as headers, options->>'naming' as naming from uploads
    where mall_id = ${ctx.mallId} and id = any(${sql.param(uploadIds)}::bigint[])`,
  );
  const files = new Map(uploads.map((upload) => [upload.id, upload]));
  return new Map(
    found.map(({ id, source, uploadId, lineKeys }) => {
      const { headers = [], naming = null } = files.get(uploadId ?? 0) ?? {};
      const isOfChannel = source === 'channel' || isSellerCentreFile(headers);
      return [id, { isOfChannel, naming, lineKeys }];
    }),
  );
}
