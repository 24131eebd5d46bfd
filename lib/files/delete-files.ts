import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';

/** Forgets the files of the mall whose time is over, with their bytes. */
export async function deleteExpiredFiles(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.execute(sql`
    with expired as (
      delete from files where mall_id = ${ctx.mallId} and expires_at <= ${ctx.now.toISOString()}
      returning id
    )
    delete from file_chunks chunk using expired
    where chunk.mall_id = ${ctx.mallId} and chunk.file_id = expired.id`);
}

export async function deleteFile(ctx: Pick<Ctx, 'mallId'>, fileId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(
      sql`delete from file_chunks where mall_id = ${ctx.mallId} and file_id = ${fileId}`,
    );
    await tx.execute(sql`delete from files where mall_id = ${ctx.mallId} and id = ${fileId}`);
  });
}
