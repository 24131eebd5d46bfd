import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { env } from '@/lib/env';
import { ExpectedError } from '@/lib/errors';
import { practiceControl, readPracticeAddress } from '@/lib/practice/control';

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

async function isPracticeMall(ctx: Ctx): Promise<boolean> {
  const settings = await readMall(ctx, (tx) =>
    oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    ),
  );
  return settings.isPractice;
}
