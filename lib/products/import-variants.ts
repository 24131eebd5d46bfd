import { type SQL, sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { closeImport, takeGoodRows } from '@/lib/files/bring-in';
import { productCodeOf } from './import-plan';
import { lockBundlesWith, type PartedBundles, toldOf } from './part-bundles';
import { searchText } from './search-text';
import { requireNothingAllocated } from './supplier-shipped';
import { standingVariants, variantChanges } from './variant-changes';
import type { VariantSheetRow } from './variant-sheet';

/**
 * Makes and changes variants by the good rows of an uploaded sheet: all of them or none. Bundles come
 * apart in which they may not lie any more.
 */
export async function importVariants(
  ctx: Ctx,
  uploadId: number,
): Promise<{ created: number; changed: number } & PartedBundles> {
  return inMall(ctx, async (tx) => {
    const { good } = await takeGoodRows<VariantSheetRow>(tx, ctx, 'variants', uploadId);
    const given = givenRows(good);
    const partBundles = await lockBundlesWith(tx, ctx, await travellingOtherwise(tx, ctx, given));
    await refuseSwitchOfAllocated(tx, ctx, given);
    const codes = good.map((row) => row.variantCode);
    const named = sql`variant.variant_code = any(${sql.param(codes)}::text[])`;
    const before = await standingVariants(tx, ctx, named);
    await ensureSuppliers(tx, ctx, good);
    await ensureProducts(tx, ctx, given);
    const changed = await changeVariants(tx, ctx, given);
    const created = await createVariants(tx, ctx, given);
    await followProducts(tx, ctx, given);
    const parted = await partBundles();
    await closeImport(tx, ctx, uploadId);
    await recordEvent(tx, ctx, {
      verb: 'variant.import',
      subject: 'upload',
      subjectId: uploadId,
      detail: {
        created,
        changed,
        changes: await variantChanges(tx, ctx, before),
        ...toldOf(parted),
      },
    });
    return { created, changed, ...parted };
  });
}

const columns: Columns<VariantSheetRow> = {
  variant_code: ['text', (row) => row.variantCode],
  product_code: ['text', (row) => productCodeOf(row)],
  product_name: ['text', ({ given }) => given.productName ?? null],
  option: ['text', ({ given }) => given.option ?? null],
  barcode: ['text', ({ given }) => given.barcode ?? null],
  price: ['bigint', ({ given }) => given.price ?? null],
  supplier_name: ['text', ({ given }) => given.supplierName ?? null],
  temperature: ['text', ({ given }) => given.temperature ?? null],
  bundling: ['text', ({ given }) => given.bundling ?? null],
  max_per_parcel: ['int', ({ given }) => given.maxPerParcel ?? null],
  tags: ['text', ({ given }) => given.tags?.join(',') ?? null],
  location: ['text', ({ given }) => given.location ?? null],
  safety_qty: ['int', ({ given }) => given.safetyQty ?? null],
  is_supplier_shipped: ['boolean', ({ given }) => given.isSupplierShipped ?? null],
};

const givenRows = (good: readonly VariantSheetRow[]): SQL => unnested(columns, good);

/** Known variants to which the sheet gives another temperature, rule or sender. */
async function travellingOtherwise(tx: Tx, ctx: Ctx, given: SQL): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select variant.id from ${given}
    join variants variant
      on variant.mall_id = ${ctx.mallId} and variant.variant_code = given.variant_code
    join products product on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = ${ctx.mallId} and supplier.id = product.supplier_id
    where given.temperature <> variant.temperature or given.bundling <> variant.bundling
      or given.max_per_parcel <> coalesce(variant.max_per_parcel, 0)
      or given.is_supplier_shipped <> variant.is_supplier_shipped
      or given.supplier_name <> coalesce(supplier.name, '')`,
  );
  return found.map((variant) => variant.id);
}

async function refuseSwitchOfAllocated(tx: Tx, ctx: Ctx, given: SQL) {
  const switching = await rows<{ id: number }>(
    tx,
    sql`
    select variant.id from ${given}
    join variants variant
      on variant.mall_id = ${ctx.mallId} and variant.variant_code = given.variant_code
    where given.is_supplier_shipped <> variant.is_supplier_shipped`,
  );
  if (switching.length > 0)
    await requireNothingAllocated(
      tx,
      ctx,
      switching.map((row) => row.id),
    );
}

async function ensureSuppliers(tx: Tx, ctx: Ctx, good: readonly VariantSheetRow[]) {
  const names = [...new Set(good.flatMap(({ given }) => given.supplierName || []))].sort();
  await tx.execute(sql`
    insert into suppliers (mall_id, name)
    select ${ctx.mallId}::bigint, given.name
    from unnest(${sql.param(names)}::text[]) as given (name)
    where not exists (
      select from suppliers where mall_id = ${ctx.mallId} and name = given.name)
    on conflict do nothing`);
}

async function ensureProducts(tx: Tx, ctx: Ctx, given: SQL) {
  await tx.execute(sql`
    insert into products (mall_id, code, name)
    select distinct on (given.product_code) ${ctx.mallId}::bigint, given.product_code,
      given.product_name
    from ${given}
    where given.product_name <> ''
      and not exists (
        select from products where mall_id = ${ctx.mallId} and code = given.product_code)
      and not exists (
        select from variants where mall_id = ${ctx.mallId} and variant_code = given.variant_code)
    order by given.product_code
    on conflict do nothing`);
}

async function changeVariants(tx: Tx, ctx: Ctx, given: SQL): Promise<number> {
  const changed = await tx.execute(sql`
    update variants variant
    set option = coalesce(given.option, variant.option),
      barcode = coalesce(given.barcode, variant.barcode),
      price = coalesce(given.price, variant.price),
      temperature = coalesce(given.temperature, variant.temperature),
      bundling = coalesce(given.bundling, variant.bundling),
      max_per_parcel = case when given.max_per_parcel is null then variant.max_per_parcel
        else nullif(given.max_per_parcel, 0) end,
      tags = case when given.tags is null then variant.tags
        else string_to_array(given.tags, ',') end,
      location = coalesce(given.location, variant.location),
      safety_qty = coalesce(given.safety_qty, variant.safety_qty),
      is_supplier_shipped = coalesce(given.is_supplier_shipped, variant.is_supplier_shipped)
    from ${given}
    where variant.mall_id = ${ctx.mallId} and variant.variant_code = given.variant_code
    returning 1`);
  return changed.length;
}

async function createVariants(tx: Tx, ctx: Ctx, given: SQL): Promise<number> {
  const { created } = await oneRow<{ created: number }>(
    tx,
    sql`
    with made as (
      insert into variants (mall_id, product_id, variant_code, barcode, option, price, temperature,
        bundling, max_per_parcel, tags, location, safety_qty, is_supplier_shipped, search_text)
      select ${ctx.mallId}::bigint, product.id, given.variant_code, coalesce(given.barcode, ''),
        coalesce(given.option, ''), coalesce(given.price, 0),
        coalesce(given.temperature, 'ambient'), coalesce(given.bundling, 'normal'),
        nullif(given.max_per_parcel, 0), coalesce(string_to_array(given.tags, ','), '{}'),
        coalesce(given.location, ''), coalesce(given.safety_qty, 0),
        coalesce(given.is_supplier_shipped, false),
        ${searchText(sql`product.name`, sql`coalesce(given.option, '')`)}
      from ${given}
      join products product
        on product.mall_id = ${ctx.mallId} and product.code = given.product_code
      where not exists (
        select from variants where mall_id = ${ctx.mallId} and variant_code = given.variant_code)
      returning id
    ), shelves as (
      insert into stock (mall_id, variant_id) select ${ctx.mallId}::bigint, id from made
    )
    select count(*)::int as created from made`,
  );
  return created;
}

/** Names and suppliers stand at the product; the search text of all its options follows. */
async function followProducts(tx: Tx, ctx: Ctx, given: SQL) {
  await tx.execute(sql`
    with told as (
      select distinct on (variant.product_id) variant.product_id, given.product_name,
        given.supplier_name, supplier.id as supplier_id
      from ${given}
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.variant_code = given.variant_code
      left join suppliers supplier
        on supplier.mall_id = ${ctx.mallId} and supplier.name = given.supplier_name
      where given.product_name is not null or given.supplier_name is not null
      order by variant.product_id, given.supplier_name nulls last
    )
    update products product
    set name = coalesce(nullif(told.product_name, ''), product.name),
      supplier_id = case when told.supplier_name is null then product.supplier_id
        else told.supplier_id end
    from told
    where product.mall_id = ${ctx.mallId} and product.id = told.product_id`);
  const currentText = searchText(sql`product.name`, sql`variant.option`);
  await tx.execute(sql`
    update variants variant
    set search_text = ${currentText}
    from products product
    where variant.mall_id = ${ctx.mallId} and product.mall_id = variant.mall_id
      and product.id = variant.product_id
      and product.id in (
        select touched.product_id from ${given}
        join variants touched
          on touched.mall_id = ${ctx.mallId} and touched.variant_code = given.variant_code)
      and variant.search_text <> ${currentText}`);
}
