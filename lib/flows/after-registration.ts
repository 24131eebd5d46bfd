import type { Ctx } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import { commitUpload, type Registered } from '@/lib/registration/commit-upload';
import { type EnteredOrder, enterOrder } from '@/lib/registration/enter-order';
import type { OrderForm } from '@/lib/registration/order-form';

/** Registers an upload; what has one right answer for its orders is done at once: they are matched. */
export async function registerUpload(
  ctx: Ctx,
  uploadId: number,
): Promise<Registered & { matched: number }> {
  const registered = await commitUpload(ctx, uploadId);
  return { ...registered, matched: await match(ctx, registered.orderIds) };
}

/** Registers an order typed into the form, and matches it. */
export async function registerOrder(
  ctx: Ctx,
  order: OrderForm,
): Promise<EnteredOrder & { matched: number }> {
  const entered = await enterOrder(ctx, order);
  return { ...entered, matched: await match(ctx, [entered.orderId]) };
}

async function match(ctx: Ctx, orderIds: number[]): Promise<number> {
  if (orderIds.length === 0) return 0;
  return (await matchShipments(ctx, { orderIds })).lines;
}
