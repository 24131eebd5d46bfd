import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Page } from '@/lib/paging';
import type { ShortParcel } from '@/lib/shipping/decisions/short-parcels';
import { queueAgain } from './actions';
import { type MarksById, parcelColumns } from './columns';

type ShortListProps = { page: Page<ShortParcel>; marks: MarksById; footer: ReactNode };

/** 결품: held at packing, until the goods are there again. */
export async function ShortList({ page, marks, footer }: ShortListProps) {
  const { rows, total } = page;
  const [t, tShip] = [await getTranslations('ship.decisions'), await getTranslations('ship')];
  const columns: Column<ShortParcel>[] = [
    ...parcelColumns(tShip, (row: ShortParcel) => row.id, marks),
    {
      key: 'foundAt',
      header: t('columns.foundAt'),
      cell: ({ foundAt, foundBy }) =>
        foundAt ? [formatTime(foundAt), foundBy].filter(Boolean).join(' · ') : '-',
    },
    { key: 'note', header: t('columns.note'), kind: 'wrap', cell: (row) => row.note || '-' },
    {
      key: 'decision',
      header: t('columns.decision'),
      cell: (row) => (
        <ActionButton
          size="small"
          action={queueAgain}
          input={{ shipmentIds: [row.id] }}
          confirm={{
            title: t('requeueTitle'),
            body: t('requeueOneBody', { id: String(row.id) }),
            label: t('requeue'),
          }}
        >
          {t('requeue')}
        </ActionButton>
      ),
    },
  ];
  const missingOf = ({ isCounted, missing }: ShortParcel) => {
    const pieces = missing.map(({ available, ...piece }) =>
      t('missingPiece', { ...piece, count: available }),
    );
    return [
      ...(isCounted ? [t('foundByCount')] : []),
      ...(pieces.length > 0 ? [t('missing', { pieces: pieces.join(', ') })] : []),
    ].join(' · ');
  };
  return (
    <List
      total={total}
      rowIds={rows.map((row) => row.id)}
      toolbar={
        <ActionButton
          action={queueAgain}
          selectionAs="shipmentIds"
          confirm={{ title: t('requeueTitle'), body: t('requeueBody'), label: t('requeue') }}
        >
          {t('requeueSelected')}
        </ActionButton>
      }
      footer={footer}
    >
      <Table
        label={t('shortList')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        selectLabel={(row) => tShip('selectRow', { id: row.id })}
        rowNote={(row) => <span className="text-muted">{missingOf(row)}</span>}
        emptyHint={t('shortEmpty')}
      />
    </List>
  );
}
