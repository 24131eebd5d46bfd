import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import type { NamedKey } from './remembered';
import { readVariants } from './search';
import {
  type Candidate,
  namingWords,
  rankSuggestions,
  type Suggestion,
  type SuggestionReason,
} from './suggest-rank';

export type KeyToSuggestFor = NamedKey & { sellerOptionCode: string; sellerProductCode: string };

const MOST_OF_A_KIND = 40;

/** What a product and option may mean, the likeliest on top: suggestions, never a match. */
export async function suggestVariants(ctx: Ctx, key: KeyToSuggestFor): Promise<Suggestion[]> {
  return readMall(ctx, async (tx) => {
    const found: Record<SuggestionReason, SQL> = {
      code: namedByCode(ctx, key),
      elsewhere: matchedElsewhere(ctx, key),
      sibling: ofSiblings(ctx, key),
      similar: sql`select variant_id, (similarity * 100)::int as percent
        from moa_search_variants(${namingWords(key)}, ${MOST_OF_A_KIND})`,
    };
    const candidates: Candidate[] = [];
    for (const reason of Object.keys(found) as SuggestionReason[])
      candidates.push(...(await candidatesOf(tx, ctx, reason, found[reason])));
    return rankSuggestions(candidates, key.option);
  });
}

async function candidatesOf(
  tx: Tx,
  ctx: Ctx,
  reason: SuggestionReason,
  found: SQL,
): Promise<Candidate[]> {
  const variants = await readVariants(tx, ctx, found);
  return variants.map((variant) => ({ variant, reason }));
}

/** A code that several variants carry matches none of them, but each is a good guess. */
function namedByCode(ctx: Ctx, { sellerOptionCode, sellerProductCode }: KeyToSuggestFor): SQL {
  const codes = sql`any(${sql.param([sellerOptionCode, sellerProductCode].filter(Boolean))}::text[])`;
  return sql`
    select variant.id as variant_id, null::int as percent from variants variant
    where variant.mall_id = ${ctx.mallId}
      and (variant.variant_code = ${codes} or variant.barcode = ${codes})
    union
    select variant.id, null::int from products product
    join variants variant
      on variant.mall_id = product.mall_id and variant.product_id = product.id
    where product.mall_id = ${ctx.mallId} and product.code = ${codes}
    limit ${MOST_OF_A_KIND}`;
}

/** The same name and option, remembered on another channel. */
function matchedElsewhere(ctx: Ctx, key: KeyToSuggestFor): SQL {
  return sql`
    select distinct item.variant_id, null::int as percent
    from matches match
    join composition_items item
      on item.mall_id = match.mall_id and item.composition_id = match.composition_id
    where match.mall_id = ${ctx.mallId} and match.option_key = ${key.optionKey}
      and match.product_name = ${key.productName} and match.product_name <> ''
      and (match.channel_id, match.product_key) <> (${key.channelId}, ${key.productKey})
    limit ${MOST_OF_A_KIND}`;
}

/** All variants of the products that other options of this product mean. */
function ofSiblings(ctx: Ctx, key: KeyToSuggestFor): SQL {
  return sql`
    select distinct sibling.id as variant_id, null::int as percent
    from matches match
    join composition_items item
      on item.mall_id = match.mall_id and item.composition_id = match.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join variants sibling
      on sibling.mall_id = variant.mall_id and sibling.product_id = variant.product_id
    where match.mall_id = ${ctx.mallId} and match.channel_id = ${key.channelId}
      and (match.product_key = ${key.productKey} and match.product_key <> ''
        or match.product_name = ${key.productName} and match.product_name <> '')
    limit ${MOST_OF_A_KIND}`;
}
