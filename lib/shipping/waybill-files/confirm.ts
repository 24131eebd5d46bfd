import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { markTold } from '../pushes/mark-told';
import { hasNewer } from '../pushes/push-store';
import { decideWaybillFile } from './settle';

/**
 * 전송확인: the marketplace has taken the file, so exactly its rows are done and their lines on the
 * way there. What left the file meanwhile (배송취소, another number) is not among them. Whoever ships
 * another parcel of such a unit in the same moment is waited for, or finds the file confirmed. A file
 * that nobody has fetched cannot have been taken.
 */
export async function confirmWaybillFile(
  ctx: Ctx,
  waybillFileId: number,
): Promise<{ confirmed: number }> {
  const isWaiting = sql`push.waybill_file_id = ${waybillFileId} and push.state = 'file_waiting'`;
  return inMall(ctx, async (tx) => {
    await requireFetched(tx, ctx, waybillFileId);
    await lockUnits(tx, ctx, isWaiting);
    await markTold(tx, ctx, isWaiting);
    const confirmed = await rows(
      tx,
      sql`
      update pushes push set state = 'done', sent_at = ${ctx.now.toISOString()}
      where push.mall_id = ${ctx.mallId} and ${isWaiting}
      returning push.id`,
    );
    await decideWaybillFile(tx, ctx, waybillFileId, {
      verb: 'waybillFile.confirm',
      from: ['done'],
      to: 'confirmed',
      detail: { rows: confirmed.length },
    });
    return { confirmed: confirmed.length };
  });
}

async function requireFetched(tx: Tx, ctx: Ctx, waybillFileId: number): Promise<void> {
  const unfetched = await rows(
    tx,
    sql`
    select from waybill_files
    where mall_id = ${ctx.mallId} and id = ${waybillFileId} and state = 'done'
      and downloaded_at is null`,
  );
  if (unfetched.length > 0) throw new ExpectedError('waybillFiles.errors.notFetched');
}

/** Each line of these units, then the pushes, so that what is marked as told is locked before them. */
async function lockUnits(tx: Tx, ctx: Ctx, isMeant: SQL): Promise<void> {
  await tx.execute(sql`
    select from order_lines line
    where line.mall_id = ${ctx.mallId} and (line.order_id, line.channel_unit_no) in (
      select push.order_id, push.channel_unit_no from pushes push
      where push.mall_id = ${ctx.mallId} and ${isMeant})
    order by line.id for update`);
  await tx.execute(sql`
    select from pushes push
    where push.mall_id = ${ctx.mallId} and ${isMeant}
    order by push.id for update`);
}

/**
 * 확인취소: the rows of a file confirmed by mistake wait in it again, and their lines are as they were.
 * What was taken back or told anew meanwhile has nothing to wait for.
 */
export async function reopenWaybillFile(
  ctx: Ctx,
  waybillFileId: number,
): Promise<{ reopened: number }> {
  return inMall(ctx, async (tx) => {
    await tx.execute(sql`
      with locked as (
        select line.id from order_lines line
        join pushes push on push.mall_id = line.mall_id and push.order_id = line.order_id
          and push.channel_unit_no = line.channel_unit_no
        join waybill_files file
          on file.mall_id = push.mall_id and file.id = push.waybill_file_id
        where push.mall_id = ${ctx.mallId} and push.waybill_file_id = ${waybillFileId}
          and push.state = 'done' and line.channel_state = 'shipping'
          and line.state_read_at = file.settled_at and file.state = 'confirmed'
        order by line.id for update of line
      )
      update order_lines line set channel_state = 'acknowledged'
      from locked where line.mall_id = ${ctx.mallId} and line.id = locked.id`);
    const reopened = await rows(
      tx,
      sql`
      with locked as (
        select id from pushes
        where mall_id = ${ctx.mallId} and waybill_file_id = ${waybillFileId} and state = 'done'
        order by id for update
      )
      update pushes push
      set state = case when shipment.stage in ('shipped', 'delivered') and not ${hasNewer}
        then 'file_waiting' else 'withdrawn' end, sent_at = null
      from locked, shipments shipment
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
        and shipment.mall_id = ${ctx.mallId} and shipment.id = push.shipment_id
      returning push.id`,
    );
    await decideWaybillFile(tx, ctx, waybillFileId, {
      verb: 'waybillFile.reopen',
      from: ['confirmed'],
      to: 'done',
      detail: { rows: reopened.length },
    });
    return { reopened: reopened.length };
  });
}
