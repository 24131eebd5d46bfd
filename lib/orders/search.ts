import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import { type Ctx, readMall } from '@/lib/context';
import { shownRecipient } from '@/lib/recipients/mask';
import { recipientKeyOf } from '@/lib/shipments/address/recipient-rows';
import { type Lookup, lookupsOf } from './search-plan';

export type FoundOrder = {
  orderId: number;
  orderNo: string;
  channelName: string;
  orderedAt: string;
  recipientName: string;
  productName: string;
  otherLines: number;
  stage: string | null;
  waybillNo: string | null;
};

export type FoundGoods = {
  variantId: number;
  variantCode: string;
  productName: string;
  option: string;
};

export type Found = { orders: FoundOrder[]; goods: FoundGoods[] };

const MAX_ORDERS = 8;
const MAX_GOODS = 6;
/** So much of the beginning of a 품목코드 tells which are meant. */
const BEGINNING = 3;
const LAST_LETTER = '\u{10ffff}';

/** ⌘K: whatever somebody has in hand leads to its order. Looked up along indexes, never scanned. */
export async function searchEverywhere(ctx: Ctx, typed: string): Promise<Found> {
  const word = typed.normalize('NFC').trim();
  if ([...word].length < 2) return { orders: [], goods: [] };
  return readMall(ctx, async (tx) => {
    const lookups = lookupsOf(word, ctx.canSeePersonalData ? await recipientKeyOf(tx, ctx) : null);
    const ids = await orderIds(tx, lookups);
    return {
      orders: await readOrders(tx, ctx, ids),
      goods: await findGoods(tx, ctx, word),
    };
  });
}

/** Each lookup's newest orders; a parcel's or line's own number stands first. */
async function orderIds(tx: Tx, lookups: readonly Lookup[]): Promise<number[]> {
  const ids = new Set<number>();
  for (const { kind, word } of lookups) {
    if (ids.size >= MAX_ORDERS) break;
    const found = await rows<{ id: number }>(
      tx,
      sql`select order_id as id from moa_find_orders(${kind}, ${word}, ${MAX_ORDERS})`,
    );
    for (const { id } of found) ids.add(id);
  }
  return [...ids].slice(0, MAX_ORDERS);
}

async function readOrders(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<FoundOrder[]> {
  if (orderIds.length === 0) return [];
  const found = await rows<Omit<FoundOrder, 'recipientName'> & { recipient: Recipient }>(
    tx,
    ordersById(ctx, orderIds),
  );
  return found.map(({ recipient, ...order }) => ({
    ...order,
    recipientName: shownRecipient(ctx, recipient).name,
  }));
}

function ordersById(ctx: Ctx, orderIds: number[]): SQL {
  return sql`
    select orders.id as "orderId", orders.order_no as "orderNo", channel.name as "channelName",
      orders.ordered_at as "orderedAt", to_jsonb(recipient) as recipient,
      line.product_name as "productName", line.others as "otherLines", standing.stage,
      standing.waybill_no as "waybillNo"
    from unnest(${sql.param(orderIds)}::bigint[]) with ordinality as given (id, place)
    join orders on orders.mall_id = ${ctx.mallId} and orders.id = given.id
    join channels channel on channel.mall_id = orders.mall_id and channel.id = orders.channel_id
    join lateral (
      select id, product_name, recipient_id, count(*) over ()::int - 1 as others
      from order_lines
      where mall_id = orders.mall_id and order_id = orders.id order by id limit 1
    ) line on true
    join recipients recipient
      on recipient.mall_id = orders.mall_id and recipient.id = line.recipient_id
    left join lateral (
      select shipment.stage, shipment.waybill_no
      from shipment_lines part
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where part.mall_id = orders.mall_id and (part.order_line_id = line.id
        or part.resent_line_id = line.id and shipment.stage <> 'cancelled')
      order by part.id desc limit 1
    ) standing on true
    order by given.place`;
}

/** A code or barcode: what is merely like it is not meant. */
const isLongNumber = (word: string) => /^[\d-]{8,}$/.test(word);

async function findGoods(tx: Tx, ctx: Ctx, word: string): Promise<FoundGoods[]> {
  return rows<FoundGoods>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode",
      product.name as "productName", variant.option
    from (
      select id as variant_id, 2::real as likeness from variants
      where mall_id = ${ctx.mallId} and (variant_code = ${word} or barcode = ${word})
      union all
      (select id, 1.5 from variants
      where mall_id = ${ctx.mallId} and ${[...word].length >= BEGINNING}
        and variant_code >= ${word} and variant_code < ${word + LAST_LETTER}
      order by variant_code limit ${MAX_GOODS})
      union all
      select variant_id, similarity
      from moa_search_variants(${word.toLowerCase()}, ${MAX_GOODS}) where ${!isLongNumber(word)}
    ) found
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    group by variant.id, variant.variant_code, product.name, variant.option
    order by max(found.likeness) desc, variant.variant_code limit ${MAX_GOODS}`,
  );
}
