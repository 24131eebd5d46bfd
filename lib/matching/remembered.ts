import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { bigintArray } from '@/lib/shipments/runs/runs';

/** What a match is remembered under. */
export type MatchKey = { channelId: number; productKey: string; optionKey: string };

/** The key with the texts it was made of, as the channel shows them. */
export type NamedKey = MatchKey & { productCode: string; productName: string; option: string };

export type KeyDecision = NamedKey & {
  compositionId: number;
  rule: number;
  oddities: number[] | null;
};

/** Remembers what keys mean from now on, and notes what stood before. The caller matches alone. */
export async function rememberMatches(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  decisions: readonly KeyDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  await tx.execute(sql`
    with given as (select * from ${givenDecisions(decisions)}), before as materialized (
      select match.* from given
      join matches match on match.mall_id = ${ctx.mallId} and match.channel_id = given.channel_id
        and match.product_key = given.product_key and match.option_key = given.option_key
    ), written as (
      insert into matches (mall_id, channel_id, product_key, option_key, product_code,
        product_name, option, composition_id, rule, oddities, matched_by, matched_at, last_run_id)
      select ${ctx.mallId}, channel_id, product_key, option_key, product_code, product_name, option,
        composition_id, rule, oddities, ${ctx.userId}::bigint, ${ctx.now.toISOString()}::timestamptz,
        ${runId}::bigint
      from given order by channel_id, product_key, option_key
      on conflict (mall_id, channel_id, product_key, option_key) do update
      set composition_id = excluded.composition_id, rule = excluded.rule,
        oddities = excluded.oddities, matched_by = excluded.matched_by,
        matched_at = excluded.matched_at, last_run_id = excluded.last_run_id,
        product_code = coalesce(nullif(matches.product_code, ''), excluded.product_code),
        product_name = coalesce(nullif(matches.product_name, ''), excluded.product_name),
        option = coalesce(nullif(matches.option, ''), excluded.option)
      returning *
    )
    insert into match_changes (mall_id, run_id, match_id, channel_id, product_key, option_key,
      product_code, product_name, option, before_composition_id, before_rule, before_matched_by,
      before_matched_at, before_run_id, before_oddities, after_composition_id)
    select written.mall_id, ${runId}, written.id, written.channel_id, written.product_key,
      written.option_key, written.product_code, written.product_name, written.option,
      before.composition_id, before.rule, before.matched_by, before.matched_at, before.last_run_id,
      before.oddities, written.composition_id
    from written left join before on before.id = written.id`);
}

/** Forgets matches; the lines that they have matched keep what they mean. */
export async function forgetMatches(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  matchIds: number[],
): Promise<number> {
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    with gone as (
      delete from matches
      where mall_id = ${ctx.mallId} and id = any(${sql.param(matchIds)}::bigint[])
      returning *
    ), noted as (
      insert into match_changes (mall_id, run_id, match_id, channel_id, product_key, option_key,
        product_code, product_name, option, before_composition_id, before_rule, before_matched_by,
        before_matched_at, before_run_id, before_oddities, after_composition_id)
      select mall_id, ${runId}, id, channel_id, product_key, option_key, product_code, product_name,
        option, composition_id, rule, matched_by, matched_at, last_run_id, oddities, null
      from gone
      returning 1
    )
    select count(*)::int as count from noted`,
  );
  return count;
}

export type MatchChange = MatchKey & {
  matchId: number;
  isForgotten: boolean;
  /** Nothing else has decided on the key since. */
  isLast: boolean;
};

/** What a run decided about keys. */
export async function changesOf(tx: Tx, ctx: Ctx, runId: number): Promise<MatchChange[]> {
  return rows<MatchChange>(
    tx,
    sql`
    select change.match_id as "matchId", change.channel_id as "channelId",
      change.product_key as "productKey", change.option_key as "optionKey",
      change.after_composition_id is null as "isForgotten",
      case when change.after_composition_id is null then match.id is null
        else coalesce(match.last_run_id = ${runId}, false) end as "isLast"
    from match_changes change
    left join matches match on match.mall_id = change.mall_id
      and match.channel_id = change.channel_id and match.product_key = change.product_key
      and match.option_key = change.option_key
    where change.mall_id = ${ctx.mallId} and change.run_id = ${runId}
    order by change.id`,
  );
}

/** Puts matches back as they stood before the run: also those that it replaced or forgot. */
export async function restoreMatches(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  matchIds: number[],
): Promise<void> {
  if (matchIds.length === 0) return;
  const ids = sql.param(matchIds);
  await tx.execute(sql`
    delete from matches
    where mall_id = ${ctx.mallId} and id in (
      select match_id from match_changes
      where mall_id = ${ctx.mallId} and run_id = ${runId} and match_id = any(${ids}::bigint[])
        and before_composition_id is null)`);
  await tx.execute(sql`
    insert into matches (mall_id, id, channel_id, product_key, option_key, product_code,
      product_name, option, composition_id, rule, matched_by, matched_at, last_run_id, oddities)
    select mall_id, match_id, channel_id, product_key, option_key, product_code, product_name,
      option, before_composition_id, before_rule, before_matched_by, before_matched_at,
      before_run_id, before_oddities
    from match_changes
    where mall_id = ${ctx.mallId} and run_id = ${runId} and match_id = any(${ids}::bigint[])
      and before_composition_id is not null
    on conflict (mall_id, channel_id, product_key, option_key) do update
    set composition_id = excluded.composition_id, rule = excluded.rule,
      matched_by = excluded.matched_by, matched_at = excluded.matched_at,
      last_run_id = excluded.last_run_id, oddities = excluded.oddities`);
}

function givenDecisions(decisions: readonly KeyDecision[]) {
  return unnested<KeyDecision>(
    {
      channel_id: ['bigint', (key) => key.channelId],
      product_key: ['text', (key) => key.productKey],
      option_key: ['text', (key) => key.optionKey],
      product_code: ['text', (key) => key.productCode],
      product_name: ['text', (key) => key.productName],
      option: ['text', (key) => key.option],
      composition_id: ['bigint', (key) => key.compositionId],
      rule: ['int', (key) => key.rule],
      oddities: ['bigint[]', (key) => (key.oddities ? bigintArray(key.oddities) : null)],
    },
    decisions,
  );
}
