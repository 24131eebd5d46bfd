import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { noFrom } from '@/app/ui/table/columns';
import { type Column, Table } from '@/app/ui/table/table';
import {
  askedColumn,
  manageColumn,
  orderColumn,
  reasonText,
  stateColumn,
  tellingTone,
} from '@/app/ui/telling-columns';
import type { AnswerRow } from '@/lib/claims/answers/screen';
import { settle } from './actions';

type AnswerTableProps = {
  answers: AnswerRow[];
  mayWork: boolean;
  /** The No of the top row in the list of all; without it these are of one order or claim. */
  firstNo?: number;
};

/** What channels are told of claims: how far it is, why not, and what a person can do about it. */
export async function AnswerTable({ answers, mayWork, firstNo }: AnswerTableProps) {
  const t = await getTranslations('claims.answer');
  const errors = await getTranslations('claims.errors');
  const ofAll = firstNo !== undefined;
  const product: Column<AnswerRow> = {
    key: 'product',
    header: t('columns.product'),
    kind: 'wrap',
    cell: ({ claimId, product }) => (
      <Link href={`/claims?claim=${claimId}`} prefetch={false}>
        {product}
      </Link>
    ),
  };
  return (
    <Table
      label={t('title')}
      rows={answers}
      rowKey={(row) => row.id}
      rowTone={tellingTone}
      emptyHint={t('empty')}
      columns={[
        ...(ofAll ? [noFrom(firstNo)] : []),
        askedColumn(t),
        {
          key: 'verb',
          header: t('columns.verb'),
          cell: ({ verb }) => (
            <span className="block min-w-24 whitespace-normal">{t(`verbs.${verb}`)}</span>
          ),
        },
        ...(ofAll ? [orderColumn(t), product] : []),
        {
          key: 'content',
          header: t('columns.content'),
          kind: 'wrap',
          cell: ({ reason, detail, waybillNo }) =>
            [reasonText(t, reason), detail, waybillNo].filter(Boolean).join(' · ') || '-',
        },
        stateColumn(t, errors),
        ...(mayWork ? [manageColumn(t, settle)] : []),
      ]}
    />
  );
}
