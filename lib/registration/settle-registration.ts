import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { backOffMs, holdLease, type Lease, putBack } from '@/lib/leases/lease';
import { finishRun } from '@/lib/shipments/runs/runs';
import { type Registered, registrationWork } from './register-rows';

const MAX_ATTEMPTS = 3;

/** Ends the registration of an upload, and the run in its history. */
export async function settleRegistration(
  ctx: Ctx,
  lease: Lease,
  { orders, lines, known, matched }: Omit<Registered, 'orderIds'> & { matched: number },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, registrationWork, lease))) return;
    const [upload] = await rows<{ runId: number | null }>(
      tx,
      sql`
      update uploads
      set state = 'committed', committed_at = ${ctx.now.toISOString()}, leased_until = null
      where mall_id = ${ctx.mallId} and id = ${lease.id}
      returning run_id as "runId"`,
    );
    if (upload?.runId) await finishRun(tx, ctx, upload.runId, { orders, lines, known, matched });
  });
}

/** Tried again a few times; then it stands as before, and the next try goes on where it stopped. */
export async function settleFailedRegistration(ctx: Ctx, lease: Lease): Promise<void> {
  if (lease.attempt < MAX_ATTEMPTS)
    return putBack(ctx, registrationWork, lease, backOffMs(lease.attempt, 0.5));
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set state = 'previewed', error = 'unexpected', leased_until = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = ${registrationWork.working}
        and attempts = ${lease.attempt}`),
  );
}

/** Who pressed 등록. */
export async function registeringUser(ctx: Ctx, uploadId: number): Promise<number | null> {
  const [upload] = await inMall(ctx, (tx) =>
    rows<{ userId: number | null }>(
      tx,
      sql`
      select (options->>'registeredBy')::bigint as "userId" from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    ),
  );
  return upload?.userId ?? null;
}
