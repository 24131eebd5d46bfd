import { sql } from 'drizzle-orm';
import { type Columns, insertRows, storableJson, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { contentHash } from '../content-hash';
import type { ShipmentContent } from '../contents';
import { bookedParcel } from './booked-parcel';

/** A parcel that a courier's API was or is to be asked about. */
export type AskedBooking = {
  id: number;
  shipmentId: number;
  contentHash: string;
  askedAt: string;
  /** How often it was taken to be asked about: tells the last who did from those before. */
  attempts: number;
};

/** Longer than one call of a courier takes: whoever holds a booking so long has died. */
const ASKING_MS = 4 * 60_000;

/**
 * Writes down what is about to be asked, before it is asked. What was asked in vain before keeps its
 * key, unless the parcel has changed since: then the courier is told to forget it.
 */
export async function askBookings(
  tx: Tx,
  ctx: Ctx,
  accountId: number,
  contents: readonly ShipmentContent[],
): Promise<AskedBooking[]> {
  const given = contents.map((content) => ({
    id: content.id,
    hash: contentHash(content),
    request: storableJson(bookedParcel(content)),
  }));
  await forgetStale(tx, ctx, accountId, given);
  await insertRows<Given>(
    tx,
    ctx,
    {
      table: 'courier_bookings',
      columns: {
        courier_account_id: ['bigint', accountId],
        shipment_id: ['bigint', (parcel) => parcel.id],
        content_hash: ['text', (parcel) => parcel.hash],
        request: ['jsonb', (parcel) => parcel.request],
        state: ['text', 'asked'],
        due_at: ['timestamptz', ctx.now.toISOString()],
      },
    },
    await notYetAsked(tx, ctx, given),
  );
  return askedAmong(
    tx,
    ctx,
    given.map(({ id }) => id),
  );
}

type Given = { id: number; hash: string; request: string };

const givenColumns: Columns<Given> = {
  id: ['bigint', ({ id }) => id],
  hash: ['text', ({ hash }) => hash],
};

async function forgetStale(tx: Tx, ctx: Ctx, accountId: number, given: Given[]) {
  await tx.execute(sql`
    update courier_bookings booking
    set state = 'to_cancel', attempts = 0,
      due_at = greatest(${ctx.now.toISOString()}::timestamptz, booking.leased_until)
    from ${unnested<Given>(givenColumns, given)}
    where booking.mall_id = ${ctx.mallId} and booking.shipment_id = given.id
      and booking.state = 'asked'
      and (booking.content_hash <> given.hash or booking.courier_account_id <> ${accountId})`);
}

async function notYetAsked(tx: Tx, ctx: Ctx, given: Given[]): Promise<Given[]> {
  const asked = await askedAmong(
    tx,
    ctx,
    given.map(({ id }) => id),
  );
  const already = new Set(asked.map(({ shipmentId }) => shipmentId));
  return given.filter(({ id }) => !already.has(id));
}

/** Those still without an answer, locked. */
export async function askedAmong(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<AskedBooking[]> {
  return rows<AskedBooking>(
    tx,
    sql`
    select id, shipment_id as "shipmentId", content_hash as "contentHash", created_at as "askedAt", attempts
    from courier_bookings
    where mall_id = ${ctx.mallId} and state = 'asked'
      and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by id for update`,
  );
}

/** Takes these for one call, but those that another process is asking about; their attempts, by id. */
export async function takeToAsk(ctx: Ctx, ids: number[]): Promise<Map<number, number>> {
  const now = ctx.now.toISOString();
  const taken = await inMall(ctx, (tx) =>
    rows<{ id: number; attempts: number }>(
      tx,
      sql`
      with free as (
        select id from courier_bookings
        where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[]) and state = 'asked'
          and (leased_until is null or leased_until <= ${now})
        order by id for update skip locked
      )
      update courier_bookings booking
      set attempts = booking.attempts + 1,
        leased_until = ${now}::timestamptz + ${ASKING_MS} * interval '1 millisecond'
      from free
      where booking.mall_id = ${ctx.mallId} and booking.id = free.id
      returning booking.id, booking.attempts`,
    ),
  );
  return new Map(taken.map(({ id, attempts }) => [id, attempts]));
}

/** Those without an answer may be asked about again at once. */
export async function letGo(ctx: Ctx, taken: ReadonlyMap<number, number>): Promise<void> {
  if (taken.size === 0) return;
  const columns: Columns<[number, number]> = {
    id: ['bigint', ([id]) => id],
    attempts: ['int', ([, attempts]) => attempts],
  };
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update courier_bookings booking set leased_until = null
      from ${unnested(columns, [...taken])}
      where booking.mall_id = ${ctx.mallId} and booking.id = given.id
        and booking.attempts = given.attempts and booking.state = 'asked'`),
  );
}

export type SettledBooking = {
  id: number;
  state: 'issued' | 'to_cancel' | 'failed';
  waybillNo: string | null;
  sortingCode: string | null;
  sortingPlace: string | null;
  error: string | null;
};

/** What came of each: a number on its parcel, one to give back, or the courier's refusal. */
export async function settleBookings(tx: Tx, ctx: Ctx, settled: readonly SettledBooking[]) {
  if (settled.length === 0) return;
  const columns: Columns<SettledBooking> = {
    id: ['bigint', ({ id }) => id],
    state: ['text', ({ state }) => state],
    waybill_no: ['text', ({ waybillNo }) => waybillNo],
    sorting_code: ['text', ({ sortingCode }) => sortingCode],
    sorting_place: ['text', ({ sortingPlace }) => sortingPlace],
    error: ['text', ({ error }) => error],
  };
  await tx.execute(sql`
    update courier_bookings booking
    set state = given.state, waybill_no = given.waybill_no, sorting_code = given.sorting_code,
      sorting_place = given.sorting_place, error = given.error, due_at = ${ctx.now.toISOString()},
      attempts = 0, leased_until = null
    from ${unnested<SettledBooking>(columns, [...settled])}
    where booking.mall_id = ${ctx.mallId} and booking.id = given.id`);
  if (settled.some(({ state }) => state === 'to_cancel')) await wakeJobs(tx);
}

/** Numbers that were taken off their parcels are given back to the courier, by the jobs process. */
export async function cancelBookings(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  const cancelled = await rows(
    tx,
    sql`
    update courier_bookings
    set state = 'to_cancel', due_at = ${ctx.now.toISOString()}, attempts = 0
    where mall_id = ${ctx.mallId} and state = 'issued'
      and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    returning id`,
  );
  if (cancelled.length > 0) await wakeJobs(tx);
}

/** Of numbers that an undo wants back: those the courier was not told to forget yet stand again. */
export async function reviveBookings(tx: Tx, ctx: Ctx, waybillNos: string[]): Promise<Set<string>> {
  if (waybillNos.length === 0) return new Set();
  const revived = await rows<{ waybillNo: string }>(
    tx,
    sql`
    update courier_bookings set state = 'issued'
    where mall_id = ${ctx.mallId} and state = 'to_cancel' and attempts = 0
      and waybill_no = any(${sql.param(waybillNos)}::text[])
    returning waybill_no as "waybillNo"`,
  );
  return new Set(revived.map((row) => row.waybillNo));
}
