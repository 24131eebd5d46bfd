import type { Ctx } from '@/lib/context';
import type { LeasedWork } from '@/lib/leases/task';
import { matchShipments } from '@/lib/matching/match';
import { logBug } from '@/lib/refusal';
import { type EnteredOrder, enterOrder } from '@/lib/registration/enter-order';
import type { OrderForm } from '@/lib/registration/order-form';
import { chunksToRegister, registerChunk, registeredBy } from '@/lib/registration/register-rows';
import {
  registeringUser,
  settleFailedRegistration,
  settleRegistration,
} from '@/lib/registration/settle-registration';
import { goOn } from './autopilot';
import { matchAndHold } from './match-and-hold';

/**
 * The work of the jobs process on one upload that somebody registers: portion by portion, going on
 * after a crash where it stopped. What has one right answer for its orders is done at once: they are
 * matched; then what the mall lets run by itself.
 */
export const registerUpload: LeasedWork = async (given, lease, { clock, signal }) => {
  const now = (): Ctx => ({ ...given, userId, now: clock() });
  const userId = await registeringUser(given, lease.id);
  try {
    for await (const rows of chunksToRegister(now(), lease.id)) {
      if (signal.aborted || !(await registerChunk(now(), lease, rows))) return;
    }
    const { orderIds, ...counts } = await registeredBy(now(), lease.id);
    const matched = await match(now(), orderIds);
    await settleRegistration(now(), lease, { ...counts, matched });
  } catch (error) {
    await settleFailedRegistration(now(), lease);
    throw error;
  }
  await goOn(now());
};

/**
 * Registers an order typed into the form and matches it: null where that failed, since the order
 * stands all the same and must not be typed a second time.
 */
export async function registerOrder(
  ctx: Ctx,
  order: OrderForm,
): Promise<EnteredOrder & { matched: number | null }> {
  const entered = await enterOrder(ctx, order);
  const matched = await match(ctx, [entered.orderId]).catch((error) => {
    logBug(error, { name: 'register.order.match', mallId: ctx.mallId });
    return null;
  });
  return { ...entered, matched };
}

/** Lets run what follows by itself, unless no rule could look at the order. */
export async function goOnAfterEntry(
  ctx: Ctx,
  { matched }: { matched: number | null },
): Promise<void> {
  if (matched !== null) await goOn(ctx);
}

async function match(ctx: Ctx, orderIds: number[]): Promise<number> {
  if (orderIds.length === 0) return 0;
  return (await matchAndHold(ctx, () => matchShipments(ctx, { orderIds }))).lines;
}
