import { type Ctx } from '@/lib/context';
import { env } from '@/lib/env';
import { ExpectedError } from '@/lib/errors';
import { practiceControl, readPracticeAddress } from '@/lib/practice/control';
import { isPracticeMall } from '@/lib/shipments/practice';

/** New orders in the practice marketplaces of a practice mall, as if people had bought just now. */
export async function makePracticeOrders(
  ctx: Ctx,
  count: number,
): Promise<{ orders: number; lines: number }> {
  if (!(await isPracticeMall(ctx))) throw new ExpectedError('errors.notFound');
  const address = await readPracticeAddress(env().dataDir).catch(() => null);
  if (!address) throw new ExpectedError('collect.errors.practiceAway');
  const control = practiceControl(address);
  const { orders, lines } = await control.makeOrders({ count }).catch(() => {
    throw new ExpectedError('collect.errors.practiceAway');
  });
  return { orders, lines };
}
