import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { formatNumber } from '@/app/ui/format';
import { RunForm } from '@/app/ui/run/run-form';
import type { Column } from '@/app/ui/table/table';
import { marketplaceOf } from '@/lib/channels/registry';
import type { WaitingLine } from '@/lib/matching/screen';
import { previewRun, runMatching } from './actions';
import { OpenButton } from './match-desk';
import type { Translate } from './translate';

type Row = Pick<WaitingLine, 'orderLineId' | 'marketplace' | 'channelName'> & { no: number };

/** What every list of lines begins with. */
export function lineColumns(t: Translate): Column<Row>[] {
  return [
    { key: 'no', header: 'No', kind: 'number', cell: (row) => formatNumber(row.no) },
    { key: 'lineId', header: t('columns.lineId'), kind: 'number', cell: (row) => row.orderLineId },
    channelColumn(t),
  ];
}

export function channelColumn(t: Translate): Column<{ marketplace: string; channelName: string }> {
  return {
    key: 'channel',
    header: t('columns.channel'),
    cell: (row) => (
      <ChannelName name={row.channelName} mark={marketplaceOf(row.marketplace).mark} />
    ),
  };
}

export function codeColumn(t: Translate): Column<Pick<WaitingLine, 'productCode'>> {
  return {
    key: 'productCode',
    header: t('columns.productCode'),
    cell: (row) => row.productCode || '-',
  };
}

/** 판매처 상품명 · 옵션 */
export function nameColumns(t: Translate): Column<Pick<WaitingLine, 'productName' | 'option'>>[] {
  return [
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text',
      cell: (row) => row.productName,
    },
    { key: 'option', header: t('columns.option'), kind: 'text', cell: (row) => row.option || '-' },
  ];
}

export function matchColumn(t: Translate): Column<Pick<WaitingLine, 'lineId'>> {
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
