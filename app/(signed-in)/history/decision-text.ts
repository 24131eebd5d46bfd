import { getTranslations } from 'next-intl/server';
import type { Names } from '@/lib/allocation/names';
import { allocationReason } from '@/lib/allocation/reasons';
import { bundleReason } from '@/lib/bundling/reasons';
import { ruleName } from '@/lib/orders/rule-names';
import { reasonTexts } from '../orders/allocate/reason-texts';
import { reasonText } from '../orders/bundle/reason-text';

/** Says what was decided about a parcel, as the screen of its stage says it. */
export async function decisionText(
  names: Names,
): Promise<(decision: { rule: number; values: number[] }) => string> {
  const t = await getTranslations('order.timeline');
  const [ofAllocation, ofBundle] = [await reasonTexts({ names }), await reasonText(names.variants)];
  return ({ rule, values }) => {
    const allocation = allocationReason(rule, values);
    if (allocation) return ofAllocation(allocation);
    const bundle = bundleReason(rule, values);
    if (bundle) return ofBundle(bundle);
    const key = `rules.${ruleName(rule)}` as 'rules.ship.shipped';
    return t.has(key) ? t(key) : '';
  };
}
