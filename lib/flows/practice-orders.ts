import type { Ctx } from '@/lib/context';
import { withPractice } from './practice';

/** Gifts that nobody has accepted yet, and orders that the marketplace ships itself. */
const NOW_AND_THEN = { giftShare: 0.05, marketShippedShare: 0.05 };

/**
 * New orders in the practice marketplaces of a practice mall, as if people had bought just now: in
 * all of them, or in the shops of one, where what is rare comes up as well.
 */
export async function makePracticeOrders(
  ctx: Ctx,
  asked: { count: number; marketplace?: string | undefined },
): Promise<{ orders: number; lines: number }> {
  return withPractice(ctx, async (control) => {
    const { shops } = await control.state();
    const chosen = shops.filter(
      (shop) => (asked.marketplace ?? shop.marketplace) === shop.marketplace,
    );
    const { orders, lines } = await control.makeOrders({
      count: asked.count,
      shops: chosen.map(({ shop }) => shop),
      ...(asked.marketplace && NOW_AND_THEN),
    });
    return { orders, lines };
  });
}
