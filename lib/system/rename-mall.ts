import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Ctx } from '@/lib/context';
import { changeMembers } from './member-changes';

export async function mallName({ mallId }: Ctx): Promise<string> {
  const { name } = await oneRow<{ name: string }>(
    systemDb(),
    sql`select name from malls where id = ${mallId}`,
  );
  return name;
}

/** Gives the mall another name, which everybody in it sees from their next screen on. */
export async function renameMall(ctx: Ctx, name: string): Promise<void> {
  await changeMembers(ctx, async (tx) => {
    const { before } = await oneRow<{ before: string }>(
      tx,
      sql`select name as before from malls where id = ${ctx.mallId} for update`,
    );
    await tx.execute(sql`update malls set name = ${name} where id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'mall.rename',
      subject: 'setting',
      subjectId: null,
      detail: { before, after: name },
    });
  });
}
