import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { CallLane, Channel, Connection } from '@/lib/channels/channel';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { env, secrets } from '@/lib/env';
import { publicFetch } from '@/lib/outside/public-fetch';
import { readCredential, renewCredential } from './credentials';

/** What reaching a marketplace takes from this process. */
export type World = {
  encryptionKey: string;
  /** Other addresses, by marketplace. */
  baseUrls: Readonly<Record<string, string>>;
  clock: () => Date;
  fetch: typeof fetch;
};

/** How to reach a channel's account; null when it has no adapter or no credential. */
export type OpenConnection = (
  ctx: Pick<Ctx, 'mallId'>,
  channelId: number,
  signal?: AbortSignal,
) => Promise<Connection | null>;

type StoredChannel = {
  marketplace: string;
  account: string;
  shopNo: number;
  baseUrl: string | null;
  credentialId: number | null;
};

/** The world as this process is set up. */
export function ownWorld(clock: () => Date): World {
  const { channelBaseUrls: baseUrls } = env();
  return { encryptionKey: secrets().encryptionKey, baseUrls, clock, fetch: publicFetch };
}

export function openConnections(world: World): OpenConnection {
  return async ({ mallId }, channelId, signal) => {
    const mall = { mallId };
    const stored = await readChannel(mall, channelId);
    const channel = channelOf(stored.marketplace);
    const { credentialId } = stored;
    if (!channel || credentialId === null) return null;
    const key = world.encryptionKey;
    return {
      baseUrl: baseUrlOf(stored, channel, world),
      credential: await inMall(mall, (tx) => readCredential(tx, mall, key, credentialId)),
      account: stored.account,
      shopNo: stored.shopNo,
      now: world.clock,
      takeSlot: (lane = laneOf(stored, channel)) => takeSlot(mall, lane, signal),
      fetch: world.fetch,
      refreshCredential: (renew) => renewCredential(mall, world, credentialId, renew),
      signal,
    };
  };
}

async function readChannel(mall: Pick<Ctx, 'mallId'>, channelId: number): Promise<StoredChannel> {
  return inMall(mall, (tx) =>
    oneRow<StoredChannel>(
      tx,
      sql`
      select marketplace, account, shop_no as "shopNo", base_url as "baseUrl",
        credential_id as "credentialId"
      from channels where mall_id = ${mall.mallId} and id = ${channelId}`,
    ),
  );
}

function baseUrlOf(stored: StoredChannel, channel: Channel, { baseUrls }: World): string {
  const url = stored.baseUrl ?? baseUrls[stored.marketplace] ?? channel.capabilities.defaultBaseUrl;
  return url.replaceAll('{account}', encodeURIComponent(stored.account));
}

function laneOf({ marketplace, account }: StoredChannel, channel: Channel): CallLane {
  return { key: `${marketplace}:${account}`, intervalMs: channel.capabilities.callIntervalMs };
}

/**
 * Books the lane's next free moment and waits for it, on the database's clock: shops of one
 * account share it, and so do all processes.
 */
async function takeSlot(
  mall: Pick<Ctx, 'mallId'>,
  { key, intervalMs }: CallLane,
  signal: AbortSignal | undefined,
): Promise<void> {
  const interval = sql`${intervalMs} * interval '1 millisecond'`;
  const [slot] = await inMall(mall, (tx) =>
    rows<{ waitMs: number }>(
      tx,
      sql`
      insert into call_slots (mall_id, account, next_call_at)
      values (${mall.mallId}, ${key}, now() + ${interval})
      on conflict (mall_id, account) do update
        set next_call_at = greatest(call_slots.next_call_at, now()) + ${interval}
      returning (extract(epoch from next_call_at - ${interval} - now()) * 1000)::int as "waitMs"`,
    ),
  );
  if (slot && slot.waitMs > 0) await sleep(slot.waitMs, undefined, { signal });
}
