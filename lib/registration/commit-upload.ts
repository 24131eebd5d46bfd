import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { unnested } from '@/lib/shipments/bulk';
import { intakeOrders } from '@/lib/shipments/intake';
import { lockChannelIntake } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { ordersOf, type RegisteredLine } from './rows';
import { lockUpload, standingsOf } from './store';

export type Registered = {
  /** Ids of the orders that are new or have new lines. */
  orderIds: number[];
  orders: number;
  lines: number;
  known: number;
};

/** Registers the good rows of a previewed upload. What somebody registered meanwhile stays as it is. */
export async function commitUpload(ctx: Ctx, uploadId: number): Promise<Registered> {
  return inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    if (upload.state === 'committed') throw new ExpectedError('register.errors.alreadyCommitted');
    if (upload.state !== 'previewed') throw new ExpectedError('errors.notFound');
    const { channelId, fileName } = upload;
    await lockChannelIntake(tx, ctx, channelId);
    const good = await readGoodRows(tx, ctx, uploadId);
    const standingOf = await standingsOf(
      tx,
      ctx,
      channelId,
      good.map((row) => row.values),
    );
    const fresh = good.filter((row) => standingOf(row.values) === 'new');
    const runId = await startRun(tx, ctx, 'register', { uploadId, fileName, channelId });
    const taken = await intakeOrders(tx, ctx, {
      channelId,
      source: 'sheet',
      uploadId,
      readAt: ctx.now,
      orders: ordersOf(fresh.map((row) => row.values)),
    });
    await closeRows(tx, ctx, uploadId, fresh);
    const counts = {
      orders: taken.added.length,
      lines: fresh.length,
      known: good.length - fresh.length,
    };
    await closeUpload(tx, ctx, uploadId, runId);
    await finishRun(tx, ctx, runId, counts);
    return { orderIds: [...taken.added, ...taken.updated], ...counts };
  });
}

type GoodRow = { rowNo: number; values: RegisteredLine };

async function readGoodRows(tx: Tx, ctx: Ctx, uploadId: number): Promise<GoodRow[]> {
  return rows<GoodRow>(
    tx,
    sql`
    select row_no as "rowNo", values from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId}
      and outcome in ('new', 'known', 'warned')
    order by row_no`,
  );
}

/** The people of registered rows stand in their orders from now on, and nowhere else. */
async function closeRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  fresh: readonly GoodRow[],
): Promise<void> {
  await tx.execute(sql`
    update upload_rows
    set outcome = 'known', reason = '', cells = '[]',
      values = jsonb_build_object('orderNo', values->'orderNo', 'lineKey', values->'line'->'lineKey',
        'problems', '[]'::jsonb)
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome <> 'bad'`);
  if (fresh.length === 0) return;
  await tx.execute(sql`
    update upload_rows row set outcome = 'committed'
    from ${unnested<GoodRow>({ row_no: ['int', ({ rowNo }) => rowNo] }, fresh)}
    where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
      and row.row_no = given.row_no`);
}

async function closeUpload(tx: Tx, ctx: Ctx, uploadId: number, runId: number): Promise<void> {
  await tx.execute(sql`
    update uploads set state = 'committed', committed_at = ${ctx.now.toISOString()}, run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}
