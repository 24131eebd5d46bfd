import { type SQL, sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { marketplaceWideCodes } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { madeSingles } from '@/lib/shipments/compositions';
import { bigintArray } from '@/lib/shipments/runs/runs';
import { wonPrice } from '@/lib/shipments/won-price';
import { FAR, FEWEST_THAT_ARE_MANY } from './oddities';
import { matchRules } from './reasons';

/** What an open line means, by the first rule that applies: a composition or one variant. */
export type Answer = {
  lineId: number;
  rule: number;
  compositionId: number | null;
  variantId: number | null;
  unitPrice: number;
  qty: number;
  /** A person has said that the match is right though it looks odd. */
  isVouched: boolean;
};

export type JudgedAnswer = Answer & { oddities: number[] | null };

/**
 * The one answer of each open line of these shipments. A code that two variants carry, as their own
 * code or as their barcode, answers nothing; a code of a product does where it has one variant.
 */
export async function findAnswers(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Answer[]> {
  return rows<Answer>(
    tx,
    sql`
    with ${answerTables(ctx, shipmentIds)}
    select line_id as "lineId", qty, unit_price as "unitPrice", rule, is_vouched as "isVouched",
      composition_id as "compositionId", variant_id as "variantId"
    from answer order by line_id`,
  );
}

/** Answers as the database has them: tables that a statement begins with, and rows that it reads. */
export type Answered = { tables: SQL; rows: SQL };

/**
 * The same without a way out of the database and back: each answer as a composition. One that a
 * variant lacks is made in the same statement, of which only what it returns is seen.
 */
export function compositionsOf(ctx: Ctx, shipmentIds: number[]): Answered {
  return {
    tables: sql`
      ${answerTables(ctx, shipmentIds)}, named_variant as (
        select variant_id from option_code union select variant_id from product_code
      ), ${madeSingles(ctx, sql`named_variant`)}, ${goodsPrices(ctx)}`,
    rows: sql`
      select found.line_id, found.composition_id, found.rule, null::bigint[] as oddities,
        ${mayBeOdd} as may_be_odd
      from (
        select answer.line_id, answer.rule, answer.qty, answer.unit_price, answer.variant_id,
          coalesce(answer.composition_id, known.id, made.id) as composition_id
        from answer
        left join compositions known on known.mall_id = ${ctx.mallId}
          and known.fingerprint = answer.variant_id || 'x1'
        left join made on made.fingerprint = answer.variant_id || 'x1'
      ) found
      left join goods on goods.composition_id = found.composition_id
      left join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.id = found.variant_id`,
  };
}

/** Goods of a composition that is made in the same statement are not seen: its variant tells. */
const goodsPrice = sql`coalesce(goods.price, variant.price)`;
const mayBeOdd = sql`(found.qty >= ${FEWEST_THAT_ARE_MANY}
  or coalesce(found.unit_price * ${FAR} < ${goodsPrice}
    or found.unit_price > ${goodsPrice} * ${FAR}, false))`;

function goodsPrices(ctx: Ctx): SQL {
  return sql`
    goods as (
      select item.composition_id, sum(item.qty * variant.price)::bigint as price
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      where item.mall_id = ${ctx.mallId}
      group by item.composition_id
    )`;
}

function openLines(ctx: Ctx, shipmentIds: number[]): SQL {
  return sql`
    open_line as (
      select part.id, part.qty, ${wonPrice(sql`line`)} as unit_price, line.channel_id, line.product_key, line.option_key,
        line.product_code, line.seller_option_code, line.seller_product_code
      from shipment_lines part
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      where part.mall_id = ${ctx.mallId} and part.composition_id is null
        and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    )`;
}

function answerTables(ctx: Ctx, shipmentIds: number[]): SQL {
  return sql`
    ${openLines(ctx, shipmentIds)}, ${codeMeanings(ctx)}, ${sharedMatches(ctx)}, answered as (
      select open_line.id, open_line.qty, open_line.unit_price,
        case
          when remembered.id is not null then ${matchRules.remembered}::int
          when option_code.is_variant_code and option_kit.id is not null then null
          when option_code.is_variant_code then ${matchRules.sellerCode}::int
          when option_kit.id is not null or product_kit.id is not null
            then ${matchRules.sellerKit}::int
          when product_code.is_own_code then ${matchRules.sellerProductCode}::int
          when option_code.variant_id is not null or product_code.variant_id is not null
            then ${matchRules.barcode}::int
          when shared_match.composition_id is not null then ${matchRules.otherChannel}::int
        end as rule,
        coalesce(option_kit.composition_id, product_kit.composition_id) as kit_composition_id,
        remembered.composition_id as remembered_id, shared_match.composition_id as shared_id,
        option_code.variant_id as option_variant_id, option_code.is_variant_code,
        product_code.variant_id as product_variant_id, product_code.is_own_code,
        coalesce(remembered.oddities = '{}', false) as is_vouched
      from open_line
      left join matches remembered on remembered.mall_id = ${ctx.mallId}
        and remembered.channel_id = open_line.channel_id and open_line.product_key <> ''
        and remembered.product_key = open_line.product_key
        and remembered.option_key = open_line.option_key
      left join option_code on option_code.code = open_line.seller_option_code
      left join product_code on product_code.code = open_line.seller_product_code
      left join kits option_kit on option_kit.mall_id = ${ctx.mallId}
        and open_line.seller_option_code <> '' and option_kit.code = open_line.seller_option_code
      left join kits product_kit on product_kit.mall_id = ${ctx.mallId}
        and open_line.seller_product_code <> ''
        and product_kit.code = open_line.seller_product_code
      left join shared_match on shared_match.channel_id = open_line.channel_id
        and open_line.product_code <> '' and shared_match.product_key = open_line.product_key
        and shared_match.option_key = open_line.option_key
    ), answer as (
    select id as line_id, qty, unit_price, rule, is_vouched,
      case rule when ${matchRules.remembered} then remembered_id
        when ${matchRules.sellerKit} then kit_composition_id
        when ${matchRules.otherChannel} then shared_id end as composition_id,
      case when rule in (${matchRules.remembered}, ${matchRules.otherChannel}, ${matchRules.sellerKit})
          then null
        when is_variant_code then option_variant_id
        when is_own_code then product_variant_id
        else coalesce(option_variant_id, product_variant_id) end as variant_id
    from answered where rule is not null
    )`;
}

/** What each code of the seller names: of an option one variant, of a product its only variant. */
function codeMeanings(ctx: Ctx): SQL {
  return sql`
    seller_code as (
      select seller_option_code as code from open_line where seller_option_code <> ''
      union
      select seller_product_code from open_line where seller_product_code <> ''
    ), named as (
      select variant_code as code, id as variant_id, product_id, 'code' as kind from variants
      where mall_id = ${ctx.mallId} and variant_code in (select code from seller_code)
      union all
      select barcode, id, product_id, 'barcode' from variants
      where mall_id = ${ctx.mallId} and barcode in (select code from seller_code)
      union all
      select product.code, variant.id, product.id, 'product' from products product
      join variants variant
        on variant.mall_id = product.mall_id and variant.product_id = product.id
      where product.mall_id = ${ctx.mallId} and product.code in (select code from seller_code)
    ), option_code as materialized (
      select code, min(variant_id) as variant_id, bool_or(kind = 'code') as is_variant_code
      from named where kind <> 'product'
      group by code having count(distinct variant_id) = 1
    ), product_code as materialized (
      select named.code, min(named.variant_id) as variant_id,
        bool_or(named.kind <> 'barcode') as is_own_code
      from named
      group by named.code
      having count(distinct named.variant_id) = 1 and (
        select count(*) from variants sibling
        where sibling.mall_id = ${ctx.mallId} and sibling.product_id = min(named.product_id)) = 1
    )`;
}

/** What other channels of the marketplace remember, where its codes mean the same everywhere. */
function sharedMatches(ctx: Ctx): SQL {
  return sql`
    shared_match as materialized (
      select asked.channel_id, asked.product_key, asked.option_key,
        min(match.composition_id) as composition_id
      from (
        select distinct channel_id, product_key, option_key from open_line where product_code <> ''
      ) asked
      join channels own on own.mall_id = ${ctx.mallId} and own.id = asked.channel_id
        and own.marketplace = any(${sql.param(marketplaceWideCodes())}::text[])
      join channels other on other.mall_id = ${ctx.mallId}
        and other.marketplace = own.marketplace and other.id <> own.id
      join matches match on match.mall_id = ${ctx.mallId} and match.channel_id = other.id
        and match.product_key = asked.product_key and match.option_key = asked.option_key
      group by asked.channel_id, asked.product_key, asked.option_key
      having count(distinct match.composition_id) = 1
    )`;
}

/** The answers as rows; a variant stands for its one-to-one composition. */
export function answeredBy(ctx: Ctx, answers: readonly JudgedAnswer[]): Answered {
  const given = unnested<JudgedAnswer>(
    {
      line_id: ['bigint', (answer) => answer.lineId],
      composition_id: ['bigint', (answer) => answer.compositionId],
      variant_id: ['bigint', (answer) => answer.variantId],
      rule: ['int', (answer) => answer.rule],
      oddities: ['bigint[]', ({ oddities }) => (oddities === null ? null : bigintArray(oddities))],
    },
    answers,
  );
  return {
    tables: sql`given as (select * from ${given})`,
    rows: sql`
      select given.line_id, coalesce(given.composition_id, single.id) as composition_id, given.rule,
        given.oddities, false as may_be_odd
      from given
      left join compositions single on single.mall_id = ${ctx.mallId}
        and single.fingerprint = given.variant_id || 'x1'`,
  };
}
