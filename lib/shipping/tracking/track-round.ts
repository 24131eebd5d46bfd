import { setTimeout as pause } from 'node:timers/promises';
import { ChannelError } from '@/lib/channels/errors';
import type { Ctx } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { cjTracking } from '@/lib/couriers/tracking/cj-tracking';
import { sweetTracker } from '@/lib/couriers/tracking/sweet-tracker';
import type { TrackingService } from '@/lib/couriers/tracking/tracking-service';
import { backOffMs, type Lease, type WorkTable } from '@/lib/leases/lease';
import { deliver } from './deliver';
import {
  endRound,
  type InTransit,
  inTransit,
  readContract,
  readRound,
  readService,
} from './round-store';

export const trackingWork: WorkTable = {
  table: 'tracking_rounds',
  waiting: 'queued',
  working: 'running',
};

type Round = {
  encryptionKey: string;
  fetch: typeof fetch;
  clock: () => Date;
  signal: AbortSignal;
};

const NEXT_ROUND_MS = 30 * 60_000;
const BETWEEN_CALLS_MS = 200;

/**
 * Asks one courier for all of its parcels on their way, the oldest first, and takes those it has
 * delivered off the list. Killed in between, the next round finds the rest.
 */
export async function trackRound(ctx: Ctx, lease: Lease, round: Round): Promise<void> {
  const { courier } = await readRound(ctx, lease.id);
  const service = await openService(ctx, courier, round);
  const counted = { asked: 0, delivered: 0 };
  const now = () => ({ ...ctx, now: round.clock() });
  try {
    let after: InTransit | undefined;
    while (service && !round.signal.aborted) {
      const parcels = await inTransit(now(), courier, after, service.maxParcelsPerCall);
      if (parcels.length === 0) break;
      counted.asked += parcels.length;
      counted.delivered += await askFor(now(), service, courier, parcels);
      after = parcels.at(-1);
      await pause(BETWEEN_CALLS_MS, undefined, { signal: round.signal }).catch(() => {});
    }
    await endRound(now(), lease, courier, { ...counted, error: null, waitMs: NEXT_ROUND_MS });
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    const waitMs = Math.max(backOffMs(lease.attempt, 0.5), BETWEEN_CALLS_MS);
    await endRound(now(), lease, courier, { ...counted, error: error.message, waitMs });
  }
}

async function askFor(
  ctx: Ctx,
  service: TrackingService,
  courier: Parameters<TrackingService['track']>[0],
  parcels: readonly InTransit[],
): Promise<number> {
  const tracked = await service.track(
    courier,
    parcels.map((parcel) => parcel.waybillNo),
  );
  const arrived = new Map(
    tracked
      .filter(({ state }) => state === 'delivered')
      .map(({ waybillNo, deliveredAt }) => [waybillNo, deliveredAt]),
  );
  const delivered = parcels.flatMap(({ id, waybillNo }) => {
    const deliveredAt = arrived.get(waybillNo);
    return deliveredAt === undefined ? [] : [{ id, waybillNo, at: deliveredAt ?? ctx.now }];
  });
  return deliver(ctx, delivered);
}

/** The contract that the parcels travel under where its courier tells of them, else the mall's service. */
async function openService(
  ctx: Ctx,
  courier: CourierKey,
  { encryptionKey, fetch, clock, signal }: Round,
): Promise<TrackingService | null> {
  const reached = { fetch, now: clock, signal };
  const contract = courier === 'cj' ? await readContract(ctx, encryptionKey) : null;
  if (contract) return cjTracking({ ...contract, ...reached, mallId: ctx.mallId });
  const service = await readService(ctx, encryptionKey);
  return service && sweetTracker({ ...service, ...reached });
}
