import { Badge, type Tone } from '@/app/ui/badge';
import { LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatCount, formatNumber, formatTime } from '@/app/ui/format';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { PastPurchase, SupplierWork } from '@/lib/invoicing/purchase-orders/screen';
import { MadeFile } from '../made-file';
import { cancelRequest } from '../sheet-actions';
import { RequestDialog } from './request-dialog';

/** What waits at each supplier, and the way to ask for it. */
export function supplierColumns(
  t: Translate<'suppliers'>,
  params: Params,
  mayAsk: boolean,
): Column<SupplierWork>[] {
  const count = (key: 'waiting' | 'unallocated' | 'held' | 'mixed' | 'asked') => ({
    key,
    header: t(`columns.${key}`),
    kind: 'number' as const,
    cell: (row: SupplierWork) => formatCount(row[key]),
  });
  return [
    { key: 'name', header: t('columns.supplier'), cell: (row) => row.name },
    {
      key: 'contact',
      header: t('columns.contact'),
      cell: (row) => [row.phone, row.email].filter(Boolean).join(' · ') || '-',
    },
    count('waiting'),
    count('unallocated'),
    count('held'),
    count('mixed'),
    count('asked'),
    {
      key: 'lines',
      header: t('columns.lines'),
      cell: (row) => (
        <LinkButton
          size="small"
          scroll={false}
          href={withParams(params, { supplier: String(row.id) })}
          aria-label={t('openLines', { supplier: row.name })}
        >
          {t('look')}
        </LinkButton>
      ),
    },
    {
      key: 'ask',
      header: t('columns.ask'),
      cell: (row) =>
        mayAsk ? (
          <RequestDialog supplier={row} />
        ) : (
          <span className="text-muted">{t('noRight')}</span>
        ),
    },
  ];
}

const tones: Record<PastPurchase['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

/** The purchase orders that were made: whom, how many, and how many of them are not back. */
export function purchaseColumns(
  t: Translate<'suppliers'>,
  mayAct: boolean,
): Column<PastPurchase>[] {
  return [
    { key: 'orderNo', header: t('columns.orderNo'), cell: (row) => row.orderNo },
    { key: 'supplier', header: t('columns.supplier'), cell: (row) => row.supplier },
    { key: 'at', header: t('columns.requestedAt'), cell: (row) => formatTime(row.requestedAt) },
    { key: 'operator', header: t('columns.operator'), cell: (row) => row.operator ?? '-' },
    {
      key: 'rows',
      header: t('columns.parcels'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowCount),
    },
    {
      key: 'open',
      header: t('columns.asked'),
      kind: 'number',
      cell: (row) => formatCount(row.waiting),
    },
    { key: 'reason', header: t('columns.reason'), kind: 'text', cell: (row) => row.reason },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (row) => <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>,
    },
    { key: 'file', header: t('columns.file'), cell: (row) => <MadeFile row={row} t={t} /> },
    {
      key: 'cancel',
      header: t('columns.cancel'),
      kind: 'center',
      cell: (row) => mayAct && row.state !== 'cancelled' && cancelButton(row, t),
    },
  ];
}

function cancelButton(row: PastPurchase, t: Translate<'suppliers'>) {
  return (
    <ActionButton
      size="small"
      variant="danger"
      action={cancelRequest}
      input={{ exportId: row.id }}
      confirm={{
        title: t('cancelTitle', { orderNo: row.orderNo }),
        body: t('cancelBody', { count: row.waiting }),
        label: t('cancel'),
      }}
    >
      {t('cancel')}
    </ActionButton>
  );
}
