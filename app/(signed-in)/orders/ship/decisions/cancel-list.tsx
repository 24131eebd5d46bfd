import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { ClaimBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Page } from '@/lib/paging';
import type { StoppedPush } from '@/lib/shipping/decisions/cancel-requests';
import { alreadySent, bringBack } from './actions';
import { type MarksById, parcelColumns } from './columns';

type CancelListProps = { page: Page<StoppedPush>; marks: MarksById; footer: ReactNode };

/** 배송후 취소요청: 이미 발송 or 배송취소, never by itself. */
export async function CancelList({ page, marks, footer }: CancelListProps) {
  const { rows, total } = page;
  const [t, tShip] = [await getTranslations('ship.decisions'), await getTranslations('ship')];
  const columns: Column<StoppedPush>[] = [
    {
      key: 'requestedAt',
      header: t('columns.requestedAt'),
      cell: ({ claim }) => (claim ? formatTime(claim.requestedAt) : t('noClaim')),
    },
    {
      key: 'claim',
      header: t('columns.claim'),
      cell: ({ claim }) => (claim ? <ClaimBadge kind="cancel" state={claim.state} /> : '-'),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'text',
      cell: ({ claim }) => claim?.reason || '-',
    },
    {
      key: 'shippedAt',
      header: tShip('columns.shippedAt'),
      cell: (row) => formatTime(row.shippedAt),
    },
    ...parcelColumns(tShip, (row: StoppedPush) => row.shipmentId, marks),
    { key: 'waybillNo', header: tShip('columns.waybillNo'), cell: (row) => row.waybillNo || '-' },
  ];
  return (
    <List
      total={total}
      rowIds={rows.map((row) => row.pushId)}
      toolbar={
        <>
          <ActionButton
            action={alreadySent}
            selectionAs="pushIds"
            confirm={{
              title: t('alreadySent'),
              body: t('alreadySentBody'),
              label: t('alreadySent'),
            }}
          >
            {t('alreadySent')}
          </ActionButton>
          <ActionButton
            action={bringBack}
            selectionAs="pushIds"
            variant="danger"
            confirm={{ title: tShip('unship'), body: t('unshipBody'), label: tShip('unship') }}
          >
            {tShip('unship')}
          </ActionButton>
        </>
      }
      footer={footer}
    >
      <Table
        label={t('cancelList')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.pushId}
        selectLabel={(row) => tShip('selectRow', { id: row.shipmentId })}
        rowTone={() => 'warn'}
        emptyHint={t('cancelEmpty')}
      />
    </List>
  );
}
