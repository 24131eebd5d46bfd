import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import { eraseLeftovers, eraseOldVersions } from './erase-leftovers';
import { eraseAgain, eraseOrders } from './erase-orders';

export const purgeWork: WorkTable = { table: 'purges', waiting: 'queued', working: 'running' };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Erases the personal data whose time is over, portion by portion, then the next round waits for
 * the next night. Another process that takes the round over goes on where this one stopped: what is
 * erased is not found again.
 */
export async function purge(ctx: Ctx, lease: Lease, { signal }: { signal: AbortSignal }) {
  const cutoff = await cutoffOf(ctx);
  for await (const count of inPortions(eraseOrders, ctx, cutoff, signal))
    await countErased(ctx, lease, count);
  for await (const _ of inPortions(eraseAgain, ctx, cutoff, signal));
  if (signal.aborted) return;
  await inMall(ctx, async (tx) => {
    await eraseLeftovers(tx, ctx, cutoff);
    await eraseOldVersions(tx, ctx);
  });
  await finish(ctx, lease);
}

async function* inPortions(
  erase: typeof eraseOrders,
  ctx: Ctx,
  cutoff: Date,
  signal: AbortSignal,
): AsyncGenerator<number> {
  let after = 0;
  while (!signal.aborted) {
    const ids = await inMall(ctx, (tx) => erase(tx, ctx, { after, cutoff }));
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    yield ids.length;
  }
}

/** Parcels that left before it are forgotten. */
async function cutoffOf(ctx: Ctx): Promise<Date> {
  const { days } = await readMall(ctx, (tx) =>
    oneRow<{ days: number }>(
      tx,
      sql`select retention_days as days from mall_settings where mall_id = ${ctx.mallId}`,
    ),
  );
  return new Date(ctx.now.getTime() - days * DAY_MS);
}

async function countErased(ctx: Ctx, lease: Lease, count: number): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update purges set orders = orders + ${count}
      where mall_id = ${ctx.mallId} and id = ${lease.id}`),
  );
}

async function finish(ctx: Ctx, lease: Lease): Promise<void> {
  await inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, purgeWork, lease))) return;
    await tx.execute(sql`
      update purges set state = 'done', finished_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId} and id = ${lease.id}`);
    await queuePurge(tx, ctx, nextNight(ctx.now));
  });
}

type Execute = { execute: (statement: ReturnType<typeof sql>) => Promise<unknown> };

/** The mall's next round; there is one at a time. */
export async function queuePurge(tx: Execute, ctx: Pick<Ctx, 'mallId'>, at: Date): Promise<void> {
  await tx.execute(sql`
    insert into purges (mall_id, due_at) values (${ctx.mallId}, ${at.toISOString()})
    on conflict do nothing`);
}

/** Three in the morning in Korea. */
export function nextNight(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(18, 0, 0, 0);
  return night > now ? night : new Date(night.getTime() + DAY_MS);
}
