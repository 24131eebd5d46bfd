import { getTranslations } from 'next-intl/server';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { goodsColumns } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { isNarrowed, type LineFilter } from '@/lib/matching/open-lines';
import type { WaitingKey } from '@/lib/matching/screen';
import { codeColumn, lineColumns, matchColumn, RunButton, whyColumn } from './columns';
import { MatchDesk } from './match-desk';
import { NothingWaits } from './nothing-waits';

type KeyListProps = {
  filter: LineFilter;
  keys: readonly WaitingKey[];
  total: number;
  params: Params;
};

/** One row a product and option: one decision serves all the lines that wait on it. */
export async function KeyList({ filter, keys, total, params }: KeyListProps) {
  const t = await getTranslations('match');
  return (
    <MatchDesk lineIds={keys.map((key) => key.lineId)}>
      <List total={total} searched={isNarrowed(filter)} toolbar={<RunButton />}>
        <Table
          label={t('lists.keys')}
          rows={keys.map((key, index) => ({ ...key, no: total - index }))}
          rowKey={(key) => key.lineId}
          emptyHint={<NothingWaits tab="keys" isNarrowed={isNarrowed(filter)} />}
          columns={[
            ...lineColumns(t),
            codeColumn(t),
            whyColumn(t),
            ...goodsColumns(t, 'wrap'),
            {
              key: 'lines',
              header: t('columns.waiting'),
              kind: 'number',
              cell: (key) => (
                <OpenDialogButton
                  needs="viewer"
                  size="small"
                  href={withParams(params, { group: `${key.lineId}` })}
                  aria-label={t('group.open', {
                    count: key.lines,
                    name: `${key.productName} ${key.option}`.trim(),
                  })}
                >
                  {t('waitingLines', { count: key.lines })}
                </OpenDialogButton>
              ),
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
