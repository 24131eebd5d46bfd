import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isNarrowed, type LineFilter, waitingKeys } from '@/lib/matching/screen';
import { codeColumn, lineColumns, matchColumn, nameColumns, RunButton } from './columns';
import { MatchDesk } from './match-desk';

/** One row a product and option: one decision serves all the lines that wait on it. */
export async function KeyList({ filter, total }: { filter: LineFilter; total: number }) {
  const t = await getTranslations('match');
  const keys = await waitingKeys(await currentCtx(), filter);
  return (
    <MatchDesk lineIds={keys.map((key) => key.lineId)}>
      <List total={total} searched={isNarrowed(filter)} toolbar={<RunButton />}>
        <Table
          label={t('lists.keys')}
          rows={keys.map((key, index) => ({ ...key, no: total - index }))}
          rowKey={(key) => key.lineId}
          emptyHint={t('empty')}
          columns={[
            ...lineColumns(t),
            codeColumn(t),
            ...nameColumns(t),
            {
              key: 'lines',
              header: t('columns.waiting'),
              kind: 'number',
              cell: (key) => t('waitingLines', { count: key.lines }),
            },
            {
              key: 'units',
              header: t('columns.quantity'),
              kind: 'number',
              cell: (key) => formatNumber(key.units),
            },
            {
              key: 'oldest',
              header: t('columns.oldest'),
              cell: (key) => formatTime(key.oldestPaidAt),
            },
            matchColumn(t),
          ]}
        />
      </List>
    </MatchDesk>
  );
}
