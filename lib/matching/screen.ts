import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf, readsBackwards } from '@/lib/paging';

export type LineFilter = {
  from?: string;
  to?: string;
  channelIds?: number[];
  searchKind?: 'orderNo' | 'productName' | 'productCode';
  word?: string;
};

export type WaitingKey = {
  /** A shipment line of the key: what the dialog opens with. */
  lineId: number;
  /** 관리번호 */
  orderLineId: number;
  channelId: number;
  marketplace: string;
  channelName: string;
  productCode: string;
  productName: string;
  option: string;
  orderNo: string;
  unitPrice: number;
  lines: number;
  units: number;
  oldestPaidAt: string;
};

export type WaitingLine = Omit<WaitingKey, 'lines' | 'oldestPaidAt'> & { paidAt: string };

const MAX_KEYS = 500;

/** What waits for a match, one row a product + option, the most wanted first. */
export async function waitingKeys(
  ctx: Ctx,
  filter: LineFilter,
): Promise<{ keys: WaitingKey[]; keyCount: number; lineCount: number }> {
  return readMall(ctx, async (tx) => {
    const keys = await rows<WaitingKey & { keyCount: number; lineCount: number }>(
      tx,
      sql`
      select *, count(*) over ()::int as "keyCount", sum(lines) over ()::int as "lineCount"
      from (
        select min(part.id) as "lineId", min(line.id) as "orderLineId", line.channel_id as "channelId", channel.marketplace,
          channel.name as "channelName", min(line.product_code) as "productCode",
          min(line.product_name) as "productName", min(line.option) as option,
          min(orders.order_no) as "orderNo", min(line.unit_price) as "unitPrice",
          count(*)::int as lines, sum(part.qty)::int as units, min(shipment.paid_at) as "oldestPaidAt"
        ${unmatchedLines(ctx, filter)}
        group by line.channel_id, channel.marketplace, channel.name,
          case when line.product_key = '' then line.id::text else line.product_key end,
          line.option_key
      ) as key
      order by lines desc, "oldestPaidAt", "lineId"
      limit ${MAX_KEYS}`,
    );
    return { keys, keyCount: keys[0]?.keyCount ?? 0, lineCount: keys[0]?.lineCount ?? 0 };
  });
}

/** The unmatched lines one by one, the newest on top. */
export async function waitingLines(
  ctx: Ctx,
  filter: LineFilter,
  request: PageRequest,
): Promise<Page<WaitingLine>> {
  return readMall(ctx, async (tx) => {
    const from = unmatchedLines(ctx, filter);
    const backwards = readsBackwards(request);
    const [lineId] = 'key' in request ? request.key : [];
    const beyond = backwards ? sql`and part.id > ${lineId}` : sql`and part.id < ${lineId}`;
    const lines = await rows<WaitingLine>(
      tx,
      sql`
      select part.id as "lineId", line.id as "orderLineId", line.channel_id as "channelId", channel.marketplace,
        channel.name as "channelName", line.product_code as "productCode",
        line.product_name as "productName", line.option, orders.order_no as "orderNo",
        line.unit_price as "unitPrice", part.qty as units, shipment.paid_at as "paidAt"
      ${from} ${lineId === undefined ? sql`` : beyond}
      order by part.id ${backwards ? sql`asc` : sql`desc`} limit ${request.size + 1}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${from}`,
    );
    return pageOf(lines, total, request, (line) => [line.lineId]);
  });
}

export type WaitingLineDetail = WaitingKey & { sameKeyLines: number; isRememberable: boolean };

/** What the match dialog shows of a line. Null when somebody matched it meanwhile. */
export async function lineToMatch(ctx: Ctx, lineId: number): Promise<WaitingLineDetail | null> {
  return readMall(ctx, async (tx) => {
    const [line] = await rows<WaitingLineDetail & { productKey: string; optionKey: string }>(
      tx,
      sql`
      select part.id as "lineId", line.id as "orderLineId", line.channel_id as "channelId", channel.marketplace,
        channel.name as "channelName", line.product_code as "productCode",
        line.product_name as "productName", line.option, orders.order_no as "orderNo",
        line.unit_price as "unitPrice", part.qty as units, 1 as lines,
        shipment.paid_at as "oldestPaidAt", line.product_key <> '' as "isRememberable",
        line.product_key as "productKey", line.option_key as "optionKey"
      ${unmatchedLines(ctx, {})} and part.id = ${lineId}`,
    );
    if (!line) return null;
    return { ...line, sameKeyLines: await countOfKey(tx, ctx, line) };
  });
}

async function countOfKey(
  tx: Tx,
  ctx: Ctx,
  key: { channelId: number; productKey: string; optionKey: string },
): Promise<number> {
  if (key.productKey === '') return 1;
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`select count(*)::int as count ${unmatchedLines(ctx, {})}
      and line.channel_id = ${key.channelId} and line.product_key = ${key.productKey}
      and line.option_key = ${key.optionKey}`,
  );
  return count;
}

function unmatchedLines(ctx: Ctx, filter: LineFilter): SQL {
  const word = filter.word?.trim();
  const searched = {
    orderNo: sql`and orders.order_no = ${word}`,
    productCode: sql`and line.product_code = ${word}`,
    productName: sql`and strpos(lower(line.product_name), lower(${word})) > 0`,
  }[filter.searchKind ?? 'productName'];
  return sql`
    from shipments shipment
    join shipment_lines part
      on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'unmatched'
      and part.composition_id is null and part.qty > 0
      ${filter.from ? sql`and shipment.paid_at >= ${filter.from}` : sql``}
      ${filter.to ? sql`and shipment.paid_at < ${filter.to}` : sql``}
      ${filter.channelIds?.length ? sql`and line.channel_id = any(${sql.param(filter.channelIds)}::bigint[])` : sql``}
      ${word ? searched : sql``}`;
}
