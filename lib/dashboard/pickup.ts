import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';

/** When the courier comes, 16:30 in Korea; null takes it away. */
export async function savePickupTime(ctx: Ctx, pickupTime: string | null): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { before } = await oneRow<{ before: string | null }>(
      tx,
      sql`select pickup_time as before from mall_settings where mall_id = ${ctx.mallId} for update`,
    );
    await tx.execute(sql`
      update mall_settings set pickup_time = ${pickupTime} where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'pickup.set',
      subject: 'setting',
      subjectId: null,
      detail: { before: before ?? '', after: pickupTime ?? '' },
    });
  });
}
