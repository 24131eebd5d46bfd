import type { Translate } from '@/app/ui/translate';
import { matchRuleOf } from '@/lib/matching/reasons';

export function ruleText(t: Translate<'match'>, number: number | null): string {
  const rule = matchRuleOf(number);
  return rule ? t(`rules.${rule}`) : '-';
}
