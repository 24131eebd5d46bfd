import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import type { Params } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import { noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { RememberedAnswer } from '@/lib/bundling/answers';
import type { Page } from '@/lib/paging';
import { RevokeButton } from './revoke-button';

type Row = RememberedAnswer & { no: number };

type AnswerListProps = { page: Page<RememberedAnswer>; params: Params; size: number };

/** 기억한 답변: pairs of recipients that are not asked about again, and the way to ask again. */
export async function AnswerList({ page, params, size }: AnswerListProps) {
  const t = await getTranslations('bundle');
  const both = (draw: (recipient: NonNullable<Row['recipients'][0]>) => string) => (row: Row) =>
    row.recipients.map((recipient, at) => (
      <div key={`${row.id} ${at === 0 ? 'first' : 'second'}`}>
        {recipient ? draw(recipient) || '-' : t('answers.purged')}
      </div>
    ));
  const columns: Column<Row>[] = [
    noColumn,
    {
      key: 'answer',
      header: t('columns.answer'),
      kind: 'center',
      cell: (row) => (
        <Badge tone={row.isTogether ? 'good' : 'warn'}>
          {t(row.isTogether ? 'review.together' : 'review.apart')}
        </Badge>
      ),
    },
    { key: 'name', header: t('columns.name'), cell: both((recipient) => recipient.name) },
    {
      key: 'address',
      header: t('columns.address'),
      kind: 'wrap',
      cell: both((recipient) => recipient.address),
    },
    { key: 'phone', header: t('columns.phone'), cell: both((recipient) => recipient.phone) },
    { key: 'mobile', header: t('columns.mobile'), cell: both((recipient) => recipient.mobile) },
    { key: 'operator', header: t('answers.operator'), cell: (row) => row.operator ?? '-' },
    { key: 'answeredAt', header: t('answers.at'), cell: (row) => formatTime(row.answeredAt) },
    {
      key: 'manage',
      header: t('columns.manage'),
      cell: (row) => <RevokeButton answerId={row.id} />,
    },
  ];
  return (
    <List total={page.total} footer={<Pager page={page} size={size} params={params} />}>
      <Table
        label={t('tabs.answers')}
        columns={columns}
        rows={page.rows.map((row, at) => ({ ...row, no: page.firstNo - at }))}
        rowKey={(row) => row.id}
        emptyHint={t('empty.answers')}
      />
    </List>
  );
}
