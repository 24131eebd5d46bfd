import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import {
  type CodeMeaning,
  type SellerCodes,
  type WhyUnmatched,
  whyUnmatched,
} from './why-unmatched';

/** These rows, each with why nothing matched it: one look at what all their codes name. */
export async function withReasons<Row extends SellerCodes>(
  tx: Tx,
  ctx: Ctx,
  lines: readonly Row[],
): Promise<(Row & { why: WhyUnmatched })[]> {
  const codes = lines.flatMap((line) => [line.sellerOptionCode, line.sellerProductCode]);
  const meanings = await codeMeanings(tx, ctx, [...new Set(codes.filter(Boolean))]);
  const byCode = grouped(meanings, ({ code }) => code);
  const meaningsOf = (code: string) => byCode.get(code) ?? [];
  return lines.map((line) => {
    const { sellerOptionCode, sellerProductCode } = line;
    const meant = [...meaningsOf(sellerOptionCode), ...meaningsOf(sellerProductCode)];
    return { ...line, why: whyUnmatched(line, meant) };
  });
}

/** An option's code names variants, a product's all variants of the products that it leads to. */
async function codeMeanings(tx: Tx, ctx: Ctx, codes: string[]): Promise<CodeMeaning[]> {
  if (codes.length === 0) return [];
  const asked = sql`any(${sql.param(codes)}::text[])`;
  return rows<CodeMeaning>(
    tx,
    sql`
    with carrying as (
      select variant_code as code, variant_code, product_id from variants
      where mall_id = ${ctx.mallId} and variant_code = ${asked}
      union all
      select barcode, variant_code, product_id from variants
      where mall_id = ${ctx.mallId} and barcode = ${asked}
    ), listed as (
      select code, product_id from carrying
      union
      select code, id from products where mall_id = ${ctx.mallId} and code = ${asked}
    ), meant as (
      select code, 'option' as level, variant_code from carrying
      union all
      select listed.code, 'product', variant.variant_code
      from listed
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.product_id = listed.product_id
    )
    select code, level, false as "isKit", count(distinct variant_code)::int as variants,
      (array_agg(distinct variant_code order by variant_code))[1:2] as "variantCodes"
    from meant group by code, level
    union all
    select kit.code, level.level, true, 0, '{}'
    from kits kit, (values ('option'), ('product')) as level (level)
    where kit.mall_id = ${ctx.mallId} and kit.code = ${asked}`,
  );
}
