import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { cancelBookings } from '@/lib/invoicing/bookings/bookings';
import { cancelResentIn } from '@/lib/shipments/parcels/cancel-resent';

/** 재발송 취소 of one parcel that has not left; its courier need not come for it. */
export async function cancelResent(ctx: Ctx, shipmentId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const cancelled = await cancelResentIn(tx, ctx, [shipmentId]);
    if (cancelled.length === 0) throw new ExpectedError('ship.errors.notResent');
    await cancelBookings(tx, ctx, cancelled);
  });
}
