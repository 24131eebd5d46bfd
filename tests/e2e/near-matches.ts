import { startEmbedded } from '@/db/embedded';
import { closePools, openPools } from '@/db/pools';
import { makeChannel, makeVariants } from '@/db/testing-data';
import { bundleShipments } from '@/lib/bundling/bundle';
import type { Ctx } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';

/** Pairs of orders of one name and address each, whose phones differ, collected, matched and asked about. */
export async function collectNearMatches(dataDir: string, pairs: number): Promise<void> {
  const { url } = await startEmbedded({ dataDir });
  openPools(url, 'moa_app');
  const ctx: Ctx = {
    mallId: 1,
    userId: null,
    role: 'owner',
    canSeePersonalData: true,
    now: new Date(),
  };
  const channelId = await makeChannel(ctx, { account: 'keyboard' });
  await makeVariants(ctx, [{ code: 'NEAR', onHand: 10 }]);
  const orders = Array.from({ length: pairs * 2 }, (_, index) => orderOf(index, ctx.now));
  const { added } = await takeIn(ctx, channelId, orders, { readAt: ctx.now });
  await matchShipments(ctx, { orderIds: added });
  await bundleShipments(ctx, { from: '2000-01-01', to: '2100-01-01', scope: 'same_channel' });
  await closePools();
}

function orderOf(index: number, now: Date) {
  const line = collectedLine(`N-${index}:1`, { sellerOptionCode: 'NEAR' });
  const buyer = index >> 1;
  const recipient = {
    ...line.recipient,
    name: `문하린${buyer}`,
    address2: `${101 + buyer}호`,
    mobile: `010-4000-${1000 + index}`,
  };
  const order = collectedOrder(`N-${index}`, [{ ...line, recipient }]);
  const minutesAgo = new Date(now.getTime() - (100 - index) * 60_000);
  return { ...order, orderedAt: minutesAgo, paidAt: minutesAgo };
}
