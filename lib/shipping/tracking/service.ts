import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { allowedBaseUrl } from '@/lib/outside/allowed-base-url';
import { seal } from '@/lib/secret-box';
import { hasKey } from './round-store';

export type TrackingRound = {
  courier: string;
  state: string;
  checkedAt: string | null;
  asked: number;
  delivered: number;
  error: string | null;
};

/** Whom the mall asks where its parcels are, and how the last asking of each courier went. */
export async function trackingOverview(
  ctx: Ctx,
): Promise<{ baseUrl: string | null; hasKey: boolean; rounds: TrackingRound[] }> {
  return readMall(ctx, async (tx) => {
    const [service] = await rows<{ baseUrl: string; hasKey: boolean }>(
      tx,
      sql`
      select base_url as "baseUrl", ${hasKey} as "hasKey"
      from tracking_services where mall_id = ${ctx.mallId}`,
    );
    const rounds = await rows<TrackingRound>(
      tx,
      sql`
      select courier, state, checked_at as "checkedAt", asked_count as asked,
        delivered_count as delivered, error
      from tracking_rounds where mall_id = ${ctx.mallId} order by courier`,
    );
    return { baseUrl: service?.baseUrl ?? null, hasKey: service?.hasKey ?? false, rounds };
  });
}

/**
 * Sets the tracking service. A key never travels to an address it was not entered for: with another
 * address it has to be entered again.
 */
export async function saveTrackingService(
  ctx: Ctx,
  given: { baseUrl: string; apiKey: string },
  encryptionKey: string,
): Promise<void> {
  await inMall(ctx, async (tx) => {
    const baseUrl = await allowedBaseUrl(tx, ctx, given.baseUrl);
    if (!baseUrl) throw new ExpectedError('couriers.tracking.addressMissing');
    const place = { mallId: ctx.mallId, table: 'tracking_services', row: 0 };
    const sealed = seal(encryptionKey, place, given.apiKey);
    await tx.execute(sql`
      insert into tracking_services (mall_id, base_url, key_ciphertext, updated_at)
      values (${ctx.mallId}, ${baseUrl}, ${sealed}, ${ctx.now.toISOString()})
      on conflict (mall_id) do update set base_url = excluded.base_url,
        key_ciphertext = excluded.key_ciphertext, updated_at = excluded.updated_at`);
    await askForAllInTransit(tx, ctx);
    await recordEvent(tx, ctx, {
      verb: 'trackingService.set',
      subject: 'setting',
      subjectId: null,
      detail: { baseUrl },
    });
  });
}

async function askForAllInTransit(tx: Tx, ctx: Ctx): Promise<void> {
  const now = ctx.now.toISOString();
  await tx.execute(sql`
    insert into tracking_rounds as round (mall_id, courier, state, due_at)
    select distinct ${ctx.mallId}::bigint, courier, 'queued', ${now}::timestamptz
    from shipments
    where mall_id = ${ctx.mallId} and shipped_at is not null and delivered_at is null
      and stage = 'shipped' and waybill_no is not null and courier is not null
    order by 2
    on conflict (mall_id, courier) do update set state = 'queued', due_at = excluded.due_at
    where round.state <> 'running'`);
  await wakeJobs(tx);
}
