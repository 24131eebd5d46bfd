import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CompositionItem } from '@/lib/shipments/fingerprint';
import { wonPrice } from '@/lib/shipments/won-price';
import { odditiesOfMatch, storedOddities } from './oddities';
import { findAffected } from './rematch/affected';
import { type Rematched, rematchLines } from './rematch/rematch';
import { type KeyDecision, type MatchKey, rememberMatches } from './remembered';

/**
 * Remembers what keys mean and tells it to the lines that wait for them; with `rematch` also to the
 * open lines that mean something else. The caller matches alone and keeps the run.
 */
export async function decideKeys(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  { decisions, rematch }: { decisions: readonly KeyDecision[]; rematch: boolean },
): Promise<Rematched> {
  const find = () => findAffected(tx, ctx, decisions, { rematch });
  const done = await rematchLines(tx, ctx, runId, find);
  await rememberMatches(tx, ctx, runId, decisions);
  return done;
}

export async function refuseForeignVariants(tx: Tx, ctx: Ctx, items: readonly CompositionItem[]) {
  const ids = [...new Set(items.map((item) => item.variantId))];
  const { known } = await oneRow<{ known: number }>(
    tx,
    sql`select count(*)::int as known from variants
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
  );
  if (known !== ids.length || ids.length !== items.length)
    throw new ExpectedError('match.errors.unknownVariant');
}

type KeyToJudge = Pick<KeyDecision, keyof MatchKey | 'productName' | 'option' | 'compositionId'>;

type Judged = {
  place: number;
  unitPrice: number;
  goodsPrice: number;
  text: string;
  pieces: number;
};

/** What looks odd about keys that mean these goods, at the price of the latest line of each. */
export async function judgeKeys(
  tx: Tx,
  ctx: Ctx,
  keys: readonly KeyToJudge[],
): Promise<(number[] | null)[]> {
  if (keys.length === 0) return [];
  const places = keys.map((key, place) => ({ ...key, place }));
  const found = await rows<Judged>(
    tx,
    sql`
    select given.place, coalesce(latest.unit_price, 0) as "unitPrice",
      coalesce(goods.price, 0) as "goodsPrice", coalesce(goods.text, '') as text,
      coalesce(goods.pieces, 0) as pieces
    from ${unnested<KeyToJudge & { place: number }>(
      {
        place: ['int', (key) => key.place],
        channel_id: ['bigint', (key) => key.channelId],
        product_key: ['text', (key) => key.productKey],
        option_key: ['text', (key) => key.optionKey],
        composition_id: ['bigint', (key) => key.compositionId],
      },
      places,
    )}
    left join lateral (
      select ${wonPrice(sql`line`)} as unit_price from order_lines line
      where line.mall_id = ${ctx.mallId} and line.channel_id = given.channel_id
        and line.product_key = given.product_key and line.option_key = given.option_key
      order by line.id desc limit 1
    ) latest on true
    left join lateral (
      select sum(item.qty * variant.price)::bigint as price, sum(item.qty)::int as pieces,
        string_agg(product.name || ' ' || variant.option, ' ') as text
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      where item.mall_id = ${ctx.mallId} and item.composition_id = given.composition_id
    ) goods on true
    order by given.place`,
  );
  return found.map(({ place, text: goodsText, ...prices }) => {
    const { productName = '', option = '' } = keys[place] ?? {};
    return storedOddities(
      odditiesOfMatch({ ...prices, goodsText, text: `${productName} ${option}` }),
    );
  });
}
