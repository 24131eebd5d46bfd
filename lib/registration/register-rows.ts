import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import { intakeOrders } from '@/lib/shipments/intake/intake';
import { lockChannelIntake } from '@/lib/shipments/locks';
import { startRun } from '@/lib/shipments/runs/runs';
import { chunksOf, type RowOfOrder } from './chunks';
import { markOriginals } from './mended';
import type { OriginalRow } from './original-row';
import { ordersOf, type RegisteredLine, toldBy } from './rows';
import { standingsOf } from './standing';
import { lockUpload } from './store';

export const registrationWork = {
  table: 'uploads',
  waiting: 'to_register',
  working: 'registering',
} as const satisfies WorkTable;

/** Small enough that other work on the channel waits a moment only, and that progress is seen. */
const ROWS_A_CHUNK = 5_000;

export type GoodRow = { rowNo: number; values: RegisteredLine & { original?: OriginalRow } };

/**
 * What is still to be registered of an upload, in portions that are each one transaction. The next
 * portion is read while one is registered: nobody else changes the rows of a leased upload.
 */
export async function* chunksToRegister(ctx: Ctx, uploadId: number): AsyncGenerator<GoodRow[]> {
  const open = await inMall(ctx, (tx) =>
    rows<RowOfOrder>(
      tx,
      sql`
      select row_no as "rowNo", values->>'orderNo' as "orderNo" from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId}
        and outcome in ('new', 'known', 'warned') and values ? 'line'
      order by row_no`,
    ),
  );
  let ahead: Promise<GoodRow[]> | null = null;
  for (const rowNos of chunksOf(open, ROWS_A_CHUNK)) {
    const next = readRows(ctx, uploadId, rowNos);
    // Its error is thrown when its turn comes.
    next.catch(() => {});
    if (ahead) yield await ahead;
    ahead = next;
  }
  if (ahead) yield await ahead;
}

/**
 * Registers these rows. What somebody registered meanwhile stays as it is. False when another process
 * has taken the upload over, and then nothing was written.
 */
export async function registerChunk(
  ctx: Ctx,
  lease: Lease,
  good: readonly GoodRow[],
): Promise<boolean> {
  return inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, registrationWork, lease))) return false;
    const upload = await lockUpload(tx, ctx, lease.id);
    const { channelId } = upload;
    await lockChannelIntake(tx, ctx, channelId);
    const lines = good.map(({ values }) => toldBy(values, values.original ?? null));
    const standingOf = await standingsOf(tx, ctx, upload, lines);
    const standing = ({ values: { orderNo, line } }: GoodRow) =>
      standingOf({ orderNo, lineKey: line.lineKey });
    const isDoubted = (row: GoodRow) => standing(row) === 'doubted';
    const isNew = (row: GoodRow) => standing(row) === 'new' || isDoubted(row);
    if (upload.runId === null) await openRun(tx, ctx, upload);
    await intakeOrders(tx, ctx, {
      channelId,
      source: 'sheet',
      uploadId: lease.id,
      doubtedNos: new Set(good.filter(isDoubted).map(({ values }) => values.orderNo)),
      readAt: ctx.now,
      orders: ordersOf(good.filter(isNew).map((row) => row.values)),
    });
    await closeRows(tx, ctx, lease.id, good, isNew);
    await markMended(tx, ctx, channelId, good);
    await tx.execute(sql`
      update uploads set done_count = done_count + ${good.length}
      where mall_id = ${ctx.mallId} and id = ${lease.id}`);
    return true;
  });
}

async function readRows(ctx: Ctx, uploadId: number, rowNos: number[]): Promise<GoodRow[]> {
  return inMall(ctx, (tx) =>
    rows<GoodRow>(
      tx,
      sql`
      select row_no as "rowNo", values from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId}
        and row_no = any(${sql.param(rowNos)}::int[])
      order by row_no`,
    ),
  );
}

async function openRun(
  tx: Tx,
  ctx: Ctx,
  { id: uploadId, fileName, channelId }: { id: number; fileName: string; channelId: number },
): Promise<void> {
  const runId = await startRun(tx, ctx, 'register', { uploadId, fileName, channelId });
  await tx.execute(sql`
    update uploads set run_id = ${runId} where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}

/** The rows that these were in earlier uploads. */
async function markMended(tx: Tx, ctx: Ctx, channelId: number, good: readonly GoodRow[]) {
  const mended = good.flatMap(({ values: { orderNo, original } }) =>
    original ? { ...original, orderNo } : [],
  );
  if (mended.length > 0) await markOriginals(tx, ctx, channelId, mended);
}

/** The people of registered rows stand in their orders from now on, and nowhere else. */
async function closeRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  rows: readonly GoodRow[],
  isNew: (row: GoodRow) => boolean,
): Promise<void> {
  await tx.execute(sql`
    update upload_rows row
    set outcome = given.outcome, reason = '', cells = '[]',
      values = jsonb_build_object('orderNo', values->'orderNo', 'lineKey', values->'line'->'lineKey',
        'problems', '[]'::jsonb)
    from ${unnested<GoodRow>(
      {
        row_no: ['int', ({ rowNo }) => rowNo],
        outcome: ['text', (row) => (isNew(row) ? 'committed' : 'known')],
      },
      rows,
    )}
    where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
      and row.row_no = any(${sql.param(rows.map(({ rowNo }) => rowNo))}::int[])
      and row.row_no = given.row_no`);
}

export type Registered = {
  /** Ids of the orders that are new or have new lines. */
  orderIds: number[];
  orders: number;
  lines: number;
  known: number;
};

/** What the upload brought, counted from what stands. */
export async function registeredBy(ctx: Ctx, uploadId: number): Promise<Registered> {
  return inMall(ctx, async (tx) => {
    const { channelId } = await lockUpload(tx, ctx, uploadId);
    const { known } = await oneRow<{ known: number }>(
      tx,
      sql`
      select count(*)::int as known from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome = 'known'`,
    );
    const registered = await rows<{ orderNo: string }>(
      tx,
      sql`
      select values->>'orderNo' as "orderNo" from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome = 'committed'`,
    );
    // Asked for by number: a join with fresh rows, of which nothing is known yet, is planned badly.
    const orderNos = [...new Set(registered.map(({ orderNo }) => orderNo))];
    const orders = await rows<{ id: number; isNew: boolean }>(
      tx,
      sql`
      select id, coalesce(upload_id = ${uploadId}, false) as "isNew" from orders
      where mall_id = ${ctx.mallId} and channel_id = ${channelId}
        and order_no = any(${sql.param(orderNos)}::text[])
      order by id`,
    );
    const added = orders.filter(({ isNew }) => isNew).length;
    const orderIds = orders.map(({ id }) => id);
    return { orderIds, orders: added, lines: registered.length, known };
  });
}
