import { type SQL, sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { rows, sendAll, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { setClaimHolds } from '../holds/claim-holds';
import { bigintArray, recordDecisions } from '../runs/runs';
import { refreshShipments } from './refresh';

type Why = { rule: number; values: number[] };

/** Which shipments go into which one, and why, for each of them. */
export type Absorption = { target: number; why: Why; sources: { id: number; why: Why }[] };

/**
 * Moves all lines of each source into its target, which gains what they hold. The emptied source
 * stays as `absorbed`: its lines know their home. Holds travel along. Written by key, as rows lie.
 * The run notes why, and of each source which lines it brought, for the undo. The caller holds the
 * locks.
 */
export async function absorb(
  tx: Tx,
  ctx: Ctx,
  absorptions: Absorption[],
  runId: number,
): Promise<void> {
  if (absorptions.length === 0) return;
  const growing = absorptions.toSorted((one, other) => one.target - other.target);
  const joining = absorptions
    .flatMap(({ target, sources }) => sources.map(({ id, why }) => ({ source: id, target, why })))
    .sort((one, other) => one.source - other.source);
  const [, strays] = await sendAll(
    () => growTargets(tx, ctx, { growing, joining }, runId),
    () => emptySources(tx, ctx, joining, runId),
    () =>
      recordDecisions(
        tx,
        ctx,
        runId,
        growing.map(({ target, why }) => ({ shipmentId: target, ...why })),
      ),
  );
  await pointHomesAt(tx, ctx, strays);
}

type Joining = { source: number; target: number; why: Why };

const joiningColumns: Columns<Joining> = {
  source: ['bigint', ({ source }) => source],
  target: ['bigint', ({ target }) => target],
  rule: ['int', ({ why }) => why.rule],
  reason_values: ['bigint[]', ({ why }) => bigintArray(why.values)],
};

/** Returns the moved lines that had come to their source from elsewhere. */
async function emptySources(tx: Tx, ctx: Ctx, joining: readonly Joining[], runId: number) {
  return rows<{ home: number; target: number }>(
    tx,
    sql`
    with joining as materialized (select * from ${unnested(joiningColumns, joining)}),
    moved as (
      update shipment_lines line
      set shipment_id = joining.target
      from joining
      where line.mall_id = ${ctx.mallId} and line.shipment_id = joining.source
      returning joining.source, joining.target, line.home_shipment_id as home, line.id
    ), emptied as (
      update shipments source
      set stage = 'absorbed', absorbed_by = joining.target, wanted_qty = 0, allocated_qty = 0,
        unmatched_lines = 0, is_bundle = false, amount = 0, why = joining.rule,
        why_values = joining.reason_values, last_run_id = ${runId}
      from joining
      where source.mall_id = ${ctx.mallId} and source.id = joining.source
    ), noted as (
      insert into run_decisions (mall_id, run_id, shipment_id, rule, values, before)
      select ${ctx.mallId}, ${runId}, joining.source, joining.rule, joining.reason_values,
        coalesce(brought.ids, '{}')
      from joining
      left join (select source, array_agg(id order by id) as ids from moved group by source) brought
        on brought.source = joining.source
      order by joining.source
    )
    select home, target from moved where home <> source`,
  );
}

/** What `refreshShipments` would find in the lines, from the sources before they are emptied. */
async function growTargets(
  tx: Tx,
  ctx: Ctx,
  { growing, joining }: { growing: readonly Absorption[]; joining: readonly Joining[] },
  runId: number,
) {
  const pairs = unnestedPairs(joining.map(({ source, target }) => [source, target]));
  await tx.execute(sql`
    with gained as (
      select pair.target, sum(source.wanted_qty) as wanted_qty,
        sum(source.allocated_qty) as allocated_qty, sum(source.amount) as amount,
        sum(source.unmatched_lines) as unmatched_lines, bool_or(source.is_bundle) as has_bundle,
        count(*) filter (where source.wanted_qty > 0) as filled,
        min(source.ship_by) as ship_by, bool_or(source.is_unacknowledged) as is_unacknowledged,
        bool_or(source.stage = 'unmatched') as is_unmatched,
        bool_and(source.ship_method = 'none') as needs_no_goods,
        string_agg(array_to_string(source.hold_kinds, ','), ',') filter (where source.hold_kinds <> '{}')
          as hold_kinds
      from ${pairs} as pair (source, target)
      join shipments source on source.mall_id = ${ctx.mallId} and source.id = pair.source
      group by pair.target
    )
    update shipments target
    set wanted_qty = target.wanted_qty + gained.wanted_qty,
      allocated_qty = target.allocated_qty + gained.allocated_qty,
      unmatched_lines = target.unmatched_lines + gained.unmatched_lines,
      is_bundle = target.is_bundle or gained.has_bundle
        or gained.filled + (target.wanted_qty > 0)::int > 1,
      amount = target.amount + gained.amount,
      ship_by = least(target.ship_by, gained.ship_by),
      ship_method = case
        when target.ship_method = 'none' and not target.is_method_chosen and not gained.needs_no_goods
        then 'parcel' else target.ship_method end,
      is_unacknowledged = target.is_unacknowledged or gained.is_unacknowledged,
      stage = case
        when gained.is_unmatched or target.stage = 'unmatched' then 'unmatched'
        when target.allocated_qty + gained.allocated_qty < target.wanted_qty + gained.wanted_qty
          then 'ready'
        else 'allocated'
      end,
      hold_kinds = case when gained.hold_kinds is null then target.hold_kinds else array(
        select distinct kind
        from unnest(target.hold_kinds || string_to_array(gained.hold_kinds, ',')) as kind order by 1)
      end,
      why = base.rule, why_values = base.values::bigint[], last_run_id = ${runId}
    from gained
    join unnest(
      ${sql.param(growing.map(({ target }) => target))}::bigint[],
      ${sql.param(growing.map(({ why }) => why.rule))}::int[],
      ${sql.param(growing.map(({ why }) => bigintArray(why.values)))}::text[]
    ) as base (target, rule, values) on base.target = gained.target
    where target.mall_id = ${ctx.mallId} and target.id = gained.target`);
}

/**
 * Gives lines to emptied shipments, which stand again with the holds of where the lines were; claims
 * hold where their lines are. Mirrors absorb. The caller holds the locks. Returns those touched.
 */
export async function giveBack(
  tx: Tx,
  ctx: Ctx,
  linesOf: ReadonlyMap<number, readonly number[]>,
  runId: number,
): Promise<number[]> {
  const given = [...linesOf].flatMap(([source, ids]) => ids.map((id) => ({ source, id })));
  if (given.length === 0) return [];
  const moved = await rows<{ left: number; target: number; home: number }>(
    tx,
    sql`
    update shipment_lines line
    set shipment_id = given.source
    from unnest(
      ${sql.param(given.map((line) => line.source))}::bigint[],
      ${sql.param(given.map((line) => line.id))}::bigint[]) as given (source, id)
    join shipment_lines before on before.mall_id = ${ctx.mallId} and before.id = given.id
    where line.mall_id = ${ctx.mallId} and line.id = given.id
    returning before.shipment_id as left, given.source as target, line.home_shipment_id as home`,
  );
  await copyHolds(tx, ctx, moved);
  await pointHomesAt(
    tx,
    ctx,
    moved.filter((line) => line.home !== line.target),
  );
  const touched = [...new Set(moved.flatMap((line) => [line.left, line.target]))];
  await refreshShipments(tx, ctx, touched);
  await setClaimHolds(tx, ctx, touched);
  await tx.execute(sql`
    update shipments set why = null, why_values = null, last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(touched)}::bigint[])`);
  return touched;
}

/** Sends lines back to the shipments they came from. Returns those touched. */
export async function sendHome(
  tx: Tx,
  ctx: Ctx,
  lineIds: number[],
  runId: number,
): Promise<number[]> {
  const leaving = await rows<{ id: number; home: number }>(
    tx,
    sql`
    select id, home_shipment_id as home from shipment_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])
      and shipment_id <> home_shipment_id
    order by id for update`,
  );
  const byHome = grouped(leaving, (line) => line.home);
  const linesOf = [...byHome].map(([home, lines]) => [home, lines.map((line) => line.id)] as const);
  return giveBack(tx, ctx, new Map(linesOf), runId);
}

/** The homes of lines that travel in a bundle say in which one, also after it went into another. */
async function pointHomesAt(tx: Tx, ctx: Ctx, lines: readonly { home: number; target: number }[]) {
  if (lines.length === 0) return;
  await tx.execute(sql`
    update shipments home set absorbed_by = line.target
    from ${unnestedPairs(lines.map((line) => [line.home, line.target]))} as line (home, target)
    where home.mall_id = ${ctx.mallId} and home.id = line.home and home.stage = 'absorbed'
      and home.absorbed_by <> line.target`);
}

/** Where lines go, what held them where they left holds too; claims hold by their lines. */
export async function copyHolds(
  tx: Tx,
  ctx: Ctx,
  lines: readonly { left: number; target: number }[],
) {
  await tx.execute(sql`
    update shipments standing
    set hold_kinds = array(
        select distinct unnest(standing.hold_kinds || array_remove(bundle.hold_kinds, 'claim')) order by 1),
      hold_notes = standing.hold_notes || bundle.hold_notes
    from ${unnestedPairs(lines.map((line) => [line.target, line.left]))} as line (target, bundle)
    join shipments bundle on bundle.mall_id = ${ctx.mallId} and bundle.id = line.bundle
    where standing.mall_id = ${ctx.mallId} and standing.id = line.target
      and not standing.hold_kinds @> array_remove(bundle.hold_kinds, 'claim')`);
}

function unnestedPairs(pairs: readonly (readonly [number, number])[]): SQL {
  return sql`unnest(
    ${sql.param(pairs.map(([first]) => first))}::bigint[],
    ${sql.param(pairs.map(([, second]) => second))}::bigint[])`;
}
