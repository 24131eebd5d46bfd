import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { ChannelError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import type { BookedParcel, CancelAnswer } from '@/lib/couriers/api/courier-api';
import { ExpectedError } from '@/lib/errors';
import { backOffMs, type Lease, putBack, type WorkTable } from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { notify } from '@/lib/notifications/notify';
import { type IssuingAccount, issuingAccount } from '../accounts/issuing-account';
import { type CourierWorld, openCourier } from './courier-world';

export const cancellationWork = {
  table: 'courier_bookings',
  waiting: 'to_cancel',
  working: 'cancelling',
} as const satisfies WorkTable;

const MAX_ATTEMPTS = 8;

/** The work of the jobs process on one number that is to be given back to its courier. */
export function cancelBooking(world: CourierWorld): LeasedWork {
  return async (ctx, lease, { clock, signal }) => {
    const booking = await findBooking(ctx, lease.id);
    if (!booking) return;
    const account = await issuingAccount(ctx, booking.courierAccountId);
    const now = () => ({ ...ctx, now: clock() });
    try {
      const api = openCourier(ctx, account, { ...world, signal });
      const { waybillNo, request, askedAt } = booking;
      const key = String(lease.id);
      const asked = request && { ...request, key, askedAt: new Date(askedAt) };
      const answer = await api.cancel({ key, waybillNo, request: asked });
      await settle(now(), lease, account, { waybillNo, answer });
    } catch (error) {
      if (!(error instanceof ChannelError || error instanceof ExpectedError)) throw error;
      if (lease.attempt < MAX_ATTEMPTS)
        return putBack(now(), cancellationWork, lease, backOffMs(lease.attempt, 0.5));
      const answer = { refused: error.message };
      await settle(now(), lease, account, { waybillNo: booking.waybillNo, answer });
    }
  };
}

async function findBooking(ctx: Ctx, id: number) {
  const [booking] = await inMall(ctx, (tx) =>
    rows<{
      courierAccountId: number;
      waybillNo: string | null;
      request: BookedParcel | null;
      askedAt: string;
    }>(
      tx,
      sql`
      select courier_account_id as "courierAccountId", waybill_no as "waybillNo", request,
        created_at as "askedAt"
      from courier_bookings where mall_id = ${ctx.mallId} and id = ${id}`,
    ),
  );
  return booking;
}

async function settle(
  ctx: Ctx,
  lease: Lease,
  account: IssuingAccount,
  { waybillNo, answer }: { waybillNo: string | null; answer: CancelAnswer },
) {
  const refused = 'refused' in answer ? answer.refused : null;
  await inMall(ctx, async (tx) => {
    const settled = await rows(
      tx,
      sql`
      update courier_bookings
      set state = ${refused === null ? 'cancelled' : 'failed'}, error = ${refused},
        request = null, leased_until = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'cancelling'
        and attempts = ${lease.attempt}
      returning id`,
    );
    if (settled.length === 0 || refused === null) return;
    await notify(tx, ctx, {
      kind: 'waybill_not_cancelled',
      subject: 'courierAccount',
      subjectId: account.id,
      values: { account: account.name, waybillNo: waybillNo ?? '-', said: refused },
    });
  });
}
