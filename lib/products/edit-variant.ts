import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { changedFields } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { refusingTakenCodes, requireSupplier } from './create-product';
import { lockBundlesWith, type PartedBundles, toldOf, travelsOtherwise } from './part-bundles';
import { searchText } from './search-text';
import { requireNothingAllocated } from './supplier-shipped';
import type { VariantValues } from './variant';

export type EditedVariant = VariantValues & {
  variantId: number;
  /** Of its product: all of its options change with it. */
  productName: string;
  supplierId: number | null;
};

/**
 * Sets what a variant and its product are; the search text of all its options follows, and bundles
 * come apart in which it may not lie any more.
 */
export async function editVariant(
  ctx: Ctx,
  edited: EditedVariant,
): Promise<{ sameBarcode: number } & PartedBundles> {
  const { variantId, ...after } = edited;
  return refusingTakenCodes(() =>
    inMall(ctx, async (tx) => {
      const standing = await readVariant(tx, ctx, variantId, sql``);
      const travelling = travelsOtherwise(standing, edited) ? [variantId] : [];
      const partBundles = await lockBundlesWith(tx, ctx, travelling);
      const { productId, ...before } = await readVariant(tx, ctx, variantId, sql`for update`);
      await requireSupplier(tx, ctx, edited.supplierId);
      if (before.isSupplierShipped !== edited.isSupplierShipped)
        await requireNothingAllocated(tx, ctx, [variantId]);
      await writeVariant(tx, ctx, edited);
      await writeProduct(tx, ctx, productId, edited);
      const parted = await partBundles();
      await recordEvent(tx, ctx, {
        verb: 'variant.edit',
        subject: 'variant',
        subjectId: variantId,
        detail: { ...changedFields(before, after), ...toldOf(parted) },
      });
      return { sameBarcode: await othersWithBarcode(tx, ctx, edited), ...parted };
    }),
  );
}

type Before = Omit<EditedVariant, 'variantId'> & { productId: number };

async function readVariant(tx: Tx, ctx: Ctx, variantId: number, lock: SQL): Promise<Before> {
  const [before] = await rows<Before>(
    tx,
    sql`
    select variant.product_id as "productId", product.name as "productName",
      product.supplier_id as "supplierId", variant.variant_code as "variantCode", variant.barcode,
      variant.option, variant.price, variant.temperature, variant.bundling,
      variant.max_per_parcel as "maxPerParcel", variant.tags, variant.location,
      variant.safety_qty as "safetyQty", variant.is_supplier_shipped as "isSupplierShipped"
    from variants variant
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    where variant.mall_id = ${ctx.mallId} and variant.id = ${variantId}
    ${lock}`,
  );
  if (!before) throw new ExpectedError('errors.notFound');
  return before;
}

async function writeVariant(tx: Tx, ctx: Ctx, edited: EditedVariant) {
  await tx.execute(sql`
    update variants
    set variant_code = ${edited.variantCode}, barcode = ${edited.barcode},
      option = ${edited.option}, price = ${edited.price}, temperature = ${edited.temperature},
      bundling = ${edited.bundling}, max_per_parcel = ${edited.maxPerParcel},
      tags = ${sql.param(edited.tags)}::text[], location = ${edited.location},
      safety_qty = ${edited.safetyQty}, is_supplier_shipped = ${edited.isSupplierShipped}
    where mall_id = ${ctx.mallId} and id = ${edited.variantId}`);
}

async function writeProduct(tx: Tx, ctx: Ctx, productId: number, edited: EditedVariant) {
  await tx.execute(sql`
    update products set name = ${edited.productName}, supplier_id = ${edited.supplierId}
    where mall_id = ${ctx.mallId} and id = ${productId}`);
  await tx.execute(sql`
    update variants
    set search_text = ${searchText(sql`${edited.productName}::text`, sql`option`)}
    where mall_id = ${ctx.mallId} and product_id = ${productId}`);
}

async function othersWithBarcode(tx: Tx, ctx: Ctx, edited: EditedVariant): Promise<number> {
  if (edited.barcode === '') return 0;
  const others = await tx.execute(sql`
    select from variants
    where mall_id = ${ctx.mallId} and barcode = ${edited.barcode} and id <> ${edited.variantId}
    limit 100`);
  return others.length;
}
