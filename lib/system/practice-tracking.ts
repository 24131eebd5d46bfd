import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { practiceTracking } from '@/lib/practice/tracking/app';
import { seal } from '@/lib/secret-box';

/** The practice mall asks the practice service where its parcels are, wherever that answers now. */
export async function openPracticeTracking(
  tx: Tx,
  ctx: Ctx,
  practiceUrl: string,
  encryptionKey: string,
): Promise<void> {
  const place = { mallId: ctx.mallId, table: 'tracking_services', row: 0 };
  await tx.execute(sql`
    insert into tracking_services (mall_id, base_url, key_ciphertext, updated_at)
    values (${ctx.mallId}, ${practiceUrl + practiceTracking.path},
      ${seal(encryptionKey, place, practiceTracking.apiKey)}, ${ctx.now.toISOString()})
    on conflict (mall_id) do update set base_url = excluded.base_url`);
}
