import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { storeFile } from '@/lib/files/store-file';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { type DrawingContent, packContent, sizeOf } from './content';

export type DrawingRequest = {
  /** Of the file, with its ending. */
  name: string;
  /** It shows people to those alone who may see them. */
  isPersonal: boolean;
  content: DrawingContent;
};

/** Of one member. Who asks on does so faster than files are drawn. */
export const MOST_WAITING = 10;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Puts a sheet or a PDF in the queue of the jobs process, and returns its id. */
export async function requestDrawing(
  ctx: Ctx & { userId: number },
  { name, isPersonal, content }: DrawingRequest,
): Promise<number> {
  await proveTurn(ctx);
  const file = {
    name: `${name}.json`,
    contentType: 'application/json',
    expiresAt: new Date(ctx.now.getTime() + HOUR_MS),
  };
  const contentFileId = await storeFile(ctx, file, packContent(content));
  return inMall(ctx, async (tx) => {
    await forgetOld(tx, ctx);
    const id = await insert(tx, ctx, {
      ...{ name, isPersonal, contentFileId },
      ...{ rowCount: sizeOf(content), state: 'queued', refusal: null },
    });
    await wakeJobs(tx);
    return id;
  });
}

async function proveTurn(ctx: Ctx & { userId: number }): Promise<void> {
  const { waiting } = await inMall(ctx, (tx) =>
    oneRow<{ waiting: number }>(
      tx,
      sql`
      select count(*)::int as waiting from drawings
      where mall_id = ${ctx.mallId} and requested_by = ${ctx.userId}
        and state in ('queued', 'running')`,
    ),
  );
  if (waiting >= MOST_WAITING)
    throw new ExpectedError('files.errors.drawing', { count: MOST_WAITING });
}

/** A file that there is no way to draw: who asked for it finds the reason in its place. */
export async function refuseDrawing(
  ctx: Ctx & { userId: number },
  { messageKey: key, values }: ExpectedError,
): Promise<number> {
  const nothing = { name: '', isPersonal: false, contentFileId: null, rowCount: 0 };
  return inMall(ctx, (tx) =>
    insert(tx, ctx, { ...nothing, state: 'failed', refusal: { key, values } }),
  );
}

type NewDrawing = {
  name: string;
  isPersonal: boolean;
  contentFileId: number | null;
  rowCount: number;
  state: 'queued' | 'failed';
  refusal: { key: string; values: Record<string, string | number> } | null;
};

async function insert(tx: Tx, ctx: Ctx & { userId: number }, drawing: NewDrawing): Promise<number> {
  const at = ctx.now.toISOString();
  const refusal = drawing.refusal === null ? null : JSON.stringify(drawing.refusal);
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into drawings (mall_id, name, is_personal, content_file_id, row_count, state, refusal,
      due_at, requested_by, requested_at)
    values (${ctx.mallId}, ${drawing.name}, ${drawing.isPersonal}, ${drawing.contentFileId},
      ${drawing.rowCount}, ${drawing.state}, ${refusal}::jsonb, ${at}, ${ctx.userId}, ${at})
    returning id`,
  );
  return id;
}

/** Their files went with the hour. */
async function forgetOld(tx: Tx, ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - DAY_MS).toISOString();
  await tx.execute(sql`
    delete from drawings where mall_id = ${ctx.mallId} and requested_at < ${before}`);
}
