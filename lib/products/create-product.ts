import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { searchText } from './search-text';
import { type Handling, ordinaryHandling, type VariantValues } from './variant';

export type NewVariant = Pick<VariantValues, 'variantCode' | 'barcode' | 'option' | 'price'>;

export type NewProduct = Handling & {
  name: string;
  /** Empty: the code of its first variant. */
  code: string;
  supplierId: number | null;
  variants: readonly NewVariant[];
};

type OrdinaryProduct = NewVariant & { name: string };

/** Makes a product with its options, each a variant with nothing on the shelf yet. */
export async function createProduct(
  ctx: Ctx,
  input: NewProduct,
): Promise<{ productId: number; variants: number }> {
  const [first] = input.variants;
  if (!first) throw new ExpectedError('products.errors.noVariants');
  const product = { ...input, code: input.code || first.variantCode };
  return refusingTakenCodes(() =>
    inMall(ctx, async (tx) => {
      await requireSupplier(tx, ctx, input.supplierId);
      const { id: productId } = await oneRow<{ id: number }>(
        tx,
        sql`
        insert into products (mall_id, code, name, supplier_id)
        values (${ctx.mallId}, ${product.code}, ${product.name}, ${product.supplierId})
        returning id`,
      );
      const variantIds = await addVariants(tx, ctx, { ...product, productId });
      await recordEvent(tx, ctx, {
        verb: 'create',
        subject: 'variant',
        subjectId: variantIds[0] ?? null,
        detail: { name: product.name, variants: variantIds.length },
      });
      return { productId, variants: variantIds.length };
    }),
  );
}

/** Makes a product of one variant that is kept and packed as most goods are. */
export function createOrdinaryProduct(ctx: Ctx, { name, ...variant }: OrdinaryProduct) {
  const variants = [variant];
  return createProduct(ctx, { ...ordinaryHandling, name, code: '', supplierId: null, variants });
}

/** Adds one more option to a product. */
export async function addVariant(
  ctx: Ctx,
  productId: number,
  variant: VariantValues,
): Promise<{ variantId: number }> {
  return refusingTakenCodes(() =>
    inMall(ctx, async (tx) => {
      const [product] = await rows<{ name: string }>(
        tx,
        sql`select name from products where mall_id = ${ctx.mallId} and id = ${productId}`,
      );
      if (!product) throw new ExpectedError('errors.notFound');
      const added = { ...variant, ...product, productId, variants: [variant] };
      const [variantId = 0] = await addVariants(tx, ctx, added);
      await recordEvent(tx, ctx, {
        verb: 'create',
        subject: 'variant',
        subjectId: variantId,
        detail: { name: `${product.name} ${variant.option}`.trim() },
      });
      return { variantId };
    }),
  );
}

/** A code that stands already is a person's mistake, wherever it was found out. */
export async function refusingTakenCodes<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505') throw new ExpectedError('products.errors.codeTaken');
    throw error;
  }
}

export async function requireSupplier(tx: Tx, ctx: Ctx, supplierId: number | null) {
  if (supplierId === null) return;
  const found = await tx.execute(
    sql`select from suppliers where mall_id = ${ctx.mallId} and id = ${supplierId}`,
  );
  if (found.length === 0) throw new ExpectedError('products.errors.unknownSupplier');
}

type Addition = Handling & { productId: number; name: string; variants: readonly NewVariant[] };

async function addVariants(tx: Tx, ctx: Ctx, addition: Addition): Promise<number[]> {
  const { productId, temperature, bundling, maxPerParcel, tags, location, safetyQty } = addition;
  const made = await rows<{ id: number }>(
    tx,
    sql`
    with made as (
      insert into variants (mall_id, product_id, variant_code, barcode, option, price, temperature,
        bundling, max_per_parcel, tags, location, safety_qty, is_supplier_shipped, search_text)
      select ${ctx.mallId}::bigint, ${productId}::bigint, given.variant_code, given.barcode,
        given.option, given.price, ${temperature}, ${bundling}, ${maxPerParcel}::int,
        ${sql.param(tags)}::text[], ${location}, ${safetyQty}::int,
        ${addition.isSupplierShipped}::boolean,
        ${searchText(sql`${addition.name}::text`, sql`given.option`)}
      from ${unnested<NewVariant>(
        {
          variant_code: ['text', (variant) => variant.variantCode],
          barcode: ['text', (variant) => variant.barcode],
          option: ['text', (variant) => variant.option],
          price: ['bigint', (variant) => variant.price],
        },
        addition.variants,
      )}
      returning id
    ), shelves as (
      insert into stock (mall_id, variant_id) select ${ctx.mallId}::bigint, id from made
    )
    select id from made order by id`,
  );
  return made.map((row) => row.id);
}
