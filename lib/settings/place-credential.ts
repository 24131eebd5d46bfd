import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { storeCredential } from '@/lib/collection/credentials';
import type { Ctx } from '@/lib/context';

export type CredentialUse = { marketplace: string; account: string; baseUrl: string | null };

/**
 * The row of an account's credential, with a new one sealed into it where one is given. The shops of
 * one account share it (its token rotates), as far as they call the same address: a credential never
 * travels to an address it was not entered for. Null when there is none.
 */
export async function placeCredential(
  tx: Tx,
  ctx: Ctx,
  use: CredentialUse,
  given: { credential: unknown; encryptionKey: string },
): Promise<number | null> {
  const shared = await sharedCredential(tx, ctx, use);
  if (given.credential === null) return shared;
  const id = shared ?? (await openRow(tx, ctx, use));
  await storeCredential(tx, ctx, given.encryptionKey, { id, credential: given.credential });
  return id;
}

/** A secret that no channel uses any more is not kept. */
export async function dropUnusedCredential(tx: Tx, ctx: Ctx, id: number): Promise<void> {
  await tx.execute(sql`
    delete from credentials
    where mall_id = ${ctx.mallId} and id = ${id} and not exists (
      select from channels where mall_id = ${ctx.mallId} and credential_id = ${id})`);
}

async function sharedCredential(tx: Tx, ctx: Ctx, use: CredentialUse): Promise<number | null> {
  const [found] = await rows<{ id: number }>(
    tx,
    sql`
    select credential_id as id from channels
    where mall_id = ${ctx.mallId} and marketplace = ${use.marketplace}
      and account = ${use.account} and base_url is not distinct from ${use.baseUrl}
      and credential_id is not null
    order by id limit 1`,
  );
  return found?.id ?? null;
}

async function openRow(tx: Tx, ctx: Ctx, { marketplace, account }: CredentialUse): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into credentials (mall_id, label, ciphertext, updated_at)
    values (${ctx.mallId}, ${`${marketplace}:${account}`}, '', ${ctx.now.toISOString()})
    returning id`,
  );
  return id;
}
