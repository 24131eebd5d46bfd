import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { foundVariants } from '@/lib/shipments/lists/found-variants';
import type { VariantSearch } from '@/lib/shipments/lists/variant-search-kinds';

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
  { kind, word: typed }: VariantSearch,
): Promise<FoundVariant[]> {
  const word = typed.trim();
  if (!word) return [];
  const percent = kind === 'name' ? sql`round(found.likeness / 10.0)::int` : sql`null::int`;
  const likeliest = sql`
    select found.variant_id, ${percent} as percent
    from (${foundVariants(ctx, { kind, word }, MAX_FOUND)}) found
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id
    order by found.likeness desc, variant.variant_code limit ${MAX_FOUND}`;
  return readMall(ctx, (tx) => readVariants(tx, ctx, likeliest));
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
