import { getTranslations } from 'next-intl/server';
import { formatDifference, formatTime } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { type UndoneShipment, undoneCount } from '@/lib/stock/undone-count';

/** What the undo took back, variant by variant and parcel by parcel, and what it had to leave. */
export async function Undone({ countId }: { countId: number }) {
  const undone = await undoneCount(await currentCtx(), countId);
  if (!undone) return null;
  const t = await getTranslations('stock');
  const { at, variants, shipments } = undone;
  return (
    <details className="panel" open>
      <summary className="px-3 py-2.5 font-semibold">
        {t('counts.undoneAt', { at: formatTime(at) })}
      </summary>
      <Shipments
        text={t('counts.restored')}
        shipments={shipments.filter(({ isRestored }) => isRestored)}
      />
      <Shipments
        text={t('counts.keptShipments')}
        shipments={shipments.filter(({ isRestored }) => !isRestored)}
      />
      <Table
        label={t('counts.undoneVariants')}
        rows={variants}
        rowKey={(row) => row.variantId}
        rowTone={({ qty }) => (qty === null ? 'warn' : undefined)}
        columns={[
          {
            key: 'productName',
            header: t('columns.productName'),
            kind: 'text',
            cell: (row) => row.productName,
          },
          {
            key: 'option',
            header: t('columns.option'),
            kind: 'text',
            cell: (row) => row.option || '-',
          },
          { key: 'code', header: t('columns.variantCode'), cell: (row) => row.variantCode },
          {
            key: 'qty',
            header: t('counts.putBack'),
            kind: 'number',
            cell: ({ qty }) => formatDifference(qty ?? 0),
          },
          {
            key: 'outcome',
            header: t('counts.outcome'),
            kind: 'text',
            cell: ({ qty }) => t(qty === null ? 'counts.keptVariant' : 'counts.tookBack'),
          },
        ]}
      />
    </details>
  );
}

function Shipments({ text, shipments }: { text: string; shipments: UndoneShipment[] }) {
  if (shipments.length === 0) return null;
  return (
    <p className="px-3 pb-2">
      {text}{' '}
      {shipments.map(({ id, orderId, orderNo }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          {id} (<OrderLink id={orderId}>{orderNo}</OrderLink>)
        </span>
      ))}
    </p>
  );
}
