import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { type CourierKey, isCourierKey } from '@/lib/couriers/registry';
import type { Lease } from '@/lib/leases/lease';
import { unseal } from '@/lib/secret-box';

export type InTransit = { id: number; waybillNo: string; shippedAt: string };

/** What has not arrived by then is lost, or was brought by hand: nobody asks any longer. */
const LONGEST_DAYS = 30;

export async function readService(
  ctx: Pick<Ctx, 'mallId'>,
  encryptionKey: string,
): Promise<{ baseUrl: string; apiKey: string } | null> {
  const [service] = await inMall(ctx, (tx) =>
    rows<{ baseUrl: string; keyCiphertext: string }>(
      tx,
      sql`
      select base_url as "baseUrl", key_ciphertext as "keyCiphertext"
      from tracking_services where mall_id = ${ctx.mallId} and ${hasKey}`,
    ),
  );
  if (!service) return null;
  const place = { mallId: ctx.mallId, table: 'tracking_services', row: 0 };
  return {
    baseUrl: service.baseUrl,
    apiKey: unseal(encryptionKey, place, service.keyCiphertext),
  };
}

/** Of tracking_services: a settings file brings the address alone. */
export const hasKey = sql`key_ciphertext <> ''`;

/** The contract with CJ대한통운 that is reached by its API, the newest of several. */
export async function readContract(
  ctx: Pick<Ctx, 'mallId'>,
  encryptionKey: string,
): Promise<{ baseUrl: string; contractCode: string; apiKey: string } | null> {
  const [contract] = await inMall(ctx, (tx) =>
    rows<{ id: number; baseUrl: string; contractCode: string; keyCiphertext: string }>(
      tx,
      sql`
      select id, api_base_url as "baseUrl", contract_code as "contractCode",
        api_key_ciphertext as "keyCiphertext"
      from courier_accounts
      where mall_id = ${ctx.mallId} and ${tellsOfParcels} order by id desc limit 1`,
    ),
  );
  if (!contract) return null;
  const { id, keyCiphertext, ...reached } = contract;
  const place = { mallId: ctx.mallId, table: 'courier_accounts', row: id };
  return { ...reached, apiKey: unseal(encryptionKey, place, keyCiphertext) };
}

/** Of courier_accounts. */
export const tellsOfParcels = sql`courier = 'cj' and numbers_from = 'api'
  and api_base_url is not null and api_key_ciphertext is not null`;

export async function readRound(ctx: Ctx, id: number): Promise<{ courier: CourierKey }> {
  const { courier } = await inMall(ctx, (tx) =>
    oneRow<{ courier: string }>(
      tx,
      sql`select courier from tracking_rounds where mall_id = ${ctx.mallId} and id = ${id}`,
    ),
  );
  if (!isCourierKey(courier)) throw new Error(`No such courier: ${courier}`);
  return { courier };
}

/** Parcels of a courier on their way, the oldest first, after the one that was read last. */
export async function inTransit(
  ctx: Ctx,
  courier: CourierKey,
  after: InTransit | undefined,
  limit: number,
): Promise<InTransit[]> {
  const oldest = new Date(ctx.now.getTime() - LONGEST_DAYS * 86_400_000).toISOString();
  const beyond = after
    ? sql`and (shipped_at, id) > (${after.shippedAt}::timestamptz, ${after.id})`
    : sql``;
  return readMall(ctx, (tx) =>
    rows<InTransit>(
      tx,
      sql`
      select id, waybill_no as "waybillNo", shipped_at::text as "shippedAt" from shipments
      where mall_id = ${ctx.mallId} and shipped_at is not null and delivered_at is null
        and shipped_at >= ${oldest} and stage = 'shipped' and courier = ${courier}
        and waybill_no is not null ${beyond}
      order by shipped_at, id limit ${limit}`,
    ),
  );
}

type RoundEnd = { asked: number; delivered: number; error: string | null; waitMs: number };

/** The next round comes after a while; it rests when nothing of the courier is on its way. */
export async function endRound(
  ctx: Ctx,
  lease: Lease,
  courier: CourierKey,
  end: RoundEnd,
): Promise<void> {
  const now = ctx.now.toISOString();
  const oldest = new Date(ctx.now.getTime() - LONGEST_DAYS * 86_400_000).toISOString();
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update tracking_rounds
      set state = case when exists (
          select from shipments
          where mall_id = ${ctx.mallId} and shipped_at is not null and delivered_at is null
            and shipped_at >= ${oldest} and stage = 'shipped' and courier = ${courier}
        ) then 'queued' else 'resting' end,
        due_at = ${now}::timestamptz + ${end.waitMs} * interval '1 millisecond',
        leased_until = null, error = ${end.error}, checked_at = ${now},
        asked_count = ${end.asked}, delivered_count = ${end.delivered},
        attempts = case when ${end.error}::text is null then 0 else attempts end
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'running'
        and attempts = ${lease.attempt}`),
  );
}
