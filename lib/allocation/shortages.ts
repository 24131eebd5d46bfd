import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { inPeriod, matching, ofGoods, type Where } from './conditions';

export type Shortage = {
  variantId: number;
  variantCode: string;
  barcode: string;
  productName: string;
  option: string;
  supplierName: string | null;
  /** Wanted by open shipments that may be served, and not reserved. */
  neededQty: number;
  availableQty: number;
  shortQty: number;
  waitingShipments: number;
  soonestShipBy: string | null;
};

/** 부족 품목: what to buy, by how many it is short; the most urgent first, page by page. */
export async function shortageList(
  ctx: Ctx,
  where: Where,
  request: PageRequest,
): Promise<Page<Shortage>> {
  const { beyond, order, direction } = keyset(request, urgency, { rises: true });
  return readMall(ctx, async (tx) => {
    const [first, ...others] = await rows<{ total: number } & (Shortage | { variantId: null })>(
      tx,
      sql`
      with short as materialized (${shortOf(ctx, where)}),
      page as (select * from short where true ${beyond} ${order})
      select counted.total, page.* from (select count(*)::int as total from short) counted
      left join page on true
      order by ${inOrder(direction)}`,
    );
    const found = [first, ...others].flatMap((row) => (isShortage(row) ? [row] : []));
    return pageOf(found, first?.total ?? 0, request, keyOf);
  });
}

/** The same, all of it. */
export async function allShortages(ctx: Ctx, where: Where): Promise<Shortage[]> {
  return readMall(ctx, (tx) =>
    rows<Shortage>(
      tx,
      sql`select * from (${shortOf(ctx, where)}) short order by ${inOrder(sql`asc`)}`,
    ),
  );
}

const isShortage = (
  row: ({ total: number } & (Shortage | { variantId: null })) | undefined,
): row is { total: number } & Shortage => row !== undefined && row.variantId !== null;

/** Whoever waits without a date comes last. */
const NEVER = 'infinity';

const urgency = [sql`coalesce("soonestShipBy", ${NEVER})`, sql`-"shortQty"`, sql`"variantId"`];

const inOrder = (direction: SQL) =>
  sql.join(
    urgency.map((column) => sql`${column} ${direction}`),
    sql`, `,
  );

const keyOf = ({ soonestShipBy, shortQty, variantId }: Shortage) => [
  soonestShipBy ?? NEVER,
  -shortQty,
  variantId,
];

function shortOf(ctx: Ctx, where: Where): SQL {
  return sql`
    with needed as (
      select item.variant_id, sum((line.qty - line.allocated_qty) * item.qty)::int as qty,
        count(distinct shipment.id)::int as shipments, min(shipment.ship_by) as ship_by
      from shipments shipment
      join shipment_lines line
        on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'ready'
        and shipment.hold_kinds = '{}' and not shipment.is_unacknowledged
        and not shipment.is_market_shipped and not shipment.is_history
        and line.allocated_qty < line.qty and ${inPeriod(where)} ${matching(where)}
      group by item.variant_id
    )
    select variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
      product.name as "productName", variant.option, supplier.name as "supplierName",
      needed.qty as "neededQty",
      coalesce(stock.on_hand - stock.allocated, 0) as "availableQty",
      needed.qty - coalesce(stock.on_hand - stock.allocated, 0) as "shortQty",
      needed.shipments as "waitingShipments", needed.ship_by as "soonestShipBy"
    from needed
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = needed.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id
    left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    where not variant.is_supplier_shipped ${ofGoods(where)}
      and needed.qty > coalesce(stock.on_hand - stock.allocated, 0)`;
}
