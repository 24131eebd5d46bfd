import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';

/** 안심번호만 있어도 합포: equal name and address suffice where a relay number hides the real one. */
export async function readVirtualPhonesSuffice(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<boolean> {
  const { suffices } = await oneRow<{ suffices: boolean }>(
    tx,
    sql`select bundle_virtual_phones as suffices from mall_settings where mall_id = ${ctx.mallId}`,
  );
  return suffices;
}

export async function setVirtualPhonesSuffice(ctx: Ctx, suffices: boolean): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update mall_settings set bundle_virtual_phones = ${suffices} where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'setBundleVirtualPhones',
      subject: 'setting',
      subjectId: null,
      detail: { suffices },
    });
  });
}
