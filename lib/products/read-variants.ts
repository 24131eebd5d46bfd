import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { keyedSheet } from '@/lib/files/keyed-sheet';
import { judgeVariantRows, type Known, type Standing } from './import-plan';
import { columnsOf, headerNames, readVariantRow } from './variant-sheet';

/** Makes rows to look at of an uploaded sheet of variants. */
export const variantUploads = keyedSheet({
  headerNames,
  columnsOf,
  judge: async (tx, ctx, columns, rows) => {
    const read = rows.map((row) => readVariantRow(columns, row));
    return judgeVariantRows(read, await knownVariants(tx, ctx));
  },
});

async function knownVariants(tx: Tx, ctx: Ctx): Promise<Known> {
  const products = await rows<{ code: string; name: string }>(
    tx,
    sql`select code, name from products where mall_id = ${ctx.mallId}`,
  );
  const variants = await rows<Standing & { variantCode: string }>(
    tx,
    sql`
    select variant.variant_code as "variantCode", product.code as "productCode",
      product.name as "productName", variant.option, variant.barcode, variant.price,
      coalesce(supplier.name, '') as "supplierName", variant.temperature, variant.bundling,
      coalesce(variant.max_per_parcel, 0) as "maxPerParcel", variant.tags, variant.location,
      variant.safety_qty as "safetyQty", variant.is_supplier_shipped as "isSupplierShipped"
    from variants variant
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id
    where variant.mall_id = ${ctx.mallId}`,
  );
  return {
    products: new Map(products.map(({ code, name }) => [code, name])),
    variants: new Map(variants.map(({ variantCode, ...standing }) => [variantCode, standing])),
  };
}
