import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ActionButton } from '@/app/ui/form/action-button';
import { ShortHoldBadge, StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Page } from '@/lib/paging';
import type { Mismatch } from '@/lib/shipping/decisions/mismatches';
import { channelStateColumn } from '../columns';
import { pushWords } from '../push-words';
import { repair } from './actions';
import { type MarksById, parcelColumns } from './columns';

type MismatchListProps = { page: Page<Mismatch>; marks: MarksById; footer: ReactNode };

/** 불일치: our state, the channel's, and what would bring them together. */
export async function MismatchList({ page, marks, footer }: MismatchListProps) {
  const { rows, total } = page;
  const [t, tShip] = [await getTranslations('ship.decisions'), await getTranslations('ship')];
  const words = await pushWords();
  const columns: Column<Mismatch>[] = [
    ...parcelColumns(tShip, (row: Mismatch) => row.id, marks),
    { key: 'waybillNo', header: tShip('columns.waybillNo'), cell: (row) => row.waybillNo ?? '-' },
    {
      key: 'stage',
      header: tShip('columns.stage'),
      cell: (row) => (
        <span className="inline-flex gap-1">
          <StateBadge axis="stage" state={row.stage} />
          <ShortHoldBadge kinds={row.holdKinds} />
        </span>
      ),
    },
    channelStateColumn(tShip),
    {
      key: 'push',
      header: tShip('columns.push'),
      cell: (row) => (
        <span className="inline-flex gap-1">
          {[...new Set(row.pushStates)].map((state) => (
            <StateBadge key={state} axis="push" state={state} />
          ))}
        </span>
      ),
    },
    {
      key: 'suggestion',
      header: t('columns.suggestion'),
      cell: (row) =>
        row.repair && (
          <ActionButton
            size="small"
            action={repair}
            input={{ shipmentIds: [row.id], only: row.repair }}
            confirm={{
              title: t(`repairs.${row.repair}`),
              body: t(`repairBody.${row.repair}`, { id: String(row.id) }),
              label: t(`repairs.${row.repair}`),
            }}
          >
            {t(`repairs.${row.repair}`)}
          </ActionButton>
        ),
    },
  ];
  return (
    <List
      total={total}
      rowIds={rows.map((row) => row.id)}
      toolbar={
        <ActionButton
          action={repair}
          selectionAs="shipmentIds"
          variant="primary"
          confirm={{ title: t('apply'), body: t('applyBody'), label: t('apply') }}
        >
          {t('apply')}
        </ActionButton>
      }
      footer={footer}
    >
      <Table
        label={t('mismatchList')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        selectLabel={(row) => tShip('selectRow', { id: row.id })}
        rowTone={(row) => (row.repair === null ? 'warn' : 'bad')}
        rowNote={({ why, marketplace, failures }) => (
          <span className="text-muted">
            {[
              ...(why === 'pushAgain' && failures.length > 0 ? [] : [t(`why.${why}`)]),
              ...words(marketplace, failures),
            ].join(' ')}
          </span>
        )}
        emptyHint={t('mismatchEmpty')}
      />
    </List>
  );
}
