import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { seal, unseal } from '@/lib/secret-box';

type Mall = Pick<Ctx, 'mallId'>;

/** Who asks another marketplace for a new token has this long; then somebody else may. */
const REFRESH_LEASE_SECONDS = 60;
const POLL_MS = 200;

/** The credential in the shape its adapter knows. */
export async function readCredential(
  tx: Tx,
  mall: Mall,
  key: string,
  id: number,
): Promise<unknown> {
  const { ciphertext } = await oneRow<{ ciphertext: string }>(
    tx,
    sql`select ciphertext from credentials where mall_id = ${mall.mallId} and id = ${id}`,
  );
  return JSON.parse(unseal(key, placeOf(mall, id), ciphertext));
}

export async function storeCredential(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId' | 'now'>,
  key: string,
  stored: { id: number; credential: unknown },
): Promise<void> {
  const ciphertext = seal(key, placeOf(ctx, stored.id), JSON.stringify(stored.credential));
  await tx.execute(sql`
    update credentials set ciphertext = ${ciphertext}, updated_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = ${stored.id}`);
}

/**
 * Renews a credential as the only one in all processes: a rotating token used twice is dead. The new
 * one is stored before anybody uses it. No transaction stays open while the marketplace is asked.
 */
export async function renewCredential(
  mall: Mall,
  world: { encryptionKey: string; clock: () => Date },
  id: number,
  renew: (current: unknown) => Promise<unknown>,
): Promise<unknown> {
  while (!(await takeRenewal(mall, id))) await sleep(POLL_MS);
  try {
    const key = world.encryptionKey;
    const current = await inMall(mall, (tx) => readCredential(tx, mall, key, id));
    const credential = await renew(current);
    const now = world.clock();
    await inMall(mall, (tx) => storeCredential(tx, { ...mall, now }, key, { id, credential }));
    return credential;
  } finally {
    await endRenewal(mall, id);
  }
}

/** The turn is a lease in the table of call slots, free once its time is past. */
async function takeRenewal(mall: Mall, id: number): Promise<boolean> {
  const taken = await inMall(mall, (tx) =>
    rows(
      tx,
      sql`
      insert into call_slots (mall_id, account, next_call_at)
      values (${mall.mallId}, ${slotOf(id)}, now() + make_interval(secs => ${REFRESH_LEASE_SECONDS}))
      on conflict (mall_id, account) do update set next_call_at = excluded.next_call_at
        where call_slots.next_call_at <= now()
      returning account`,
    ),
  );
  return taken.length > 0;
}

async function endRenewal(mall: Mall, id: number): Promise<void> {
  await inMall(mall, (tx) =>
    tx.execute(sql`
      update call_slots set next_call_at = now()
      where mall_id = ${mall.mallId} and account = ${slotOf(id)}`),
  );
}

const slotOf = (credentialId: number) => `renewal:${credentialId}`;
const placeOf = ({ mallId }: Mall, row: number) => ({ mallId, table: 'credentials', row });
