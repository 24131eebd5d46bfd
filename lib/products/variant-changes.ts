import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Changed, changedFields } from '@/lib/audit/changed';
import type { Ctx } from '@/lib/context';

/** More of one change are counted, not kept. */
const MOST_KEPT = 10_000;

export type VariantChange = Changed & { code: string };

type Standing = { id: number; variantCode: string } & Record<string, unknown>;

/** What can be changed of variants, as it stands. `which` is a condition on `variant`. */
export async function standingVariants(tx: Tx, ctx: Ctx, which: SQL): Promise<Standing[]> {
  return rows<Standing>(
    tx,
    sql`
    select variant.id, variant.variant_code as "variantCode", product.name as "productName",
      supplier.name as "supplierName", variant.option, variant.barcode, variant.price,
      variant.temperature, variant.bundling, variant.max_per_parcel as "maxPerParcel",
      variant.tags, variant.location, variant.safety_qty as "safetyQty",
      variant.is_supplier_shipped as "isSupplierShipped"
    from variants variant
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id
    where variant.mall_id = ${ctx.mallId} and ${which}
    order by variant.id`,
  );
}

/** Of each variant that was changed its code, what stood there, and what stands there now. */
export async function variantChanges(
  tx: Tx,
  ctx: Ctx,
  before: Standing[],
): Promise<VariantChange[]> {
  const ids = before.map(({ id }) => id);
  const these = sql`variant.id = any(${sql.param(ids)}::bigint[])`;
  const after = ids.length > 0 ? await standingVariants(tx, ctx, these) : [];
  const isNow = new Map(after.map((variant) => [variant.id, variant]));
  return before
    .flatMap((was) => {
      const change = changedFields(was, isNow.get(was.id) ?? null);
      return Object.keys(change.after).length > 0 ? [{ code: was.variantCode, ...change }] : [];
    })
    .slice(0, MOST_KEPT);
}
