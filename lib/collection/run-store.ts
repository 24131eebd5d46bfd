import { sql } from 'drizzle-orm';
import { storableJson } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { CollectPage } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { type IntakeResult, intakeOrders } from '@/lib/shipments/intake/intake';
import { isCancelledWhole } from '@/lib/shipments/intake/plan';
import { newSince } from './new-since';
import type { RunKind, RunStates } from './plan';
import { keepQuarantine } from './quarantine';

export const collectionWork: WorkTable = {
  table: 'collection_runs',
  waiting: 'queued',
  working: 'running',
  oneAtATime: 'channel_id',
};

/** A run that this process holds. */
export type OpenRun = Lease & {
  channelId: number;
  marketplace: string;
  kind: RunKind;
  states: RunStates;
  from: Date;
  to: Date;
  /** Where reading goes on; null past the last page. */
  place: { next: unknown } | null;
  /** How often it has let others have their turn; each has begun an attempt. */
  turns: number;
  /** Unknown orders paid earlier belong to nobody's automatic collection. */
  newSince: Date;
  /** Up to where those have come that look back for old claims. */
  lookedAt: Date | null;
  acknowledgesAutomatically: boolean;
};

/** Another process has taken the run over: whatever we still hold of it is void. */
export class LeaseLost extends Error {}

/** Reads a leased run and notes that it has begun; null when another process has it by now. */
export async function openRun(ctx: Ctx, lease: Lease): Promise<OpenRun | null> {
  return inMall(ctx, async (tx) => {
    const [run] = await rows<StoredRun>(
      tx,
      sql`
      update collection_runs run
      set started_at = coalesce(run.started_at, ${ctx.now.toISOString()}), error = null
      from channels channel
      where run.mall_id = ${ctx.mallId} and run.id = ${lease.id} and run.state = 'running'
        and run.attempts = ${lease.attempt}
        and channel.mall_id = ${ctx.mallId} and channel.id = run.channel_id
      returning run.channel_id as "channelId", channel.marketplace, run.kind, run.states,
        run.window_from as "from", run.window_to as "to", run.cursor as place,
        coalesce((run.cursor ->> 'turns')::int, 0) as turns,
        case when run.kind in ('reread', 'manual', 'claims') then (
          select max(earlier.window_to) from collection_runs earlier
          where earlier.mall_id = ${ctx.mallId} and earlier.channel_id = run.channel_id
            and earlier.kind in ('reread', 'manual', 'claims') and earlier.state = 'done'
            and (earlier.cursor ->> 'hasLookedBack')::bool
        ) end as "lookedAt",
        channel.acknowledges_automatically as "acknowledgesAutomatically",
        coalesce(run.new_since, ${newSince(ctx)}) as "newSince"`,
    );
    if (!run) return null;
    const dates = {
      from: new Date(run.from),
      to: new Date(run.to),
      newSince: new Date(run.newSince),
      lookedAt: run.lookedAt === null ? null : new Date(run.lookedAt),
    };
    return { ...run, ...lease, ...dates };
  });
}

type StoredRun = Omit<OpenRun, 'from' | 'to' | 'newSince' | 'lookedAt' | keyof Lease> & {
  from: string;
  to: string;
  newSince: string;
  lookedAt: string | null;
};

/**
 * Writes one page: its orders, what cannot be read, the claims on them, and only then the counts
 * and where to go on. Claims have a transaction of their own: they take the locks from the start.
 */
export async function savePage(
  ctx: Ctx,
  run: OpenRun,
  page: CollectPage,
  readAt: Date,
): Promise<void> {
  const claims = page.claims ?? [];
  const taken = await inMall(ctx, async (tx) => {
    await proveLease(tx, ctx, run);
    const { channelId, newSince } = run;
    const keepsKnown = run.states === 'every';
    const taken = await intakeOrders(tx, ctx, {
      channelId,
      source: 'channel',
      collectionRunId: run.id,
      readAt,
      newSince,
      keepsKnown,
      orders: keepsKnown ? page.orders.filter((order) => !isCancelledWhole(order)) : page.orders,
    });
    await noteGrown(tx, ctx, run, taken.grown);
    await keepQuarantine(tx, ctx, run, page);
    if (claims.length === 0) await goOn(tx, ctx, run, page, taken);
    return taken;
  });
  if (claims.length === 0) return;
  await inMall(ctx, async (tx) => {
    await proveLease(tx, ctx, run);
    await intakeClaims(tx, { ...ctx, now: readAt }, run.channelId, claims);
    await goOn(tx, ctx, run, page, taken);
  });
}

async function goOn(
  tx: Tx,
  ctx: Ctx,
  run: OpenRun,
  page: CollectPage,
  taken: Pick<IntakeResult, 'added' | 'updated'>,
): Promise<void> {
  await tx.execute(sql`
    update collection_runs
    set fetched = fetched + ${page.orders.length + page.malformed.length},
      added = added + ${taken.added.length}, updated = updated + ${taken.updated.length},
      failed = failed + ${page.malformed.length},
      cursor = ${storableJson({ next: page.cursor, turns: run.turns, attempt: run.attempt })}::jsonb
    where mall_id = ${ctx.mallId} and id = ${run.id}`);
}

/** With the lines themselves: whoever reads the page again finds them known. */
async function noteGrown(tx: Tx, ctx: Ctx, run: OpenRun, orderIds: number[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.execute(sql`
    update collection_runs
    set grown_order_ids = grown_order_ids || ${sql.param(orderIds)}::bigint[]
    where mall_id = ${ctx.mallId} and id = ${run.id}`);
}

/** A channel is locked before its runs: who retries one does so too. */
export async function lockChannel(tx: Tx, ctx: Ctx, channelId: number): Promise<void> {
  await tx.execute(sql`
    select from channels where mall_id = ${ctx.mallId} and id = ${channelId} for update`);
}

export async function proveLease(tx: Tx, ctx: Ctx, run: OpenRun): Promise<void> {
  if (!(await holdLease(tx, ctx, collectionWork, run))) throw new LeaseLost();
}

/** The orders this run brought, whole or lines of them, also before it was last interrupted. */
export async function ordersOf(ctx: Ctx, runId: number): Promise<number[]> {
  const orders = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select id from orders where mall_id = ${ctx.mallId} and ${broughtBy(ctx, runId)} order by id`,
    ),
  );
  return orders.map((order) => order.id);
}

/** A condition on `orders`: this run brought them, or lines of them. */
export const broughtBy = (ctx: Pick<Ctx, 'mallId'>, runId: number) => sql`
  (orders.collection_run_id = ${runId} or orders.id = any(array(
    select unnest(grown_order_ids) from collection_runs
    where mall_id = ${ctx.mallId} and id = ${runId})))`;
