import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow } from '@/db/rows';
import type { OpenConnection } from '@/lib/channels/channel';
import { collect } from '@/lib/collection/collect';
import { openConnections } from '@/lib/collection/connection';
import { markDue } from '@/lib/collection/mark-due';
import { collectionWork } from '@/lib/collection/run-store';
import type { Ctx } from '@/lib/context';
import { afterCollection } from '@/lib/flows/after-collection';
import { takeWork } from '@/lib/leases/lease';
import { type PracticeControl, practiceControl } from '@/lib/practice/control';
import { type CallLimits, unlimited } from '@/lib/practice/practice';
import { startPracticeServer } from '@/lib/practice/server';
import { openPracticeMall } from '@/lib/system/practice-mall';

/** The product and the practice marketplaces on one database, speaking over HTTP, with one clock. */
export type Shop = {
  control: PracticeControl;
  open: OpenConnection;
  ctx: () => Ctx;
  clock: () => Date;
  /** For a process of its own that works on the same mall. */
  databaseUrl: string;
  encryptionKey: string;
  /** From now on the marketplaces keep to these limits. */
  limit: (limits: Partial<CallLimits>) => Promise<void>;
  close: () => Promise<void>;
};

/** On a migrated database that is open as this process's own; its calls are not slowed down. */
export async function openShop(
  databaseUrl: string,
  {
    clock,
    random,
    timeoutMs,
    encryptionKey = randomBytes(32).toString('base64'),
  }: { clock: () => Date; random?: () => number; timeoutMs: number; encryptionKey?: string },
): Promise<Shop> {
  const controlToken = randomBytes(12).toString('hex');
  const start = (limits: Partial<CallLimits>, port = 0) =>
    startPracticeServer({
      databaseUrl,
      controlToken,
      clock,
      limits: { ...unlimited, ...limits },
      port,
      ...(random && { random }),
    });
  let server = await start({});
  await openPracticeMall(server.url, encryptionKey, clock());
  const { mallId } = await oneRow<{ mallId: number }>(
    systemDb(),
    sql`select id as "mallId" from malls`,
  );
  const connect = openConnections({ encryptionKey, baseUrls: {}, clock, fetch });
  return {
    control: practiceControl({ url: server.url, token: controlToken }),
    open: async (...wanted) => {
      const connection = await connect(...wanted);
      return connection && { ...connection, takeSlot: async () => {}, timeoutMs };
    },
    ctx: () => ({
      mallId,
      userId: null,
      role: 'owner',
      canSeePersonalData: true,
      now: clock(),
    }),
    clock,
    databaseUrl,
    encryptionKey,
    limit: async (limits) => {
      const { port } = new URL(server.url);
      await server.close();
      server = await start(limits, Number(port));
    },
    close: () => server.close(),
  };
}

/** Queues what is due and works through it, as the cron route and the jobs process do. */
export async function collectDue(shop: Shop, signal?: AbortSignal): Promise<void> {
  await markDue(shop.ctx());
  await workOff(shop, signal);
}

export async function workOff(shop: Shop, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const lease = await takeWork(shop.ctx(), collectionWork);
    if (!lease) return;
    await collect(shop.ctx(), lease, {
      clock: shop.clock,
      signal: signal ?? new AbortController().signal,
      open: shop.open,
      after: afterCollection,
    });
  }
}
