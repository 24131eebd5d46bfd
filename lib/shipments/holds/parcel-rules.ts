import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { ParcelRule } from './parcel-conditions';

/** A rule proposes a contract, or holds. */
export const parcelRuleKinds = ['courier', 'hold'] as const;

export type ParcelRuleKind = (typeof parcelRuleKinds)[number];

export type ActiveRule = ParcelRule & { courierAccountId: number | null };

/** The rules of a kind that count now, the first to be asked on top. */
export function activeParcelRules(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  kind: ParcelRuleKind,
): Promise<ActiveRule[]> {
  return rows<ActiveRule>(
    tx,
    sql`
    select id, name, conditions, courier_account_id as "courierAccountId" from parcel_rules
    where mall_id = ${ctx.mallId} and kind = ${kind} and is_active and removed_at is null
    order by rank, id`,
  );
}
