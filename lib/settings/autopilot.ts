import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import type { Autopilot } from '@/db/schema/tenancy';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';

export type { Autopilot };

/** What follows each collection by itself; null while it is off. */
export async function readAutopilot(ctx: Ctx): Promise<Autopilot | null> {
  const { autopilot } = await readMall(ctx, (tx) =>
    oneRow<{ autopilot: Autopilot | null }>(
      tx,
      sql`select autopilot from mall_settings where mall_id = ${ctx.mallId}`,
    ),
  );
  return autopilot;
}

/** Sets what follows each collection from the next one on; null switches it off. */
export async function saveAutopilot(ctx: Ctx, autopilot: Autopilot | null): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { before } = await oneRow<{ before: Autopilot | null }>(
      tx,
      sql`
      select autopilot as before from mall_settings
      where mall_id = ${ctx.mallId} for update`,
    );
    await tx.execute(sql`
      update mall_settings set autopilot = ${autopilot && JSON.stringify(autopilot)}::jsonb
      where mall_id = ${ctx.mallId}`);
    await recordEvent(tx, ctx, {
      verb: 'autopilot.set',
      subject: 'setting',
      subjectId: null,
      detail: { before, after: autopilot },
    });
  });
}
