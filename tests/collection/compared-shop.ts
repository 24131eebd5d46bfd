import type { OpenConnection } from '@/lib/channels/channel';
import { reconcile } from '@/lib/collection/reconciliation/reconcile';
import {
  type Comparison,
  comparisonWithMissing,
  lastComparisons,
} from '@/lib/collection/reconciliation/reconcile-screen';
import { reconciliationWork } from '@/lib/collection/reconciliation/reconcile-store';
import { requestReconciliation } from '@/lib/collection/reconciliation/request-reconciliation';
import { takeWork } from '@/lib/leases/lease';
import { pageRequest } from '@/lib/paging';
import type { PracticeShop } from './practice-shop';

export const period = {
  from: new Date('2026-01-13T15:00:00Z'),
  until: new Date('2026-01-15T15:00:00Z'),
};

export function requestComparison(shop: PracticeShop): Promise<{ count: number }> {
  return requestReconciliation(shop.ctx(), { channelIds: [shop.channelId], period });
}

/** What the jobs process does with comparisons that are due. */
export async function workOffComparisons(
  shop: PracticeShop,
  open: OpenConnection = shop.open,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  while (!signal.aborted) {
    const lease = await takeWork(shop.ctx(), reconciliationWork);
    if (!lease) return;
    await reconcile(shop.ctx(), lease, { clock: shop.clock, open, signal });
  }
}

export async function compare(shop: PracticeShop): Promise<void> {
  await requestComparison(shop);
  await workOffComparisons(shop);
}

export async function theComparison(shop: PracticeShop): Promise<Comparison> {
  const [comparison] = await lastComparisons(shop.ctx());
  if (!comparison) throw new Error('Nothing was compared.');
  return comparison;
}

/** Order numbers, the last first. */
export async function missingNow(shop: PracticeShop): Promise<string[]> {
  const { id } = await theComparison(shop);
  const found = await comparisonWithMissing(shop.ctx(), id, pageRequest(undefined, 100));
  return found?.missing.rows.map((order) => order.orderNo) ?? [];
}
