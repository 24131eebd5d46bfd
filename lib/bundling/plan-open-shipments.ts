import { expectMany } from '@/db/expect-many';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { koreanPeriod } from '@/lib/period';
import { findCandidates, loadCandidates } from './load';
import type { Scope } from './neighbours';
import type { Candidate, Rules } from './parcel';
import { type Plan, planBundles } from './plan';
import { withStock } from './reserve';
import { loadRules } from './rules';

export type BundleConditions = {
  /** Order dates, as days in Korea, both included. */
  from: string;
  to: string;
  scope: Scope;
};

export type OpenPlan = Plan & { candidates: Candidate[]; rules: Rules };

/** What bundling would do now. For a run the shipments are locked before they are compared. */
export async function planOpenShipments(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  conditions: BundleConditions,
  { lock }: { lock: boolean },
): Promise<OpenPlan> {
  const period = koreanPeriod(conditions.from, conditions.to);
  await expectMany(tx);
  const ids = await findCandidates(tx, ctx, period, conditions.scope, { lock });
  await expectMany(tx, ids.length);
  const found = await loadCandidates(tx, ctx, ids);
  const known = await loadRules(tx, ctx, found);
  const { candidates, rules } = await withStock(tx, ctx, { candidates: found, rules: known, lock });
  return { ...planBundles(candidates, rules, conditions.scope), candidates, rules };
}
