import { getTranslations } from 'next-intl/server';
import { noFrom } from '@/app/ui/table/columns';
import { Table } from '@/app/ui/table/table';
import {
  askedColumn,
  manageColumn,
  orderColumn,
  reasonText,
  stateColumn,
  tellingTone,
} from '@/app/ui/telling-columns';
import type { NoticeRow } from '@/lib/notices/screen';
import { settle } from './actions';

type NoticeTableProps = {
  notices: NoticeRow[];
  mayWork: boolean;
  /** The No of the top row in the list of all; without it these are of one order. */
  firstNo?: number;
};

/** What marketplaces are told of lines: how far it is, and what a person can do about it. */
export async function NoticeTable({ notices, mayWork, firstNo }: NoticeTableProps) {
  const t = await getTranslations('notices');
  const ofAll = firstNo !== undefined;
  return (
    <Table
      label={t('title')}
      rows={notices}
      rowKey={(notice) => notice.id}
      rowTone={tellingTone}
      emptyHint={t('empty')}
      columns={[
        ...(ofAll ? [noFrom(firstNo)] : []),
        askedColumn(t),
        { key: 'kind', header: t('columns.kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
        ...(ofAll ? [orderColumn(t)] : []),
        { key: 'product', header: t('columns.product'), kind: 'wrap', cell: (row) => row.product },
        {
          key: 'content',
          header: t('columns.content'),
          kind: 'wrap',
          cell: ({ reason, detail, shipOn }) =>
            [shipOn && t('until', { shipOn }), reasonText(t, reason), detail]
              .filter(Boolean)
              .join(' · '),
        },
        stateColumn(t),
        ...(mayWork ? [manageColumn(t, settle)] : []),
      ]}
    />
  );
}
