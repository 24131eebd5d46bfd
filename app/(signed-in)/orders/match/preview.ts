import type { Preview } from '@/app/ui/run/preview';
import type { Translate } from '@/app/ui/translate';
import type { MatchPreview } from '@/lib/matching/preview';
import type { MatchRule } from '@/lib/matching/reasons';
import { ruleText } from './rule-text';

/** Rules that a run decides by, in their order. */
const automatic: readonly MatchRule[] = [
  'remembered',
  'sellerCode',
  'sellerKit',
  'sellerProductCode',
  'barcode',
  'otherChannel',
];

/** What 매칭처리 would do, in words. */
export function previewOf(t: Translate<'match'>, looked: MatchPreview): Preview {
  const { byRule, keys } = looked;
  return {
    counts: [
      { label: t('preview.lines'), count: looked.lines, tone: 'accent' },
      ...automatic.flatMap((rule) => {
        const count = byRule[rule] ?? 0;
        return count > 0 ? { label: t(`rules.${rule}`), count } : [];
      }),
      { label: t('preview.odd'), count: looked.odd, tone: looked.odd > 0 ? 'warn' : undefined },
      { label: t('preview.waiting'), count: looked.waiting },
    ],
    sample: {
      columns: [
        t('columns.channel'),
        t('columns.productName'),
        t('columns.option'),
        t('columns.items'),
        t('columns.rule'),
        t('preview.count'),
      ],
      rows: keys.map((key) => [
        key.channelName,
        key.productName,
        key.option || '-',
        key.goods || t('noGoods'),
        ruleText(t, key.rule),
        key.lines,
      ]),
    },
    note: looked.lines === 0 ? t('preview.nothing') : undefined,
    runnable: looked.lines > 0,
  };
}
