import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { decideWaybillFile } from './settle';

/** 취소: the rows of the file wait for another one, and it can no longer be fetched. */
export async function cancelWaybillFile(
  ctx: Ctx,
  waybillFileId: number,
): Promise<{ returned: number }> {
  return inMall(ctx, async (tx) => {
    const returned = await returnRows(tx, ctx, waybillFileId, sql``);
    await decideWaybillFile(tx, ctx, waybillFileId, {
      verb: 'waybillFile.cancel',
      from: ['queued', 'running', 'done', 'failed'],
      to: 'cancelled',
      detail: { returned },
    });
    return { returned };
  });
}

/** Rows that the marketplace refused wait for another file; the others stay to be confirmed. */
export async function returnWaybillRows(
  ctx: Ctx,
  { waybillFileId, pushIds }: { waybillFileId: number; pushIds: number[] },
): Promise<{ returned: number }> {
  return inMall(ctx, async (tx) => {
    const chosen = sql`and id = any(${sql.param(pushIds)}::bigint[])`;
    const returned = await returnRows(tx, ctx, waybillFileId, chosen);
    await decideWaybillFile(tx, ctx, waybillFileId, {
      verb: 'waybillFile.return',
      from: ['done'],
      detail: { returned },
    });
    return { returned };
  });
}

async function returnRows(tx: Tx, ctx: Ctx, waybillFileId: number, chosen: SQL): Promise<number> {
  const returned = await rows(
    tx,
    sql`
    with locked as (
      select id from pushes
      where mall_id = ${ctx.mallId} and waybill_file_id = ${waybillFileId}
        and state = 'file_waiting' ${chosen}
      order by id for update
    )
    update pushes push set waybill_file_id = null
    from locked where push.mall_id = ${ctx.mallId} and push.id = locked.id
    returning push.id`,
  );
  return returned.length;
}
