import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type CompositionItem, fingerprintOf } from './fingerprint';

/** The composition without items, as a query of its id; null while nobody has needed it. */
export function noGoods(ctx: Pick<Ctx, 'mallId'>): SQL {
  return sql`select id from compositions where mall_id = ${ctx.mallId} and fingerprint = ''`;
}

/** 배송없음 while nothing in it needs goods; how a person wants it to travel stays. */
export function shipMethod(needsNoGoods: SQL): SQL {
  return sql`case
    when ship_method = 'parcel' and ${needsNoGoods} then 'none'
    when ship_method = 'none' and not is_method_chosen and not coalesce(${needsNoGoods}, false)
      then 'parcel'
    else ship_method end`;
}

/** Finds or makes the shared composition of these variants; without items it means: no goods needed. */
export async function ensureComposition(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  items: readonly CompositionItem[],
): Promise<number> {
  const fingerprint = fingerprintOf(items);
  const [made] = await rows<{ id: number }>(
    tx,
    sql`
    with composition as (
      insert into compositions (mall_id, fingerprint)
      select ${ctx.mallId}, ${fingerprint}
      where not exists (
        select from compositions where mall_id = ${ctx.mallId} and fingerprint = ${fingerprint}
      )
      on conflict do nothing
      returning id
    ), filled as (
      insert into composition_items (mall_id, composition_id, variant_id, qty)
      select ${ctx.mallId}, composition.id, item.variant_id, item.qty
      from composition, unnest(
        ${sql.param(items.map((item) => item.variantId))}::bigint[],
        ${sql.param(items.map((item) => item.qty))}::int[]) as item (variant_id, qty)
    )
    select id from composition`,
  );
  if (made) return made.id;
  const known = await oneRow<{ id: number }>(
    tx,
    sql`select id from compositions where mall_id = ${ctx.mallId} and fingerprint = ${fingerprint}`,
  );
  return known.id;
}

/** Makes the missing one-to-one compositions of these variants, in one statement. */
export async function ensureSingles(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: readonly number[],
): Promise<void> {
  if (variantIds.length === 0) return;
  const given = sql`unnest(${sql.param(variantIds)}::bigint[]) as given (variant_id)`;
  await tx.execute(sql`with ${madeSingles(ctx, given)} select`);
}

/**
 * The same as a table `made` (id, fingerprint) of a larger statement. What somebody else makes
 * meanwhile is waited for and comes back too: the statement sees it in no other way.
 */
export function madeSingles(ctx: Pick<Ctx, 'mallId'>, variants: SQL): SQL {
  return sql`
    wanted as (
      select distinct variant_id, variant_id || 'x1' as fingerprint from ${variants}
    ), made as (
      insert into compositions (mall_id, fingerprint)
      select ${ctx.mallId}, wanted.fingerprint from wanted
      where not exists (
        select from compositions known
        where known.mall_id = ${ctx.mallId} and known.fingerprint = wanted.fingerprint
      )
      order by wanted.variant_id
      on conflict (mall_id, fingerprint) do update set fingerprint = excluded.fingerprint
      returning id, fingerprint
    ), filled as (
      insert into composition_items (mall_id, composition_id, variant_id, qty)
      select ${ctx.mallId}, made.id, wanted.variant_id, 1
      from made join wanted on wanted.fingerprint = made.fingerprint
      on conflict do nothing
    )`;
}

/** Finds or makes many compositions at once; their ids by fingerprint. */
export async function ensureCompositions(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  wanted: readonly (readonly CompositionItem[])[],
): Promise<Map<string, number>> {
  const byFingerprint = new Map(wanted.map((items) => [fingerprintOf(items), items]));
  const fingerprints = [...byFingerprint.keys()];
  const parts = [...byFingerprint].flatMap(([fingerprint, items]) =>
    items.map((item) => ({ fingerprint, ...item })),
  );
  await tx.execute(sql`
    with made as (
      insert into compositions (mall_id, fingerprint)
      select ${ctx.mallId}, fingerprint
      from unnest(${sql.param(fingerprints)}::text[]) as wanted (fingerprint)
      where not exists (
        select from compositions known
        where known.mall_id = ${ctx.mallId} and known.fingerprint = wanted.fingerprint
      )
      order by fingerprint
      on conflict do nothing
      returning id, fingerprint
    )
    insert into composition_items (mall_id, composition_id, variant_id, qty)
    select ${ctx.mallId}, made.id, part.variant_id, part.qty
    from made
    join unnest(
      ${sql.param(parts.map((part) => part.fingerprint))}::text[],
      ${sql.param(parts.map((part) => part.variantId))}::bigint[],
      ${sql.param(parts.map((part) => part.qty))}::int[]) as part (fingerprint, variant_id, qty)
      on part.fingerprint = made.fingerprint`);
  const known = await rows<{ id: number; fingerprint: string }>(
    tx,
    sql`
    select id, fingerprint from compositions
    where mall_id = ${ctx.mallId} and fingerprint = any(${sql.param(fingerprints)}::text[])`,
  );
  return new Map(known.map(({ id, fingerprint }) => [fingerprint, id]));
}
