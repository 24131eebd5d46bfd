import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { rows } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { Stage } from './stages';

/*
 * The one lock order: orders → order_lines → shipments → shipment_lines → stock → waybill_ranges
 * → pushes, each by id. Who finds a later one first reads it unlocked, locks in order, re-checks.
 */

/** One run of a stage at a time in a mall; a second one is told so at once. */
export async function lockStage(tx: Tx, ctx: Pick<Ctx, 'mallId'>, stage: string): Promise<void> {
  const [lock] = await rows<{ taken: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`${ctx.mallId}:${stage}`}, 0)) as taken`,
  );
  if (!lock?.taken) throw new ExpectedError('errors.alreadyRunning');
}

/** Waits its turn instead: for what no run of the stage may overlook. */
export async function waitForStage(tx: Tx, ctx: Pick<Ctx, 'mallId'>, stage: string) {
  await waitPatiently(tx, 'pg_advisory_xact_lock', `${ctx.mallId}:${stage}`);
}

/** Waits its turn, too: for intake into one channel. */
export async function lockChannelIntake(tx: Tx, ctx: Pick<Ctx, 'mallId'>, channelId: number) {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.mallId}:intake:${channelId}`}, 0))`,
  );
}

/** Waits its turn: for whoever asks whether the other parts of a unit have left. */
export async function lockWaitingParts(tx: Tx, ctx: Pick<Ctx, 'mallId'>) {
  await waitPatiently(tx, 'pg_advisory_xact_lock', `${ctx.mallId}:waiting-parts`);
}

/** Waits its turn: for whoever asks whether another channel has brought the same orders. */
export async function lockDuplicates(tx: Tx, ctx: Pick<Ctx, 'mallId'>) {
  await waitPatiently(tx, 'pg_advisory_xact_lock', `${ctx.mallId}:duplicates`);
}

/**
 * Many runs match beside each other; whoever decides what a key means waits for them and they for
 * him. Else a line that comes in meanwhile would see the old answer and be seen by nobody.
 */
export async function lockMatching(tx: Tx, ctx: Pick<Ctx, 'mallId'>, mode: 'shared' | 'alone') {
  const lock = mode === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await waitPatiently(tx, lock, `${ctx.mallId}:matching`);
}

/** What the whole mall shares is held as long as a large run takes: longer than any row. */
async function waitPatiently(
  tx: Tx,
  lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared',
  key: string,
) {
  await tx.execute(sql`set local lock_timeout = '30s'`);
  await tx.execute(sql`select ${sql.raw(lock)}(hashtextextended(${key}, 0))`);
  await tx.execute(sql`set local lock_timeout = '5s'`);
}

export type LockedShipment = {
  id: number;
  stage: Stage;
  holdKinds: string[];
  recipientId: number;
  baseOrderId: number;
  channelId: number;
  wantedQty: number;
  allocatedQty: number;
  requestedExportId: number | null;
  absorbedBy: number | null;
  waybillNo: string | null;
  courier: string | null;
  isUnacknowledged: boolean;
  /** `none`: nothing lies in it. */
  shipMethod: string;
  lastRunId: number | null;
};

export async function lockOrderLines(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]) {
  await tx.execute(sql`
    select from order_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
    order by id for update`);
}

export async function lockShipments(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, LockedShipment>> {
  const locked = await rows<LockedShipment>(
    tx,
    sql`
    select id, stage, hold_kinds as "holdKinds", recipient_id as "recipientId",
      base_order_id as "baseOrderId", channel_id as "channelId",
      wanted_qty as "wantedQty", allocated_qty as "allocatedQty",
      requested_export_id as "requestedExportId", absorbed_by as "absorbedBy",
      waybill_no as "waybillNo", courier, is_unacknowledged as "isUnacknowledged",
      ship_method as "shipMethod", last_run_id as "lastRunId"
    from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
    order by id for update`,
  );
  return new Map(locked.map((shipment) => [shipment.id, shipment]));
}

export type LockedState = Pick<
  LockedShipment,
  'id' | 'stage' | 'holdKinds' | 'requestedExportId' | 'shipMethod'
>;

/** The same for tens of thousands: only what tells whether each of them may go on. */
export async function lockStates(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, LockedState>> {
  return statesOf(tx, sql`${withStates(ctx, ids)} for update`);
}

/** The same for who only looks. */
export async function readStates(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, LockedState>> {
  return statesOf(tx, withStates(ctx, ids));
}

const withStates = (ctx: Pick<Ctx, 'mallId'>, ids: number[]) => sql`
  select id, stage, hold_kinds, requested_export_id, ship_method
  from shipments
  where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
  order by id`;

/** Nearly all stand alike: what they say comes once, with the ids that say it. */
async function statesOf(tx: Tx, shipments: SQL): Promise<Map<number, LockedState>> {
  const found = await rows<Omit<LockedState, 'id'> & { ids: number[] }>(
    tx,
    sql`
    with shipment as (${shipments})
    select stage, hold_kinds as "holdKinds", requested_export_id as "requestedExportId",
      ship_method as "shipMethod", array_agg(id) as ids
    from shipment group by stage, hold_kinds, requested_export_id, ship_method`,
  );
  const states = new Map<number, LockedState>();
  for (const { ids, ...state } of found) for (const id of ids) states.set(id, { id, ...state });
  return states;
}

/** The same where their rows stay in the database. */
export async function lockManyShipments(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<void> {
  await tx.execute(sql`
    with locked as (
      select id from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
      order by id for update
    )
    select count(*) from locked`);
}

export type LockedLine = {
  id: number;
  shipmentId: number;
  orderId: number | null;
  orderLineId: number | null;
  qty: number;
  allocatedQty: number;
  amount: number;
  compositionId: number | null;
  homeShipmentId: number;
};

/** The lines of shipments that the caller has locked. */
export async function lockLinesOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<LockedLine[]> {
  return rows<LockedLine>(
    tx,
    sql`
    select id, shipment_id as "shipmentId", order_id as "orderId",
      order_line_id as "orderLineId", qty, allocated_qty as "allocatedQty", amount,
      composition_id as "compositionId", home_shipment_id as "homeShipmentId"
    from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by id for update`,
  );
}

export type LockedStock = { variantId: number; onHand: number; allocated: number };

export async function lockStock(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: number[],
): Promise<Map<number, LockedStock>> {
  const locked = await rows<LockedStock>(
    tx,
    sql`
    select variant_id as "variantId", on_hand as "onHand", allocated
    from stock
    where mall_id = ${ctx.mallId} and variant_id = any(${sql.param(variantIds)}::bigint[])
    order by variant_id for update`,
  );
  return new Map(locked.map((row) => [row.variantId, row]));
}
