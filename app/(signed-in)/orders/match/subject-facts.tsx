'use client';

import { useTranslations } from 'next-intl';
import { formatMoney } from '@/app/ui/format';
import type { MatchSubject } from '@/lib/matching/subject';

/** What the channel says of the product. */
export function SubjectFacts({ subject }: { subject: MatchSubject }) {
  const t = useTranslations('match');
  const facts = [
    [t('columns.productName'), subject.productName],
    [t('columns.option'), subject.option || '-'],
    [t('columns.channel'), subject.channelName],
    [t('columns.lineId'), subject.orderLineId === null ? '-' : String(subject.orderLineId)],
    [t('columns.productCode'), subject.productCode || '-'],
    [t('columns.price'), formatMoney(subject.unitPrice, subject.currency)],
    [t('sellerCodes'), sellerCodesOf(subject) || '-'],
    [t('columns.waiting'), t('waitingLines', { count: subject.waitingLines })],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sellerCodesOf({ sellerOptionCode, sellerProductCode }: MatchSubject): string {
  return [...new Set([sellerOptionCode, sellerProductCode])].filter(Boolean).join(' · ');
}
