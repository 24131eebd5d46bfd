import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { daysBefore, koreanDay } from '@/lib/period';
import { lockStage, lockStates } from '@/lib/shipments/locks';
import { type LoadSelection, leftToSuppliers, selectedRows } from './load-rows';

export type WaveChoice = { id: number; day: string; no: number; parcelCount: number };

const SHOWN_DAYS = 7;

/** Waves of the last days, the newest on top, each with the parcels that are still in it. */
export function waveChoices(ctx: Ctx): Promise<WaveChoice[]> {
  const since = daysBefore(koreanDay(ctx.now), SHOWN_DAYS);
  return readMall(ctx, (tx) =>
    rows<WaveChoice>(
      tx,
      sql`
      select wave.id, wave.day, wave.no, wave.parcel_count as "parcelCount" from waves wave
      where wave.mall_id = ${ctx.mallId} and wave.day >= ${since}
      order by wave.day desc, wave.no desc`,
    ),
  );
}

/**
 * 차수 만들기: these parcels, as far as they are allocated and in no wave yet, are the next wave of
 * the day. What comes in later is not in it; what is held now is left for the next one, and what a
 * supplier sends is left to him.
 */
export async function makeWave(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<{ waveId: number; no: number; taken: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'wave');
    const selected = await selectedRows(tx, ctx, selection);
    if (selected.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
    const asked = selected.map((row) => row.shipmentId);
    const theirs = await leftToSuppliers(tx, ctx, selection.loadId, asked);
    const ids = asked.filter((id) => !theirs.has(id));
    await expectMany(tx, ids.length);
    const ready = [...(await lockStates(tx, ctx, ids)).values()]
      .filter(({ stage }) => stage === 'allocated' || stage === 'invoiced')
      .filter(({ holdKinds }) => holdKinds.length === 0)
      .map(({ id }) => id);
    const free = await withoutWave(tx, ctx, ready);
    if (free.length === 0) throw new ExpectedError('invoice.wave.nothing');
    const wave = await addWave(tx, ctx, free.length);
    await tx.execute(sql`
      update shipments set wave_id = ${wave.id}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(free)}::bigint[])`);
    await recordEvent(tx, ctx, {
      verb: 'wave.make',
      subject: 'setting',
      subjectId: wave.id,
      detail: { day: wave.day, no: wave.no, count: free.length },
    });
    return {
      waveId: wave.id,
      no: wave.no,
      taken: free.length,
      kept: selected.length - free.length,
    };
  });
}

/** 차수 해제: its parcels are in no wave again; numbers and prints stay. */
export async function dissolveWave(ctx: Ctx, waveId: number): Promise<{ no: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'wave');
    await tx.execute(sql`
      with freed as (
        select id from shipments where mall_id = ${ctx.mallId} and wave_id = ${waveId}
        order by id for update
      )
      update shipments shipment set wave_id = null from freed
      where shipment.mall_id = ${ctx.mallId} and shipment.id = freed.id`);
    const [wave] = await rows<{ day: string; no: number }>(
      tx,
      sql`
      delete from waves where mall_id = ${ctx.mallId} and id = ${waveId} returning day, no`,
    );
    if (!wave) throw new ExpectedError('errors.notFound');
    const event = { verb: 'wave.dissolve', subject: 'setting', subjectId: waveId } as const;
    await recordEvent(tx, ctx, { ...event, detail: wave });
    return { no: wave.no };
  });
}

async function withoutWave(tx: Tx, ctx: Ctx, ids: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and wave_id is null
      and id = any(${sql.param(ids)}::bigint[])`,
  );
  return found.map(({ id }) => id);
}

function addWave(tx: Tx, ctx: Ctx, parcelCount: number) {
  const day = koreanDay(ctx.now);
  return oneRow<{ id: number; day: string; no: number }>(
    tx,
    sql`
    insert into waves (mall_id, day, no, parcel_count, created_by, created_at)
    select ${ctx.mallId}, ${day}, coalesce(max(no), 0) + 1, ${parcelCount},
      ${ctx.userId}::bigint, ${ctx.now.toISOString()}::timestamptz
    from waves where mall_id = ${ctx.mallId} and day = ${day}
    returning id, day, no`,
  );
}
