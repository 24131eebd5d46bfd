import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { formatNumber } from '@/app/ui/format';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { goodsColumns, orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isNarrowed, type LineFilter } from '@/lib/matching/open-lines';
import { type WaitingLine, waitingLines } from '@/lib/matching/screen';
import type { PageRequest } from '@/lib/paging';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { codeColumn, lineColumns, matchColumn, RunButton, whyColumn } from './columns';
import { MatchDesk } from './match-desk';
import { NothingWaits } from './nothing-waits';

export type PagedListProps = {
  filter: LineFilter;
  request: PageRequest;
  size: number;
  params: Params;
};

/** 주문수동매칭: the unmatched lines one by one. */
export async function LineList({ filter, request, size, params }: PagedListProps) {
  const t = await getTranslations('match');
  const ctx = await currentCtx();
  const page = await waitingLines(ctx, filter, request);
  const marks = await parcelMarks(
    ctx,
    page.rows.map((line) => line.shipmentId),
  );
  return (
    <MatchDesk lineIds={page.rows.map((line) => line.lineId)}>
      <List
        total={page.total}
        searched={isNarrowed(filter)}
        toolbar={<RunButton />}
        footer={<Pager page={page} size={size} params={params} />}
      >
        <Table
          label={t('lists.lines')}
          rows={page.rows.map((line, index) => ({ ...line, no: page.firstNo - index }))}
          rowKey={(line) => line.lineId}
          emptyHint={<NothingWaits tab="lines" isNarrowed={isNarrowed(filter)} />}
          columns={[
            ...lineColumns(t),
            orderColumn(t('columns.orderNo'), (line: WaitingLine) => (
              <>
                {' '}
                <ParcelMarks marks={marks.get(line.shipmentId)} />
              </>
            )),
            codeColumn(t),
            whyColumn(t),
            ...goodsColumns(t, 'wrap'),
            {
              key: 'units',
              header: t('columns.quantity'),
              kind: 'number',
              cell: (line) => formatNumber(line.units),
            },
            matchColumn(t),
          ]}
        />
      </List>
    </MatchDesk>
  );
}
