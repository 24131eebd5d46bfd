import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export const searchKinds = ['name', 'variantCode', 'barcode', 'supplier'] as const;
export type SearchKind = (typeof searchKinds)[number];

export type FoundVariant = {
  variantId: number;
  variantCode: string;
  barcode: string;
  productName: string;
  option: string;
  price: number;
  onHand: number;
  available: number;
  /** 0–100; only for a search by name. */
  similarityPercent: number | null;
};

const MAX_FOUND = 30;

/** The variants an operator may mean, the likeliest on top. At most 30. */
export async function searchVariants(
  ctx: Ctx,
  search: { kind: SearchKind; word: string },
): Promise<FoundVariant[]> {
  const word = search.word.trim();
  if (!word) return [];
  return readMall(ctx, (tx) => findVariants(tx, ctx, search.kind, word));
}

async function findVariants(tx: Tx, ctx: Ctx, kind: SearchKind, word: string) {
  return readVariants(tx, ctx, foundBy(ctx, kind, word));
}

function foundBy(ctx: Ctx, kind: SearchKind, word: string): SQL {
  return {
    name: sql`select variant_id, (similarity * 100)::int as percent
      from moa_search_variants(${word.toLowerCase()}, ${MAX_FOUND})`,
    variantCode: sql`select id as variant_id, null::int as percent from variants
      where mall_id = ${ctx.mallId} and variant_code = ${word}`,
    barcode: sql`select id as variant_id, null::int as percent from variants
      where mall_id = ${ctx.mallId} and barcode = ${word}`,
    supplier: sql`select variant.id as variant_id, null::int as percent
      from suppliers supplier
      join products product
        on product.mall_id = supplier.mall_id and product.supplier_id = supplier.id
      join variants variant
        on variant.mall_id = product.mall_id and variant.product_id = product.id
      where supplier.mall_id = ${ctx.mallId} and strpos(supplier.name, ${word}) > 0
      order by variant.variant_code limit ${MAX_FOUND}`,
  }[kind];
}

/** What is shown of variants, given as rows of (variant_id, percent). */
export function readVariants(tx: Tx, ctx: Ctx, found: SQL): Promise<FoundVariant[]> {
  return rows<FoundVariant>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
      product.name as "productName", variant.option, variant.price,
      coalesce(stock.on_hand, 0) as "onHand",
      coalesce(stock.on_hand - stock.allocated, 0) as available,
      found.percent as "similarityPercent"
    from (${found}) as found
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    order by found.percent desc nulls last, variant.variant_code`,
  );
}
