import type { getTranslations } from 'next-intl/server';
import { matchRuleOf } from '@/lib/matching/reasons';

export type Translate = Awaited<ReturnType<typeof getTranslations<'match'>>>;

export function ruleText(t: Translate, number: number | null): string {
  const rule = matchRuleOf(number);
  return rule ? t(`rules.${rule}`) : '-';
}
