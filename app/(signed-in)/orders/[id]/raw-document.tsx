import { getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import type { OrderDetail } from '@/lib/orders/order';

/** What the channel sent, folded away until somebody asks. */
export async function RawDocument({
  document,
}: {
  document: NonNullable<OrderDetail['document']>;
}) {
  const t = await getTranslations('order');
  return (
    <details className="panel">
      <summary className="cursor-pointer px-3 py-2.5 font-semibold">
        {t('document', { at: formatTime(document.readAt) })}
      </summary>
      <pre className="max-h-[420px] overflow-auto border-line border-t px-3 py-2 text-xs">
        {JSON.stringify(document.raw, null, 2)}
      </pre>
    </details>
  );
}
