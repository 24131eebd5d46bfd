import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { recordEvent } from '@/lib/shipments/runs';

export type NewProduct = {
  name: string;
  option: string;
  variantCode: string;
  barcode: string;
  /** In the currency's minor unit. */
  price: number;
};

/** Makes the product that an unmatched line asks for: one variant, nothing on the shelf yet. */
export async function createProduct(ctx: Ctx, input: NewProduct): Promise<{ variantId: number }> {
  try {
    return await inMall(ctx, async (tx) => {
      const { variantId } = await oneRow<{ variantId: number }>(
        tx,
        sql`
        with product as (
          insert into products (mall_id, code, name)
          values (${ctx.mallId}, ${input.variantCode}, ${input.name})
          returning id
        ), variant as (
          insert into variants (mall_id, product_id, variant_code, barcode, option, price, search_text)
          select ${ctx.mallId}, product.id, ${input.variantCode}, ${input.barcode}, ${input.option},
            ${input.price}, ${`${input.name} ${input.option}`.trim().toLowerCase()}
          from product
          returning id
        ), shelf as (
          insert into stock (mall_id, variant_id) select ${ctx.mallId}, id from variant
        )
        select id as "variantId" from variant`,
      );
      await recordEvent(tx, ctx, {
        verb: 'create',
        subject: 'variant',
        subjectId: variantId,
        detail: { ...input },
      });
      return { variantId };
    });
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new ExpectedError('match.errors.codeTaken', { code: input.variantCode });
    throw error;
  }
}
