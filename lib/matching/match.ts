import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { marketplaceWideCodes } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { unnested } from '@/lib/shipments/bulk';
import { ensureSingles } from '@/lib/shipments/compositions';
import { expectMany } from '@/lib/shipments/many';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { matchRules } from './reasons';
import { writeMatches } from './write';

export type MatchConditions = {
  /** Only the shipments of these orders: what collection has just brought. */
  orderIds?: number[];
  channelIds?: number[];
};

export type MatchCounts = { lines: number; shipments: number; open: number };

/**
 * Ties every open line to its variants where one rule has one answer: remembered here, the seller's
 * code, a barcode, remembered on another channel of the marketplace; the first that applies.
 */
export async function matchShipments(
  ctx: Ctx,
  conditions: MatchConditions = {},
): Promise<MatchCounts & { runId: number | null }> {
  return inMall(ctx, async (tx) => {
    await expectMany(tx, conditions.orderIds?.length ?? 0);
    const open = await lockUnmatched(tx, ctx, conditions);
    await expectMany(tx, open.length);
    if (open.length === 0) return { runId: null, lines: 0, shipments: 0, open: 0 };
    const runId = await startRun(tx, ctx, 'match', { ...conditions, orderIds: undefined });
    const answers = await findAnswers(tx, ctx, open);
    await ensureSingles(tx, ctx, variantsOf(answers));
    const written = await writeMatches(tx, ctx, runId, answeredBy(ctx, answers));
    const counts = { ...written, open: open.length };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

async function lockUnmatched(tx: Tx, ctx: Ctx, conditions: MatchConditions): Promise<number[]> {
  const ofOrders = conditions.orderIds
    ? sql`and id in (
        select shipment_id from shipment_lines line
        join order_lines order_line
          on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
        where order_line.mall_id = ${ctx.mallId}
          and order_line.order_id = any(${sql.param(conditions.orderIds)}::bigint[]))`
    : sql``;
  const ofChannels = conditions.channelIds
    ? sql`and channel_id = any(${sql.param(conditions.channelIds)}::bigint[])`
    : sql``;
  const locked = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and is_open and stage = 'unmatched' ${ofOrders} ${ofChannels}
    order by id for update`,
  );
  return locked.map((row) => row.id);
}

type Answer = {
  lineId: number;
  rule: number;
  compositionId: number | null;
  variantId: number | null;
};

async function findAnswers(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Answer[]> {
  return rows<Answer>(
    tx,
    sql`
    with open_line as (
      select part.id, line.channel_id, line.product_key, line.option_key,
        line.seller_option_code, line.seller_product_code
      from shipment_lines part
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      where part.mall_id = ${ctx.mallId} and part.composition_id is null
        and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    ), single_product as (
      select product.code, min(variant.id) as variant_id
      from products product
      join variants variant on variant.mall_id = product.mall_id and variant.product_id = product.id
      where product.mall_id = ${ctx.mallId}
        and product.code in (select seller_product_code from open_line where seller_product_code <> '')
      group by product.code having count(*) = 1
    ), single_barcode as (
      select barcode, min(id) as variant_id from variants
      where mall_id = ${ctx.mallId} and barcode <> ''
        and barcode in (select seller_option_code from open_line)
      group by barcode having count(*) = 1
    ), shared_match as (
      select own.id as channel_id, match.product_key, match.option_key,
        min(match.composition_id) as composition_id
      from channels own
      join channels other on other.mall_id = own.mall_id and other.marketplace = own.marketplace
        and other.id <> own.id
      join matches match on match.mall_id = other.mall_id and match.channel_id = other.id
      where own.mall_id = ${ctx.mallId}
        and own.marketplace = any(${sql.param(marketplaceWideCodes())}::text[])
      group by own.id, match.product_key, match.option_key
      having count(distinct match.composition_id) = 1
    ), answered as (
      select open_line.id as line_id,
        coalesce(remembered.composition_id, case
          when coded.id is null and single_product.variant_id is null
            and single_barcode.variant_id is null then shared_match.composition_id end)
          as composition_id,
        case when remembered.composition_id is null then
          coalesce(coded.id, single_product.variant_id, single_barcode.variant_id) end as variant_id,
        case
          when remembered.composition_id is not null then ${matchRules.remembered}::int
          when coded.id is not null then ${matchRules.sellerCode}::int
          when single_product.variant_id is not null then ${matchRules.sellerProductCode}::int
          when single_barcode.variant_id is not null then ${matchRules.barcode}::int
          else ${matchRules.otherChannel}::int
        end as rule
      from open_line
      left join matches remembered on remembered.mall_id = ${ctx.mallId}
        and remembered.channel_id = open_line.channel_id and open_line.product_key <> ''
        and remembered.product_key = open_line.product_key
        and remembered.option_key = open_line.option_key
      left join variants coded on coded.mall_id = ${ctx.mallId}
        and open_line.seller_option_code <> '' and coded.variant_code = open_line.seller_option_code
      left join single_product on single_product.code = open_line.seller_product_code
      left join single_barcode on single_barcode.barcode = open_line.seller_option_code
      left join shared_match on shared_match.channel_id = open_line.channel_id
        and open_line.product_key <> '' and shared_match.product_key = open_line.product_key
        and shared_match.option_key = open_line.option_key
    )
    select line_id as "lineId", rule, composition_id as "compositionId", variant_id as "variantId"
    from answered where composition_id is not null or variant_id is not null
    order by line_id`,
  );
}

function variantsOf(answers: Answer[]): number[] {
  return [...new Set(answers.flatMap((answer) => answer.variantId ?? []))];
}

/** The answers as rows; a variant stands for its one-to-one composition. */
function answeredBy(ctx: Ctx, answers: Answer[]): SQL {
  return sql`
    select given.line_id, coalesce(given.composition_id, single.id) as composition_id, given.rule
    from ${unnested<Answer>(
      {
        line_id: ['bigint', (answer) => answer.lineId],
        composition_id: ['bigint', (answer) => answer.compositionId],
        variant_id: ['bigint', (answer) => answer.variantId],
        rule: ['int', (answer) => answer.rule],
      },
      answers,
    )}
    left join compositions single on single.mall_id = ${ctx.mallId}
      and single.fingerprint = given.variant_id || 'x1'`;
}
