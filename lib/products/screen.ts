import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { MOST_COUNTED, type Page, type PageRequest, pageOf } from '@/lib/paging';
import { foundVariants } from '@/lib/shipments/lists/found-variants';
import type { VariantSearch } from '@/lib/shipments/lists/variant-search-kinds';
import type { Temperature, VariantValues } from './variant';

export const productShows = ['all', 'sameBarcode', 'noBarcode', 'supplierShipped'] as const;

export type ProductFilter = VariantSearch & {
  show: (typeof productShows)[number];
  temperature?: Temperature;
  /** Empty: any. */
  tag: string;
};

export type VariantRow = VariantValues & {
  variantId: number;
  productId: number;
  productCode: string;
  productName: string;
  supplierId: number | null;
  supplierName: string | null;
  /** Another variant carries the same barcode: a scan cannot tell them apart. */
  hasSameBarcode: boolean;
};

/** 상품 목록: one row a variant, the newest on top, or the likest where a name is searched. */
export async function variantList(
  ctx: Ctx,
  filter: ProductFilter,
  request: PageRequest,
): Promise<Page<VariantRow>> {
  const likest = [sql`found.likeness`, sql`variant.id`];
  const { beyond, order, direction } = keyset(request, likest);
  const asked = askedVariants(ctx, filter);
  return readMall(ctx, async (tx) => {
    const list = await rows<VariantRow & { likeness: number }>(
      tx,
      sql`
      select asked.likeness, ${variantColumns}
      from (${asked} ${beyond} ${order}) as asked
      ${shownOf(ctx)}
      order by asked.likeness ${direction}, variant.id ${direction}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from (${asked} limit ${MOST_COUNTED + 1}) as counted`,
    );
    return pageOf(list, total, request, (row) => [row.likeness, row.variantId]);
  });
}

/** One variant with its product; null when it is none of this mall's. */
export async function variantOf(ctx: Ctx, variantId: number): Promise<VariantRow | null> {
  const [variant] = await readMall(ctx, (tx) =>
    rows<VariantRow>(
      tx,
      sql`
      select ${variantColumns}
      from (select ${variantId}::bigint as variant_id) as asked
      ${shownOf(ctx)}`,
    ),
  );
  return variant ?? null;
}

/** Every tag that a variant carries, by name. */
export async function tagsInUse(ctx: Ctx): Promise<string[]> {
  const found = await readMall(ctx, (tx) =>
    rows<{ tag: string }>(
      tx,
      sql`
      select distinct unnest(tags) as tag from variants
      where mall_id = ${ctx.mallId} and tags <> '{}' order by 1 limit 500`,
    ),
  );
  return found.map((row) => row.tag);
}

/** Variants that a filter finds, for other reads to begin from. */
export function askedVariants(ctx: Pick<Ctx, 'mallId'>, filter: ProductFilter): SQL {
  const { temperature, tag } = filter;
  return sql`
    select variant.id as variant_id, found.likeness
    from (${foundVariants(ctx, filter)}) as found
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id
    where true ${shows[filter.show]}
      ${temperature ? sql`and variant.temperature = ${temperature}` : sql``}
      ${tag ? sql`and ${tag} = any(variant.tags)` : sql``}`;
}

const hasSameBarcode = sql`(variant.barcode <> '' and exists (
  select from variants other
  where other.mall_id = variant.mall_id and other.barcode = variant.barcode
    and other.id <> variant.id))`;

const shows: Record<ProductFilter['show'], SQL> = {
  all: sql``,
  sameBarcode: sql`and ${hasSameBarcode}`,
  noBarcode: sql`and variant.barcode = ''`,
  supplierShipped: sql`and variant.is_supplier_shipped`,
};

export const variantColumns = sql`
  variant.id as "variantId", product.id as "productId", product.code as "productCode",
  product.name as "productName", product.supplier_id as "supplierId",
  supplier.name as "supplierName", variant.variant_code as "variantCode", variant.barcode,
  variant.option, variant.price, variant.temperature, variant.bundling,
  variant.max_per_parcel as "maxPerParcel", variant.tags, variant.location,
  variant.safety_qty as "safetyQty", variant.is_supplier_shipped as "isSupplierShipped",
  ${hasSameBarcode} as "hasSameBarcode"`;

/** What is shown of `asked` variants. */
export function shownOf(ctx: Pick<Ctx, 'mallId'>): SQL {
  return sql`
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = asked.variant_id
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join suppliers supplier
      on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id`;
}
