import { getTranslations } from 'next-intl/server';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { formatNumber, formatTime } from '@/app/ui/format';
import { orderColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { waitingLines } from '@/lib/matching/screen';
import { lineColumns } from './columns';
import type { PagedListProps } from './line-list';

type GroupDialogProps = PagedListProps & { closeHref: string };

/** The orders that wait for one decision: those of one product and option. */
export async function GroupDialog({ filter, request, size, params, closeHref }: GroupDialogProps) {
  const t = await getTranslations('match');
  const page = await waitingLines(await currentCtx(), filter, request);
  const [first] = page.rows;
  return (
    <Dialog
      title={t('group.title')}
      description={first && [first.productName, first.option].filter(Boolean).join(' · ')}
      width="wide"
      closeHref={closeHref}
    >
      <div className="grid gap-3">
        <List total={page.total} footer={<Pager page={page} size={size} params={params} />}>
          <Table
            label={t('group.title')}
            rows={page.rows.map((line, index) => ({ ...line, no: page.firstNo - index }))}
            rowKey={(line) => line.lineId}
            emptyHint={t('group.empty')}
            columns={[
              ...lineColumns(t),
              orderColumn(t('columns.orderNo')),
              {
                key: 'paidAt',
                header: t('columns.paidAt'),
                cell: (line) => formatTime(line.paidAt),
              },
              {
                key: 'units',
                header: t('columns.quantity'),
                kind: 'number',
                cell: (line) => formatNumber(line.units),
              },
            ]}
          />
        </List>
        <DialogButtons />
      </div>
    </Dialog>
  );
}
