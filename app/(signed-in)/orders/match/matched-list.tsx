import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { goodsColumns, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isNarrowed } from '@/lib/matching/open-lines';
import { matchedLines } from '@/lib/matching/screen';
import { vouchLine } from './actions';
import { lineColumns, RunButton } from './columns';
import type { PagedListProps } from './line-list';
import { MatchDesk, OpenButton } from './match-desk';
import { Meaning } from './meaning';
import { ruleText } from './rule-text';

/** What open lines were matched to, and by which rule. */
export async function MatchedList({ filter, request, size, params }: PagedListProps) {
  const t = await getTranslations('match');
  const page = await matchedLines(await currentCtx(), filter, request);
  return (
    <MatchDesk>
      <List
        total={page.total}
        searched={isNarrowed(filter) || filter.onlyOdd}
        toolbar={<RunButton />}
        footer={<Pager page={page} size={size} params={params} />}
      >
        <Table
          label={t('lists.matched')}
          rows={page.rows.map((line, index) => ({ ...line, no: page.firstNo - index }))}
          rowKey={(line) => line.shipmentLineId}
          rowTone={(line) => (line.oddities?.length ? 'warn' : undefined)}
          emptyHint={t('emptyMatched')}
          columns={[
            ...lineColumns(t),
            orderColumn(t('columns.orderNo')),
            ...goodsColumns(t, 'wrap'),
            {
              key: 'qty',
              header: t('columns.quantity'),
              kind: 'number',
              cell: (line) => formatNumber(line.qty),
            },
            { key: 'items', header: t('columns.items'), kind: 'text', cell: Meaning },
            {
              key: 'rule',
              header: t('columns.rule'),
              kind: 'text',
              cell: (line) => ruleText(t, line.rule),
            },
            {
              key: 'stage',
              header: t('columns.stage'),
              cell: (line) => <StateBadge axis="stage" state={line.stage} />,
            },
            {
              key: 'manage',
              header: t('columns.manage'),
              kind: 'center',
              cell: (line) => (
                <span className="inline-flex gap-1">
                  {line.oddities !== null && line.oddities.length > 0 && (
                    <ActionButton
                      size="small"
                      variant="quiet"
                      action={vouchLine}
                      input={{ lineId: line.shipmentLineId }}
                    >
                      {t('vouch')}
                    </ActionButton>
                  )}
                  <OpenButton
                    opened={{ kind: 'line', lineId: line.shipmentLineId }}
                    label={t('change')}
                  />
                </span>
              ),
            },
          ]}
        />
      </List>
    </MatchDesk>
  );
}
