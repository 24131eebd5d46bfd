import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CompositionItem } from '@/lib/shipments/compositions';
import { findAffected } from './affected';
import { odditiesOfMatch, storedOddities } from './oddities';
import { type Rematched, rematchLines } from './rematch';
import { type KeyDecision, type MatchKey, type NamedKey, rememberMatches } from './remembered';

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

/** What looks odd about a key that means these goods, at the price of its latest line. */
export async function judgeKey(
  tx: Tx,
  ctx: Ctx,
  key: Pick<NamedKey, keyof MatchKey | 'productName' | 'option'>,
  items: readonly CompositionItem[],
): Promise<number[] | null> {
  const [latest] = await rows<{ unitPrice: number }>(
    tx,
    sql`
    select unit_price as "unitPrice" from order_lines
    where mall_id = ${ctx.mallId} and channel_id = ${key.channelId}
      and product_key = ${key.productKey} and option_key = ${key.optionKey}
    order by id desc limit 1`,
  );
  const goods = await oneRow<{ price: number; text: string }>(
    tx,
    sql`
    select coalesce(sum(item.qty * variant.price), 0)::bigint as price,
      coalesce(string_agg(product.name || ' ' || variant.option, ' '), '') as text
    from unnest(${sql.param(items.map((item) => item.variantId))}::bigint[],
      ${sql.param(items.map((item) => item.qty))}::int[]) as item (variant_id, qty)
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id`,
  );
  return storedOddities(
    odditiesOfMatch({
      unitPrice: latest?.unitPrice ?? 0,
      goodsPrice: goods.price,
      text: `${key.productName} ${key.option}`,
      goodsText: goods.text,
      pieces: items.reduce((sum, item) => sum + item.qty, 0),
    }),
  );
}
