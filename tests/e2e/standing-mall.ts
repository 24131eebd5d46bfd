import { sql } from 'drizzle-orm';
import { startEmbedded } from '@/db/embedded';
import { closePools, openPools } from '@/db/pools';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { receiveStock } from '@/lib/stock/receive';

const PLENTY = 3_000;

/** The practice mall as one that has stood for a while: its shelves full, its settings chosen once. */
export async function settleMall(dataDir: string): Promise<void> {
  const { url } = await startEmbedded({ dataDir });
  openPools(url, 'moa_app');
  const ctx: Ctx = {
    mallId: 1,
    userId: null,
    role: 'owner',
    canSeePersonalData: true,
    now: new Date(),
  };
  const variants = await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update channels set acknowledges_automatically = true where mall_id = ${ctx.mallId}`);
    return rows<{ id: number }>(tx, sql`select id from variants where mall_id = ${ctx.mallId}`);
  });
  await receiveStock(
    ctx,
    variants.map(({ id }) => ({ variantId: id, qty: PLENTY })),
  );
  await saveAutopilot(ctx, {
    days: 31,
    bundleScope: 'same_channel',
    allocation: { servesPartly: false, reallocatesPartly: true },
  });
  await closePools();
}
