import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { requireRoom } from '@/lib/files/store-file';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { isCurrent } from '../pushes/push-store';
import { channelLayout } from './layout';
import { stopCancelled } from './stop-cancelled';

/** More rows than any seller centre takes at once. */
export const MAX_WAYBILL_ROWS = 10_000;

/** Numbers that wait for a file: their parcel has left, none of its other parts is awaited. */
export function isWaiting(ctx: Pick<Ctx, 'now'>): SQL {
  return sql`push.state = 'file_waiting' and push.waybill_file_id is null
    and push.due_at <= ${ctx.now.toISOString()}`;
}

/**
 * Takes the waiting numbers of a channel, the oldest first, into a file that the jobs process makes.
 * Until it is confirmed or cancelled no other file takes them. What its buyer asks to cancel goes to
 * 배송후 취소요청 instead.
 */
export async function requestWaybillFile(
  ctx: Ctx & { userId: number },
  channelId: number,
): Promise<{ waybillFileId: number; rows: number; stopped: number; channel: string }> {
  const requested = await inMall(ctx, async (tx) => {
    const { layout, channelName } = await channelLayout(tx, ctx, channelId);
    await withdrawOvertaken(tx, ctx, channelId);
    const isOfChannel = sql`push.channel_id = ${channelId} and ${isWaiting(ctx)}`;
    const stopped = await stopCancelled(tx, ctx, isOfChannel);
    const taken = await lockWaiting(tx, ctx, channelId);
    if (taken.length === 0) return { waybillFileId: null, stopped };
    await requireRoom(tx, ctx);
    const at = ctx.now.toISOString();
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into waybill_files (mall_id, channel_id, state, due_at, layout, row_count,
        requested_by, requested_at)
      values (${ctx.mallId}, ${channelId}, 'queued', ${at}, ${JSON.stringify(layout)}::jsonb,
        ${taken.length}, ${ctx.userId}, ${at})
      returning id`,
    );
    await tx.execute(sql`
      update pushes set waybill_file_id = ${id}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(taken)}::bigint[])`);
    await recordEvent(tx, ctx, {
      verb: 'waybillFile.request',
      subject: 'waybillFile',
      subjectId: id,
      detail: { channelId, rows: taken.length },
    });
    await wakeJobs(tx);
    return { waybillFileId: id, rows: taken.length, stopped, channel: channelName };
  });
  if (requested.waybillFileId === null) throw nothingLeft(requested.stopped);
  return requested;
}

const nothingLeft = (stopped: number) =>
  stopped > 0
    ? new ExpectedError('waybillFiles.errors.allStopped', { stopped })
    : new ExpectedError('waybillFiles.errors.nothingWaits');

/** Of a unit whose parcels left at the same moment one number is told, as by an API. */
async function withdrawOvertaken(tx: Tx, ctx: Ctx, channelId: number): Promise<void> {
  await tx.execute(sql`
    with overtaken as (
      select push.id from pushes push
      join shipments shipment on shipment.mall_id = push.mall_id and shipment.id = push.shipment_id
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      where push.mall_id = ${ctx.mallId} and push.channel_id = ${channelId} and ${isWaiting(ctx)}
        and not ${isCurrent}
      order by push.id for update of push
    )
    update pushes push set state = 'withdrawn' from overtaken
    where push.mall_id = ${ctx.mallId} and push.id = overtaken.id`);
}

async function lockWaiting(tx: Tx, ctx: Ctx, channelId: number): Promise<number[]> {
  const locked = await rows<{ id: number }>(
    tx,
    sql`
    select id from pushes push
    where push.mall_id = ${ctx.mallId} and push.channel_id = ${channelId} and ${isWaiting(ctx)}
    order by id limit ${MAX_WAYBILL_ROWS} for update`,
  );
  return locked.map(({ id }) => id);
}
