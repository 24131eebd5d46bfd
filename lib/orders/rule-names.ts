import { invoiceRules } from '@/lib/invoicing/reasons';
import { matchDecisions } from '@/lib/matching/reasons';
import { touchRules } from '@/lib/shipments/runs/touches';
import { shipRules } from '@/lib/shipping/reasons';

const stages = {
  intake: touchRules,
  match: matchDecisions,
  invoice: invoiceRules,
  ship: shipRules,
} as const;

const nameByNumber = new Map<number, string>(
  Object.entries(stages).flatMap(([stage, rules]) =>
    Object.entries(rules).map(([rule, number]) => [number, `${stage}.${rule}`] as const),
  ),
);

/** What a decision of a stage without sentences of its own is called; null for one unknown here. */
export const ruleName = (number: number): string | null => nameByNumber.get(number) ?? null;
