import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { choiceParam, type Params, pageParams, readParams } from '@/app/ui/filter/params';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { noticeCounts, noticeLists, openNotices } from '@/lib/notices/screen';
import { pageRequest } from '@/lib/paging';
import { NoticeTable } from './notice-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notices');
  return { title: t('title') };
}

/** 판매처 알림: what is not told yet, or waits for a person. */
export default async function NoticesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const { list, page, size } = readParams(params, {
    ...pageParams,
    list: choiceParam(noticeLists),
  });
  const [ctx, t] = [await currentCtx(), await getTranslations('notices')];
  const notices = await openNotices(ctx, list, pageRequest(page, size));
  const counts = await noticeCounts(ctx);
  return (
    <StageFrame title={t('title')} namespaces={['notices']}>
      <LiveRefresh active={counts.open > counts.waiting} everyMs={3000} />
      <div className="flex items-baseline gap-3">
        <h2 className="text-lg">{t('title')}</h2>
        <p className="text-muted">{t('pageLead')}</p>
      </div>
      <Tabs
        label={t('lists.label')}
        selected={list}
        tabs={noticeLists.map((key) => ({
          key,
          href: `/orders/notices?list=${key}`,
          label: t(`lists.${key}`),
          count: counts[key],
        }))}
      />
      <List total={notices.total} footer={<Pager page={notices} size={size} params={params} />}>
        <NoticeTable
          notices={notices.rows}
          mayWork={ctx.role !== 'viewer'}
          firstNo={notices.firstNo}
        />
      </List>
    </StageFrame>
  );
}
