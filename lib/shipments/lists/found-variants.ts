import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import type { VariantSearch } from './variant-search-kinds';

/** The likest of a search by name; nobody pages further. */
const MAX_ALIKE = 500;

/** Ids of the variants asked for, with how alike their names are in thousandths. */
export function foundVariants(
  ctx: Pick<Ctx, 'mallId'>,
  { kind, word }: VariantSearch,
  mostAlike = MAX_ALIKE,
): SQL {
  const own = sql`select id as variant_id, 0 as likeness from variants where mall_id = ${ctx.mallId}`;
  if (word === '') return own;
  return {
    name: sql`select variant_id, (similarity * 1000)::int as likeness
      from moa_search_variants(${word.toLowerCase()}, ${mostAlike})`,
    variantCode: sql`${own} and variant_code = ${word}`,
    barcode: sql`${own} and barcode = ${word}`,
    supplier: sql`select variant.id as variant_id, 0 as likeness
      from suppliers supplier
      join products product
        on product.mall_id = supplier.mall_id and product.supplier_id = supplier.id
      join variants variant
        on variant.mall_id = product.mall_id and variant.product_id = product.id
      where supplier.mall_id = ${ctx.mallId} and strpos(supplier.name, ${word}) > 0`,
  }[kind];
}
