import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Facts } from '@/app/ui/text';
import type { OrderDetail } from '@/lib/orders/order';
import type { ShownRecipient } from '@/lib/recipients/mask';
import { recipientMark } from './recipient-mark';
import { Section } from './section';

type Version = {
  key: string;
  title: string;
  mark: ReturnType<typeof recipientMark>;
  recipient: ShownRecipient & { note: string };
};

/** Where the channel says it goes, and where we send it where that differs. */
export async function Recipients({ order }: { order: OrderDetail }) {
  const t = await getTranslations('order.recipients');
  const reported = new Map(order.lines.map((line) => [line.recipientId, line.recipient]));
  const versions: Version[] = [...reported].map(([id, recipient]) => ({
    key: `channel ${id}`,
    title: t('channel'),
    mark: null,
    recipient,
  }));
  for (const shipment of order.shipments)
    if (!reported.has(shipment.recipientId))
      versions.push({
        key: `shipment ${shipment.id}`,
        title: t('shipment', { id: String(shipment.id) }),
        mark: recipientMark(shipment),
        recipient: shipment.recipient,
      });
  return (
    <Section title={t('title')} label={t('title')}>
      {versions.map((version) => (
        <div
          key={version.key}
          className="grid gap-1.5 border-line border-b px-3 py-2.5 last:border-0"
        >
          <p className="flex items-center gap-2 font-medium">
            {version.title}
            {version.mark && <Badge tone="warn">{t(version.mark)}</Badge>}
          </p>
          <Facts
            facts={[
              { label: t('name'), value: version.recipient.name },
              { label: t('phone'), value: version.recipient.phone || '-' },
              { label: t('mobile'), value: version.recipient.mobile || '-' },
              { label: t('address'), value: version.recipient.address },
              { label: t('note'), value: version.recipient.note || '-' },
            ]}
          />
        </div>
      ))}
    </Section>
  );
}
