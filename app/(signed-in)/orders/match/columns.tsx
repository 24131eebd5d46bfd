import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { RunForm } from '@/app/ui/run/run-form';
import { channelColumn, noColumn } from '@/app/ui/table/columns';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { WaitingLine } from '@/lib/matching/screen';
import type { WhyUnmatched } from '@/lib/matching/why-unmatched';
import { previewRun, runMatching } from './actions';
import { OpenButton } from './match-desk';

type Row = Pick<WaitingLine, 'orderLineId' | 'marketplace' | 'channelName'> & { no: number };

/** What every list of lines begins with. */
export function lineColumns(t: Translate<'match'>): Column<Row>[] {
  return [
    noColumn,
    { key: 'lineId', header: t('columns.lineId'), kind: 'number', cell: (row) => row.orderLineId },
    channelColumn(t('columns.channel'), 'narrow'),
  ];
}

export function codeColumn(t: Translate<'match'>): Column<Pick<WaitingLine, 'productCode'>> {
  return {
    key: 'productCode',
    header: t('columns.productCode'),
    cell: (row) => row.productCode || '-',
  };
}

/** 미매칭 사유 */
export function whyColumn(t: Translate<'match'>): Column<Pick<WaitingLine, 'why'>> {
  return {
    key: 'why',
    header: t('columns.whyUnmatched'),
    kind: 'text',
    cell: ({ why }) => whyText(t, why),
  };
}

function whyText(t: Translate<'match'>, why: WhyUnmatched): string {
  if (why.rule !== 'sharedCode') return t(`unmatched.${why.rule}`, why);
  const { code, variantCodes, others } = why;
  return t('unmatched.sharedCode', { code, variants: variantCodes.join(', '), others });
}

export function matchColumn(t: Translate<'match'>): Column<Pick<WaitingLine, 'lineId'>> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: (row) => (
      <OpenButton opened={{ kind: 'queue', lineIds: [row.lineId] }} label={t('match')} />
    ),
  };
}

/** 매칭처리: what has one right answer is matched by itself, after a look. */
export async function RunButton() {
  const t = await getTranslations('match');
  return (
    <>
      <LinkButton href="/products/matches" prefetch={false}>
        {t('matches.title')}
      </LinkButton>
      <RunForm preview={previewRun} run={runMatching} label={t('run')} />
    </>
  );
}
