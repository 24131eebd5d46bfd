import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { CallLane, Channel, OpenConnection } from '@/lib/channels/channel';
import { ChannelBusyError } from '@/lib/channels/errors';
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
      closeLane: (waitMs, lane = laneOf(stored, channel)) => closeLane(mall, lane, waitMs),
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
 * account share it, and so do all processes. For a lane that is closed longer nobody waits here,
 * with a lease in hand.
 */
async function takeSlot(
  mall: Pick<Ctx, 'mallId'>,
  { key, intervalMs }: CallLane,
  signal: AbortSignal | undefined,
): Promise<void> {
  const interval = milliseconds(intervalMs);
  const waitMs = await inMall(mall, async (tx) => {
    const closedMs = await closedFor(tx, mall, key);
    if (closedMs > LONGEST_CLOSED_WAIT_MS) throw new ChannelBusyError(closedMs);
    const opensAt = sql`now() + ${milliseconds(closedMs)}`;
    const slot = await oneRow<{ waitMs: number }>(
      tx,
      sql`
      insert into call_slots (mall_id, account, next_call_at)
      values (${mall.mallId}, ${key}, ${opensAt} + ${interval})
      on conflict (mall_id, account) do update
        set next_call_at = greatest(call_slots.next_call_at, ${opensAt}) + ${interval}
      returning (extract(epoch from next_call_at - ${interval} - now()) * 1000)::int as "waitMs"`,
    );
    return slot.waitMs;
  });
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
}

async function closedFor(tx: Tx, mall: Pick<Ctx, 'mallId'>, key: string): Promise<number> {
  const [closed] = await rows<{ leftMs: number }>(
    tx,
    sql`
    select (extract(epoch from next_call_at - now()) * 1000)::int as "leftMs" from call_slots
    where mall_id = ${mall.mallId} and account = ${closedKey(key)} and next_call_at > now()`,
  );
  return closed?.leftMs ?? 0;
}

/** After a 429: closed until the moment told, and never opened earlier by a shorter word. */
async function closeLane(mall: Pick<Ctx, 'mallId'>, { key }: CallLane, waitMs: number) {
  const until = sql`now() + ${milliseconds(Math.min(waitMs, LONGEST_CLOSED_MS))}`;
  await inMall(mall, (tx) =>
    tx.execute(sql`
      insert into call_slots (mall_id, account, next_call_at)
      values (${mall.mallId}, ${closedKey(key)}, ${until})
      on conflict (mall_id, account) do update
        set next_call_at = greatest(call_slots.next_call_at, excluded.next_call_at)`),
  );
}

const LONGEST_CLOSED_WAIT_MS = 5_000;
const LONGEST_CLOSED_MS = 60 * 60_000;
const closedKey = (key: string) => `closed:${key}`;
const milliseconds = (count: number) => sql`${count} * interval '1 millisecond'`;
