import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { isSellerCentreFile } from '@/lib/sheets/formats/recognise-order-sheet';
import { isDoubted, type StoredOrder, storedOrders } from '@/lib/shipments/intake/doubt';
import { mendingAmong } from './mended';
import type { ToldLine } from './rows';

/** `doubted`: of an order that stands, and perhaps a line of it that stands under another key. */
export type LineStanding = 'new' | 'known' | 'doubted' | 'collectedOrder';

type OrderFile = { channelId: number; headers: readonly string[] };

type OfOrder = { orderNo: string };

type ReadOrderFile = OrderFile & { naming: string | null };

/**
 * What the mall knows of these lines already. A line that the seller centre itself has not numbered
 * cannot be told from those that the channel has brought of the same order: it is refused, else it
 * would be sent twice.
 */
export async function standingsOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  file: ReadOrderFile,
  lines: readonly ToldLine[],
): Promise<(line: OfOrder & { lineKey: string }) => LineStanding> {
  const known = await knownAmong(tx, ctx, file, lines);
  const strange = lines.filter(({ lineKey }) => !known.has(lineKey));
  const standing = await ordersOf(tx, ctx, file, strange);
  const isExport = isSellerCentreFile(file.headers);
  const isRefused = (orderNo: string) => !isExport && standing.get(orderNo)?.isOfChannel === true;
  const grown = strange.filter(({ orderNo }) => standing.has(orderNo) && !isRefused(orderNo));
  const mending = await mendingAmong(tx, ctx, file.channelId, grown);
  const doubtedNos = doubtedAmong(
    grown.filter((line) => !mending.has(line)),
    standing,
    { named: known, isOfChannel: isExport, naming: file.naming },
  );
  return ({ orderNo, lineKey }) => {
    if (known.has(lineKey)) return 'known';
    if (isRefused(orderNo)) return 'collectedOrder';
    return doubtedNos.has(orderNo) ? 'doubted' : 'new';
  };
}

/**
 * The numbers of orders that came with the marketplace's own numbers for their lines, where the file
 * does not have those too.
 */
export async function collectedAmong(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  file: OrderFile,
  lines: readonly OfOrder[],
): Promise<Set<string>> {
  if (isSellerCentreFile(file.headers)) return new Set();
  const standing = await ordersOf(tx, ctx, file, lines);
  return new Set([...standing].flatMap(([no, { isOfChannel }]) => (isOfChannel ? no : [])));
}

/** The keys of those lines that stand. */
async function knownAmong(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  { channelId }: OrderFile,
  lines: readonly ToldLine[],
): Promise<Set<string>> {
  const keys = lines.map(({ lineKey }) => lineKey);
  const known = await rows<{ lineKey: string }>(
    tx,
    sql`
    select line_key as "lineKey" from order_lines
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and line_key = any(${sql.param(keys)}::text[])`,
  );
  return new Set(known.map(({ lineKey }) => lineKey));
}

/** The orders that stand under the numbers of these lines. */
async function ordersOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  { channelId }: OrderFile,
  lines: readonly OfOrder[],
): Promise<Map<string, StoredOrder>> {
  if (lines.length === 0) return new Map();
  const orderNos = [...new Set(lines.map(({ orderNo }) => orderNo))];
  const found = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(orderNos)}::text[])`,
  );
  const stored = await storedOrders(
    tx,
    ctx,
    found.map(({ id }) => id),
  );
  return new Map(
    found.flatMap(({ id, orderNo }) => {
      const order = stored.get(id);
      return order ? [[orderNo, order] as const] : [];
    }),
  );
}

function doubtedAmong(
  lines: readonly ToldLine[],
  standing: ReadonlyMap<string, StoredOrder>,
  telling: Parameters<typeof isDoubted>[2],
): Set<string> {
  const byOrder = grouped(lines, ({ orderNo }) => orderNo);
  return new Set(
    [...byOrder].flatMap(([orderNo, own]) => {
      const order = standing.get(orderNo);
      const newKeys = own.map(({ lineKey }) => lineKey);
      return order && isDoubted(order, newKeys, telling) ? orderNo : [];
    }),
  );
}
