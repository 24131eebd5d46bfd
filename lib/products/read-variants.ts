import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { keepJudged } from '@/lib/files/keep-judged';
import { type LeasedUpload, settleUpload, type UploadReader } from '@/lib/files/read-upload';
import type { Lease } from '@/lib/jobs/lease';
import type { SheetPart } from '@/lib/sheets/child-messages';
import { collectSheet } from '@/lib/sheets/parse-in-child';
import { judgeVariantRows, type Known, type Standing } from './import-plan';
import { columnsOf, headerNames, readVariantRow } from './variant-sheet';

/** Makes rows to look at of an uploaded sheet of variants. */
export const variantUploads: UploadReader = { headerNames: async () => headerNames, read };

async function read(
  ctx: Ctx,
  upload: LeasedUpload & { lease: Lease },
  parts: AsyncIterable<SheetPart>,
): Promise<void> {
  const sheet = await collectSheet(parts);
  const columns = columnsOf(sheet.headers);
  await inMall(ctx, async (tx) => {
    if (!columns) {
      await settleUpload(tx, ctx, upload.lease, { state: 'failed', error: 'noColumns' });
      return;
    }
    const read = sheet.rows.map((row) => readVariantRow(columns, row));
    const judged = judgeVariantRows(read, await knownVariants(tx, ctx));
    await keepJudged(tx, ctx, upload, { headers: sheet.headers, judged });
  });
}

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
