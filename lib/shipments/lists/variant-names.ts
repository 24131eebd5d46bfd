import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** 품목코드 with product and option, as a reason names goods: SHIRT-L(셔츠 · L). */
export async function variantNames(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: readonly number[],
): Promise<Record<number, string>> {
  if (variantIds.length === 0) return {};
  const found = await rows<{ id: number; name: string }>(
    tx,
    sql`
    select variant.id, variant.variant_code
      || '(' || concat_ws(' · ', product.name, nullif(variant.option, '')) || ')' as name
    from variants variant
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where variant.mall_id = ${ctx.mallId} and variant.id = any(${sql.param(variantIds)}::bigint[])`,
  );
  return Object.fromEntries(found.map((variant) => [variant.id, variant.name]));
}
