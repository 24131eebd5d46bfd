import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { findAnswers } from './answers';
import {
  type CodeMeaning,
  type SellerCodes,
  type WhyUnmatched,
  whyUnmatched,
} from './why-unmatched';

type Waiting = SellerCodes & { lineId: number; shipmentId: number };

/** These rows, each with why nothing has matched it: what a run would answer now, else what its codes name. */
export async function withReasons<Row extends Waiting>(
  tx: Tx,
  ctx: Ctx,
  lines: readonly Row[],
): Promise<(Row & { why: WhyUnmatched })[]> {
  const shipmentIds = [...new Set(lines.map(({ shipmentId }) => shipmentId))];
  const answers = await findAnswers(tx, ctx, shipmentIds);
  const answered = new Set(answers.map(({ lineId }) => lineId));
  const codes = lines.flatMap((line) => [line.sellerOptionCode, line.sellerProductCode]);
  const meanings = await codeMeanings(tx, ctx, [...new Set(codes.filter(Boolean))]);
  const byCode = grouped(meanings, ({ code }) => code);
  const meaningsOf = (code: string) => byCode.get(code) ?? [];
  return lines.map((line) => {
    if (answered.has(line.lineId)) return { ...line, why: { rule: 'matchable' } };
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
    select code, level,
      (count(distinct variant_code) + (select count(*) from kits
        where kits.mall_id = ${ctx.mallId} and kits.code = meant.code))::int as count,
      (array_agg(distinct variant_code order by variant_code))[1:2] as "variantCodes"
    from meant group by code, level`,
  );
}
