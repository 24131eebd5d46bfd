import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatCount, formatTime } from '@/app/ui/format';
import { channelColumn, goodsColumns, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import {
  type MatchFilter,
  type RememberedMatch,
  rememberedMatches,
} from '@/lib/matching/matches-screen';
import type { PageRequest } from '@/lib/paging';
import { vouch } from '../../orders/match/actions';
import { codeColumn } from '../../orders/match/columns';
import { OpenButton } from '../../orders/match/match-desk';
import { Meaning } from '../../orders/match/meaning';
import { ruleText } from '../../orders/match/rule-text';
import { DeleteButton } from './delete-button';
import { MatchUploadButton } from './sheet-dialogs';

type MatchTableProps = {
  filter: MatchFilter;
  request: PageRequest;
  size: number;
  params: Params;
};

/** The remembered matches: what each means, by which rule, by whom and when. */
export async function MatchTable({ filter, request, size, params }: MatchTableProps) {
  const t = await getTranslations('match');
  const page = await rememberedMatches(await currentCtx(), filter, request);
  const isNarrowed = Boolean(filter.word || filter.rule || filter.channelIds?.length);
  return (
    <List
      total={page.total}
      searched={isNarrowed || filter.show !== 'all'}
      rowIds={page.rows.map((match) => match.id)}
      toolbar={
        <>
          <ActionButton action={vouch} selectionAs="matchIds">
            {t('vouch')}
          </ActionButton>
          <DeleteButton label={t('matches.deleteSelected')} />
          <MatchUploadButton />
          <DownloadButton
            isDrawn
            href={`/products/matches/sheet${withParams(params, { page: undefined })}`}
          >
            {t('sheet.download')}
          </DownloadButton>
        </>
      }
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('matches.title')}
        rows={page.rows.map((match, index) => ({ ...match, no: page.firstNo - index }))}
        rowKey={(match) => match.id}
        selectLabel={(match) => t('matches.select', { name: match.productName })}
        rowTone={(match) => (match.oddities?.length ? 'warn' : undefined)}
        emptyHint={t('matches.empty')}
        columns={columnsOf(t, params)}
      />
    </List>
  );
}

function columnsOf(
  t: Translate<'match'>,
  params: Params,
): Column<RememberedMatch & { no: number }>[] {
  return [
    noColumn,
    channelColumn(t('columns.channel'), 'narrow'),
    codeColumn(t),
    ...goodsColumns(t),
    {
      key: 'items',
      header: t('columns.items'),
      kind: 'text',
      width: '22%',
      cell: Meaning,
    },
    {
      key: 'rule',
      header: t('columns.rule'),
      cell: (match) => <WhyText>{ruleText(t, match.rule)}</WhyText>,
    },
    {
      key: 'operator',
      header: t('columns.operator'),
      cell: (match) => match.operator ?? t('matches.automatic'),
    },
    {
      key: 'matchedAt',
      header: t('columns.matchedAt'),
      cell: (match) => (
        <Link
          href={withParams(params, { changes: String(match.id) })}
          scroll={false}
          prefetch={false}
        >
          {formatTime(match.matchedAt)}
        </Link>
      ),
    },
    {
      key: 'openLines',
      header: t('columns.openLines'),
      kind: 'number',
      cell: (match) => formatCount(match.openLines),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (match) => (
        <span className="inline-flex gap-1">
          <OpenButton opened={{ kind: 'match', matchId: match.id }} label={t('change')} />
          <DeleteButton label={t('matches.delete')} matchId={match.id} />
        </span>
      ),
    },
  ];
}
