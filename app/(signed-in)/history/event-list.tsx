import { getLocale, getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { eventHistory, type HistoryEvent } from '@/lib/history/events';
import { pageRequest } from '@/lib/paging';
import { ruleSettings } from '@/lib/settings/parcel-rules';
import type { HistoryListProps } from './asked';
import { detailText, subjectText, verbText } from './event-text';
import { type SettingWords, settingText } from './setting-texts';

/** A sign-in has neither. */
const OF_CHANGES = ['subject', 'detail'];

/** 변경 이력: what people changed one by one. 접속기록: who signed in, from where. */
export async function EventList({ asked, subjects, period, params }: HistoryListProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('history')];
  const locale = await getLocale();
  const isAccess = asked.tab === 'access';
  const page = await eventHistory(
    ctx,
    { ...period, userId: asked.user, isAccess, subjects },
    pageRequest(asked.page, asked.size),
  );
  const [words, named] = [await settingWords(), await ruleSettings(ctx)];

  function wordsOf(event: HistoryEvent): string {
    const told = [detailText(t, event.detail, locale), settingText(words, named, event)];
    return told.filter(Boolean).join(' · ');
  }

  const columns: Column<HistoryEvent>[] = [
    { key: 'at', header: t('columns.at'), cell: (event) => formatTime(event.at) },
    {
      key: 'operator',
      header: t('columns.operator'),
      cell: (event) => event.operator ?? t('automatic'),
    },
    { key: 'address', header: t('columns.address'), cell: (event) => event.address ?? '-' },
    { key: 'verb', header: t('columns.verb'), cell: (event) => verbText(t, event.verb) },
    { key: 'subject', header: t('columns.subject'), cell: (event) => subjectText(t, event) },
    {
      key: 'detail',
      header: t('columns.detail'),
      kind: 'wrap',
      cell: (event) => <span title={JSON.stringify(event.detail)}>{wordsOf(event) || '-'}</span>,
    },
  ];

  return (
    <List
      total={page.total}
      searched={subjects !== null}
      footer={<Pager page={page} size={asked.size} params={params} />}
    >
      <Table
        label={t(`tabs.${asked.tab}`)}
        rows={page.rows}
        rowKey={(event) => event.id}
        emptyHint={t(isAccess ? 'emptyAccess' : 'emptyEvents')}
        columns={columns.filter(({ key }) => !isAccess || !OF_CHANGES.includes(key))}
      />
    </List>
  );
}

async function settingWords(): Promise<SettingWords> {
  return {
    automation: await getTranslations('automation'),
    priority: await getTranslations('allocate.priority'),
    rules: await getTranslations('rules'),
  };
}
