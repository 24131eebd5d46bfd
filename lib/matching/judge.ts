import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Answer, JudgedAnswer } from './answers';
import { mayBeMany, odditiesOf, storedOddities, type Usual } from './oddities';

const MAX_LINES_ASKED_ABOUT = 2_000;

/** The answers with what looks odd about each: a look at prices, and at what is usually ordered. */
export async function judgeAnswers(
  tx: Tx,
  ctx: Ctx,
  answers: readonly Answer[],
): Promise<JudgedAnswer[]> {
  const prices = await goodsPrices(tx, ctx, answers);
  const many = answers.filter((answer) => mayBeMany(answer.qty)).slice(0, MAX_LINES_ASKED_ABOUT);
  const usual = await usualQuantities(
    tx,
    ctx,
    many.map((answer) => answer.lineId),
  );
  return answers.map((answer) => ({
    ...answer,
    oddities: storedOddities(
      odditiesOf({
        unitPrice: answer.unitPrice,
        qty: answer.qty,
        goodsPrice: answer.isVouched ? 0 : prices(answer),
        usual: usual.get(answer.lineId) ?? null,
      }),
    ),
  }));
}

type Price = { id: number; price: number };

async function goodsPrices(
  tx: Tx,
  ctx: Ctx,
  answers: readonly Answer[],
): Promise<(answer: Answer) => number> {
  const compositions = await rows<Price>(
    tx,
    sql`
    select item.composition_id as id, sum(item.qty * variant.price)::bigint as price
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    where item.mall_id = ${ctx.mallId} and item.composition_id =
      any(${sql.param(distinct(answers, (answer) => answer.compositionId))}::bigint[])
    group by item.composition_id`,
  );
  const variants = await rows<Price>(
    tx,
    sql`
    select id, price from variants
    where mall_id = ${ctx.mallId}
      and id = any(${sql.param(distinct(answers, (answer) => answer.variantId))}::bigint[])`,
  );
  const [ofComposition, ofVariant] = [priceOf(compositions), priceOf(variants)];
  return ({ compositionId, variantId }) =>
    (variantId === null ? ofComposition.get(compositionId ?? 0) : ofVariant.get(variantId)) ?? 0;
}

const priceOf = (prices: readonly Price[]) => new Map(prices.map(({ id, price }) => [id, price]));

/** The median of up to fifty other lines of the same key, for lines that ask for many. */
async function usualQuantities(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<Map<number, Usual>> {
  if (lineIds.length === 0) return new Map();
  const found = await rows<Usual & { lineId: number }>(
    tx,
    sql`
    select part.id as "lineId", usual.qty, usual.lines
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    cross join lateral (
      select percentile_disc(0.5) within group (order by qty) as qty, count(*)::int as lines
      from (
        select other.qty from order_lines other
        where other.mall_id = ${ctx.mallId} and other.channel_id = line.channel_id
          and other.product_key = line.product_key and other.option_key = line.option_key
          and other.id <> line.id
        limit 50
      ) others
    ) usual
    where part.mall_id = ${ctx.mallId} and line.product_key <> ''
      and part.id = any(${sql.param(lineIds)}::bigint[]) and usual.lines > 0`,
  );
  return new Map(found.map(({ lineId, ...usual }) => [lineId, usual]));
}

function distinct(answers: readonly Answer[], idOf: (answer: Answer) => number | null): number[] {
  return [...new Set(answers.flatMap((answer) => idOf(answer) ?? []))];
}
