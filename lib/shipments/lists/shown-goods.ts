import { type SQL, sql } from 'drizzle-orm';

/** What one unit of a `part` consists of on the shelf: "SKU-1 셔츠 · L × 2", one for each variant. */
export const shownGoods: SQL = sql`array(
  select variant.variant_code || ' ' || concat_ws(' · ', product.name, nullif(variant.option, ''))
    || ' × ' || item.qty
  from composition_items item
  join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
  join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
  where item.mall_id = part.mall_id and item.composition_id = part.composition_id
  order by variant.variant_code)`;
