import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { currentCtx } from '@/lib/auth/current';
import { openAnswers } from '@/lib/claims/answers/screen';
import { AnswerTable } from './answer-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('claims.answer');
  return { title: t('title') };
}

/** 판매처 답변: what channels are not told yet, or what waits for a person. */
export default async function AnswersPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('claims.answer')];
  const answers = await openAnswers(ctx);
  return (
    <main className="grid gap-2.5 px-4 pt-2.5 pb-6">
      <LiveRefresh active={answers.some(isOnItsWay)} everyMs={3000} />
      <h1 className="font-semibold text-lg">{t('title')}</h1>
      <p className="text-muted">{t('lead')}</p>
      <List
        total={answers.length}
        toolbar={<LinkButton href="/claims">{t('toClaims')}</LinkButton>}
      >
        <AnswerTable answers={answers} mayWork={ctx.role !== 'viewer'} withOrder />
      </List>
    </main>
  );
}

const isOnItsWay = ({ state }: { state: string }) => state === 'queued' || state === 'running';
