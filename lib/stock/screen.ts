import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { foundVariants } from '@/lib/shipments/lists/found-variants';
import type { VariantSearch } from '@/lib/shipments/lists/variant-search-kinds';

export type StockFilter = VariantSearch & {
  /** Only what is sold out, or below its safety stock. */
  isShort: boolean;
};

export type StockRow = {
  variantId: number;
  variantCode: string;
  barcode: string;
  productName: string;
  option: string;
  supplierName: string | null;
  /** Allocated without stock: the supplier sends it. */
  isSupplierShipped: boolean;
  onHand: number;
  allocated: number;
  available: number;
  safetyQty: number;
  isShort: boolean;
};

const MAX_OF_ONE_CODE = 20;

/** Variants with their stock: the newest on top, or the likest where a name is searched. */
export async function stockList(
  ctx: Ctx,
  filter: StockFilter,
  request: PageRequest,
): Promise<Page<StockRow>> {
  const from = stockedVariants(ctx, foundVariants(ctx, filter), filter.isShort);
  const { beyond, order } = keyset(request, [sql`found.likeness`, sql`variant.id`]);
  return readMall(ctx, async (tx) => {
    const list = await rows<StockRow & { likeness: number }>(
      tx,
      sql`
      select found.likeness, ${stockColumns} ${from} ${beyond} ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${from}`,
    );
    return pageOf(list, total, request, (row) => [row.likeness, row.variantId]);
  });
}

/** The variants a scanned or typed code stands for: a code is one variant's, a barcode may be more. */
export async function variantsByCode(ctx: Ctx, code: string): Promise<StockRow[]> {
  const ids = sql`
    select id as variant_id, 0 as likeness from variants
    where mall_id = ${ctx.mallId} and variant_code = ${code}
    union
    select id, 0 from variants where mall_id = ${ctx.mallId} and barcode = ${code}`;
  return readMall(ctx, (tx) =>
    rows<StockRow>(
      tx,
      sql`
      select ${stockColumns} ${stockedVariants(ctx, ids, false)}
      order by variant.variant_code limit ${MAX_OF_ONE_CODE}`,
    ),
  );
}

export type Movement = {
  id: number;
  at: string;
  kind: 'receive' | 'adjust' | 'short' | 'count' | 'ship' | 'unship' | 'return';
  qty: number;
  /** On hand once it had moved. */
  onHand: number;
  reason: string;
  shipmentId: number | null;
  operator: string | null;
};

export type Ledger = {
  variantCode: string;
  productName: string;
  option: string;
  movements: Movement[];
  /** Where older ones go on; null at the first of all. */
  olderThan: number | null;
};

const MOVEMENTS_A_PAGE = 50;

/** 이동 내역: every movement of a variant with what it left on hand, the newest on top. */
export async function stockLedger(
  ctx: Ctx,
  variantId: number,
  olderThan: number | null,
): Promise<Ledger | null> {
  return readMall(ctx, async (tx) => {
    const [variant] = await rows<Omit<Ledger, 'movements' | 'olderThan'>>(
      tx,
      sql`
      select variant.variant_code as "variantCode", product.name as "productName", variant.option
      from variants variant
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      where variant.mall_id = ${ctx.mallId} and variant.id = ${variantId}`,
    );
    if (!variant) return null;
    const movements = await movementsOf(tx, ctx, variantId, olderThan);
    const shown = movements.slice(0, MOVEMENTS_A_PAGE);
    const isMore = movements.length > MOVEMENTS_A_PAGE;
    return { ...variant, movements: shown, olderThan: isMore ? (shown.at(-1)?.id ?? null) : null };
  });
}

async function movementsOf(tx: Tx, ctx: Ctx, variantId: number, olderThan: number | null) {
  return rows<Movement>(
    tx,
    sql`
    with ledger as (
      select id, at, qty, sum(qty) over (order by id)::int as on_hand, reason, shipment_id,
        user_id, ${movementKind} as kind
      from stock_movements where mall_id = ${ctx.mallId} and variant_id = ${variantId}
    )
    select ledger.id, ledger.at, ledger.kind, ledger.qty, ledger.on_hand as "onHand",
      ledger.reason, ledger.shipment_id as "shipmentId", operator.name as operator
    from ledger
    left join operators operator
      on operator.mall_id = ${ctx.mallId} and operator.user_id = ledger.user_id
    ${olderThan === null ? sql`` : sql`where ledger.id < ${olderThan}`}
    order by ledger.id desc limit ${MOVEMENTS_A_PAGE + 1}`,
  );
}

/** What is corrected in a run was missing at packing. */
const movementKind = sql`case when kind = 'adjust' and run_id is not null then 'short' else kind end`;

const available = sql`coalesce(stock.on_hand - stock.allocated, 0)`;

/** What the supplier sends is never short here. */
const isShort = sql`(not variant.is_supplier_shipped
  and ${available} < greatest(variant.safety_qty, 1))`;

export const stockColumns = sql`
  variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
  product.name as "productName", variant.option, supplier.name as "supplierName",
  variant.is_supplier_shipped as "isSupplierShipped", coalesce(stock.on_hand, 0) as "onHand",
  coalesce(stock.allocated, 0) as allocated, ${available} as available,
  variant.safety_qty as "safetyQty", ${isShort} as "isShort"`;

export function stockedVariants(ctx: Ctx, ids: SQL, onlyShort: boolean): SQL {
  return sql`
    from (${ids}) as found
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id
    left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    where variant.mall_id = ${ctx.mallId} ${onlyShort ? sql`and ${isShort}` : sql``}`;
}
