import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { lettersOf } from '@/lib/recipients/name';
import type { Profile } from './likeness';

/** Reads the names of the masked, and of whoever else is at their addresses: no key compares these. */
export async function readNames(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  profiles: readonly Profile[],
): Promise<void> {
  const masked = profiles.filter(({ nameKey }) => nameKey === null);
  if (masked.length === 0) return;
  const addresses = new Set(masked.map(({ addressKey }) => addressKey));
  const asked = profiles.filter(
    ({ nameKey, addressKey }) => nameKey === null || addresses.has(addressKey),
  );
  const found = await rows<{ id: number; name: string }>(
    tx,
    sql`
    select id, name from recipients
    where mall_id = ${ctx.mallId} and id = any(${sql.param(asked.map((one) => one.recipientId))}::bigint[])`,
  );
  const names = new Map(found.map(({ id, name }) => [id, lettersOf(name)]));
  for (const profile of asked) profile.name = names.get(profile.recipientId);
}
