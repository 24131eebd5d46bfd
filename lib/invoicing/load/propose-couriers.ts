import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import {
  firstFitting,
  type ParcelFacts,
  wantedFacts,
} from '@/lib/shipments/holds/parcel-conditions';
import { readParcelFacts } from '@/lib/shipments/holds/parcel-facts';
import { type ActiveRule, activeParcelRules } from '@/lib/shipments/holds/parcel-rules';

/** The contract proposed for a parcel: by a rule, without one the usual contract, or none. */
export type Proposal = Pick<ParcelFacts, 'shipmentId' | 'region' | 'sizeKind'> & {
  accountId: number | null;
  ruleId: number | null;
};

/** Asks the mall's rules about these parcels, in the order of the ids. */
export async function proposeCouriers(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<Proposal[]> {
  const rules = await activeParcelRules(tx, ctx, 'courier');
  const { usualAccountId } = await oneRow<{ usualAccountId: number | null }>(
    tx,
    sql`
    select usual_account_id as "usualAccountId" from mall_settings where mall_id = ${ctx.mallId}`,
  );
  const facts = await readParcelFacts(tx, ctx, shipmentIds, wantedFacts(rules));
  return facts.map((parcel) => proposalOf(parcel, rules, usualAccountId));
}

export function proposalOf(
  parcel: ParcelFacts,
  rules: readonly ActiveRule[],
  usualAccountId: number | null,
): Proposal {
  const { shipmentId, region, sizeKind } = parcel;
  const rule = firstFitting(rules, parcel);
  const accountId = rule?.courierAccountId ?? usualAccountId;
  return { shipmentId, region, sizeKind, accountId, ruleId: rule?.id ?? null };
}
