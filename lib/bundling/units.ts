import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { unitOf } from '@/lib/recipients/address';
import type { Profile } from './likeness';

/**
 * Reads 동 and 호 of those who share name and place at several addresses with 동·호: keys tell only
 * that these differ, not whether one of them is incomplete. They are few.
 */
export async function readUnits(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  profiles: readonly Profile[],
): Promise<void> {
  const placed = profiles.filter((one) => one.hasUnit && one.nameKey && one.placeKey);
  const several = placesOfSeveral(placed);
  const namesakes = grouped(
    placed.filter(({ placeKey }) => several.has(placeKey)),
    ({ nameKey, placeKey }) => `${nameKey} ${placeKey}`,
  );
  const asked = [...namesakes.values()].filter(areApart).flat();
  if (asked.length === 0) return;
  const ids = asked.map((profile) => profile.recipientId);
  const found = await rows<{ id: number; address1: string; address2: string }>(
    tx,
    sql`
    select id, address1, address2 from recipients
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
  );
  const units = new Map(found.map((one) => [one.id, unitOf(one.address1, one.address2)]));
  for (const profile of asked) profile.unit = units.get(profile.recipientId) ?? null;
}

/** Places with more than one address: of all others nothing has to be told apart. */
function placesOfSeveral(profiles: readonly Profile[]): ReadonlySet<string | null> {
  const firstAt = new Map<string | null, string | null>();
  const several = new Set<string | null>();
  for (const { placeKey, addressKey } of profiles) {
    const first = firstAt.get(placeKey);
    if (first === undefined) firstAt.set(placeKey, addressKey);
    else if (first !== addressKey) several.add(placeKey);
  }
  return several;
}

const areApart = ([first, ...others]: readonly Profile[]) =>
  others.some((other) => other.addressKey !== first?.addressKey);
