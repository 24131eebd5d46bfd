import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatMoney, formatTime } from '@/app/ui/format';
import { marketplaceOf } from '@/lib/channels/registry';
import type { Memo } from '@/lib/orders/memos';
import type { OrderHead, OrderLine } from '@/lib/orders/order';
import { copy } from './actions';
import { amountsOf } from './amounts';

type HeadProps = { head: OrderHead; lines: OrderLine[]; memos: Memo[]; mayWork: boolean };

/** Whose order it is, from where and when, in two lines. */
export async function Head({ head, lines, memos, mayWork }: HeadProps) {
  const t = await getTranslations('order');
  const amounts = amountsOf(lines).map(({ currency, amount }) =>
    currency === 'KRW' ? t('won', { amount: formatMoney(amount) }) : formatMoney(amount, currency),
  );
  const facts = [
    [t('head.marketOrderNo'), head.marketOrderNo === head.orderNo ? '' : head.marketOrderNo],
    [t('head.orderedAt'), formatTime(head.orderedAt)],
    [t('head.paidAt'), formatTime(head.paidAt)],
    [t('head.amount'), amounts.join(' + ')],
    [t('head.orderer'), [head.orderer.name, head.orderer.mobile].filter(Boolean).join(' ')],
    [t('head.source'), t(`sources.${head.source}`)],
  ];
  return (
    <header className="panel grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <ChannelName name={head.channelName} mark={marketplaceOf(head.marketplace).mark} />
        <h1 className="numeric font-semibold text-xl">{head.orderNo}</h1>
        {memos.length > 0 && <Badge tone="warn">{t('memos.mark', { count: memos.length })}</Badge>}
        {mayWork && (
          <span className="ml-auto">
            <ActionButton
              size="small"
              action={copy}
              input={{ orderId: head.id }}
              confirm={{ title: t('copy.title'), body: t('copy.body'), label: t('copy.submit') }}
            >
              {t('copy.open')}
            </ActionButton>
          </span>
        )}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label} className="flex gap-2">
              <dt className="text-muted">{label}</dt>
              <dd className="numeric">{value}</dd>
            </div>
          ))}
      </dl>
    </header>
  );
}
