import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { choiceParam, type Params, pageParams, readParams } from '@/app/ui/filter/params';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { answerCounts, answerLists, openAnswers } from '@/lib/claims/answers/screen';
import { pageRequest } from '@/lib/paging';
import { AnswerTable } from './answer-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('claims.answer');
  return { title: t('title') };
}

/** 판매처 답변: what channels are not told yet, or what waits for a person. */
export default async function AnswersPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const { list, page, size } = readParams(params, {
    ...pageParams,
    list: choiceParam(answerLists),
  });
  const [ctx, t] = [await currentCtx(), await getTranslations('claims.answer')];
  const answers = await openAnswers(ctx, list, pageRequest(page, size));
  const counts = await answerCounts(ctx);
  return (
    <StageFrame title={t('title')}>
      <LiveRefresh active={counts.open > counts.failed} everyMs={3000} />
      <p className="text-muted">{t('lead')}</p>
      <Tabs
        label={t('lists.label')}
        selected={list}
        tabs={answerLists.map((key) => ({
          key,
          href: `/claims/answers?list=${key}`,
          label: t(`lists.${key}`),
          count: counts[key],
        }))}
      />
      <List
        total={answers.total}
        toolbar={<LinkButton href="/claims">{t('toClaims')}</LinkButton>}
        footer={<Pager page={answers} size={size} params={params} />}
      >
        <AnswerTable
          answers={answers.rows}
          mayWork={ctx.role !== 'viewer'}
          firstNo={answers.firstNo}
        />
      </List>
    </StageFrame>
  );
}
