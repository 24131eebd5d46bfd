import { getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import type { OrderDetail } from '@/lib/orders/order';
import { happeningTexts } from './happening-texts';
import { Section } from './section';

/** All that happened, the newest on top, in words. */
export async function Timeline({ order }: { order: OrderDetail }) {
  const t = await getTranslations('order.timeline');
  const textOf = await happeningTexts(order.names);
  return (
    <Section title={t('title')} label={t('title')}>
      <ol className="grid max-h-[640px] overflow-y-auto">
        {order.happenings.map((happening, index) => {
          const { head, text } = textOf(happening);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows, and is drawn whole
            <li key={index} className="grid gap-0.5 border-line border-b px-3 py-2 last:border-0">
              <p className="flex gap-2 text-muted text-xs">
                <span className="numeric">{formatTime(happening.at)}</span>
                <span>{happening.operator ?? t('automatic')}</span>
              </p>
              <p>
                <span className="font-medium">{head}</span>
                {text && <span className="text-muted"> {text}</span>}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
