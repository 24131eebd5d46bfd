import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type CompositionItem, ensureComposition } from '@/lib/shipments/compositions';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { matchRules } from './reasons';
import { writeMatches } from './write';

export type MatchByHand = {
  /** Any shipment line of the key; a one-off match is for this line alone. */
  lineId: number;
  /** Variants for one unit ordered; none: no goods are needed. */
  items: CompositionItem[];
  remember: boolean;
};

/** Ties a channel's product and option to variants: all open lines of the key, now and later. */
export async function matchByHand(
  ctx: Ctx,
  input: MatchByHand,
): Promise<{ runId: number; lines: number; shipments: number }> {
  return inMall(ctx, async (tx) => {
    const key = await keyOf(tx, ctx, input.lineId);
    await refuseForeignVariants(tx, ctx, input.items);
    const remember = input.remember && key.productKey !== '';
    const runId = await startRun(tx, ctx, 'match', { key: key.productName, option: key.option });
    const compositionId = await ensureComposition(tx, ctx, input.items);
    if (remember) await rememberMatch(tx, ctx, runId, key, compositionId);
    const waiting = remember
      ? sql`line.channel_id = ${key.channelId}
      and line.product_key = ${key.productKey} and line.option_key = ${key.optionKey}`
      : sql`part.id = ${input.lineId}`;
    const shipmentIds = await lockWaiting(tx, ctx, waiting);
    const counts = await writeMatches(
      tx,
      ctx,
      runId,
      sql`
      select part.id as line_id, ${compositionId}::bigint as composition_id,
        ${remember ? matchRules.byHand : matchRules.oneOff}::int as rule
      ${linesWaiting(ctx, shipmentIds, waiting)}`,
    );
    if (counts.lines === 0) throw new ExpectedError('match.errors.alreadyMatched');
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

function linesWaiting(ctx: Ctx, shipmentIds: number[], waiting: SQL): SQL {
  return sql`
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.composition_id is null
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[]) and ${waiting}`;
}

type Key = {
  channelId: number;
  productKey: string;
  optionKey: string;
  productName: string;
  option: string;
};

async function keyOf(tx: Tx, ctx: Ctx, lineId: number): Promise<Key> {
  const [key] = await rows<Key>(
    tx,
    sql`
    select line.channel_id as "channelId", line.product_key as "productKey",
      line.option_key as "optionKey", line.product_name as "productName", line.option
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.id = ${lineId}`,
  );
  if (!key) throw new ExpectedError('errors.notFound');
  return key;
}

async function refuseForeignVariants(tx: Tx, ctx: Ctx, items: CompositionItem[]) {
  const ids = [...new Set(items.map((item) => item.variantId))];
  const { known } = await oneRow<{ known: number }>(
    tx,
    sql`select count(*)::int as known from variants
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
  );
  if (known !== ids.length || ids.length !== items.length)
    throw new ExpectedError('match.errors.unknownVariant');
}

async function rememberMatch(tx: Tx, ctx: Ctx, runId: number, key: Key, compositionId: number) {
  await tx.execute(sql`
    insert into matches (mall_id, channel_id, product_key, option_key, composition_id, rule,
      matched_by, matched_at, last_run_id)
    values (${ctx.mallId}, ${key.channelId}, ${key.productKey}, ${key.optionKey}, ${compositionId},
      ${matchRules.byHand}, ${ctx.userId}, ${ctx.now.toISOString()}, ${runId})
    on conflict (mall_id, channel_id, product_key, option_key) do update
    set composition_id = excluded.composition_id, rule = excluded.rule,
      matched_by = excluded.matched_by, matched_at = excluded.matched_at,
      last_run_id = excluded.last_run_id`);
}

async function lockWaiting(tx: Tx, ctx: Ctx, waiting: SQL): Promise<number[]> {
  const locked = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and stage = 'unmatched' and id in (
      select part.shipment_id from order_lines line
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      where line.mall_id = ${ctx.mallId} and part.composition_id is null and ${waiting})
    order by id for update`,
  );
  return locked.map((row) => row.id);
}
