import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { requireSupplier } from './create-product';
import { lockBundlesWith, type PartedBundles, toldOf, travelFields } from './part-bundles';
import { requireNothingAllocated } from './supplier-shipped';
import type { Handling } from './variant';
import { standingVariants, variantChanges } from './variant-changes';

/** What changes; a field left out stays as it is with each variant. */
export type Changes = Partial<Omit<Handling, 'tags'>> & {
  supplierId?: number | null;
  price?: number;
  addsTags?: string[];
  removesTags?: string[];
};

/**
 * 일괄수정: sets the given fields of the selected variants; bundles come apart in which they may not
 * lie any more.
 */
export async function editVariants(
  ctx: Ctx,
  variantIds: number[],
  changes: Changes,
): Promise<{ variants: number } & PartedBundles> {
  const changesSupplier = changes.supplierId !== undefined;
  const settings = settingsOf(changes);
  if (settings.length === 0 && !changesSupplier)
    throw new ExpectedError('products.errors.nothingChosen');
  const mayPart = travelFields.some((field) => changes[field] !== undefined);
  return inMall(ctx, async (tx) => {
    const partBundles = await lockBundlesWith(tx, ctx, mayPart ? variantIds : []);
    const found = await lockVariants(tx, ctx, variantIds);
    if (found.length < variantIds.length) throw new ExpectedError('errors.notFound');
    const before = await standingVariants(
      tx,
      ctx,
      sql`variant.id = any(${sql.param(variantIds)}::bigint[])`,
    );
    const switching = found.filter((row) => switches(row, changes)).map((row) => row.id);
    if (switching.length > 0) await requireNothingAllocated(tx, ctx, switching);
    if (settings.length > 0)
      await tx.execute(sql`
        update variants set ${sql.join(settings, sql`, `)}
        where mall_id = ${ctx.mallId} and id = any(${sql.param(variantIds)}::bigint[])`);
    if (changesSupplier) await setSupplier(tx, ctx, variantIds, changes.supplierId ?? null);
    const parted = await partBundles();
    await recordEvent(tx, ctx, {
      verb: 'variant.editMany',
      subject: 'variant',
      subjectId: null,
      detail: {
        variants: found.length,
        fields: Object.keys(changes).join(', '),
        changes: await variantChanges(tx, ctx, before),
        ...toldOf(parted),
      },
    });
    return { variants: found.length, ...parted };
  });
}

const written = {
  temperature: (value) => sql`temperature = ${value}`,
  bundling: (value) => sql`bundling = ${value}`,
  maxPerParcel: (value) => sql`max_per_parcel = ${value}`,
  location: (value) => sql`location = ${value}`,
  safetyQty: (value) => sql`safety_qty = ${value}`,
  isSupplierShipped: (value) => sql`is_supplier_shipped = ${value}`,
  price: (value) => sql`price = ${value}`,
} as const satisfies Record<string, (value: unknown) => SQL>;

function settingsOf(changes: Changes): SQL[] {
  const settings = (Object.keys(written) as (keyof typeof written)[]).flatMap((name) =>
    changes[name] === undefined ? [] : [written[name](changes[name])],
  );
  const { addsTags = [], removesTags = [] } = changes;
  if (addsTags.length + removesTags.length > 0)
    settings.push(sql`tags = array(
      select distinct tag from unnest(tags || ${sql.param(addsTags)}::text[]) as tag
      where tag <> all(${sql.param(removesTags)}::text[]) order by tag)`);
  return settings;
}

type LockedVariant = { id: number; isSupplierShipped: boolean };

function lockVariants(tx: Tx, ctx: Ctx, ids: number[]) {
  return rows<LockedVariant>(
    tx,
    sql`
    select id, is_supplier_shipped as "isSupplierShipped" from variants
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
    order by id for update`,
  );
}

function switches(row: LockedVariant, { isSupplierShipped }: Changes): boolean {
  return isSupplierShipped !== undefined && isSupplierShipped !== row.isSupplierShipped;
}

/** The supplier stands at the product, so the other options of it follow. */
async function setSupplier(tx: Tx, ctx: Ctx, variantIds: number[], supplierId: number | null) {
  await requireSupplier(tx, ctx, supplierId);
  await tx.execute(sql`
    update products set supplier_id = ${supplierId}
    where mall_id = ${ctx.mallId} and id in (
      select product_id from variants
      where mall_id = ${ctx.mallId} and id = any(${sql.param(variantIds)}::bigint[]))`);
}
