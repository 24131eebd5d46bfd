import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ClientMessages } from '@/app/ui/client-messages';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
import {
  choiceParam,
  type Params,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
  withParams,
  wordParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { Trail } from '@/app/ui/frame/trail';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { operators } from '@/lib/history/operators';
import { runKinds } from '@/lib/history/runs';
import { subjectsOf, subjectWordKinds } from '@/lib/history/subject';
import { id } from '@/lib/ids';
import { koreanPeriod } from '@/lib/period';
import { EventList } from './event-list';
import { RunList } from './run-list';

const tabs = ['runs', 'events', 'access'] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history');
  return { title: t('title') };
}

/** 이력: every run and every change, by whom and when. */
export default async function HistoryPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('history')];
  const asked = readParams(params, {
    tab: choiceParam(tabs),
    ...periodParams(ctx.now, 'week'),
    stage: z.enum(runKinds).nullable().catch(null).default(null),
    user: id.nullable().catch(null).default(null),
    ...wordParams(subjectWordKinds),
    ...pageParams,
  });
  const period = koreanPeriod(asked.from, asked.to);
  const [people, subjects] = [
    await operators(ctx),
    asked.word === '' || asked.tab === 'access' ? null : await subjectsOf(ctx, asked),
  ];
  return (
    <>
      <Trail steps={[t('title'), t(`tabs.${asked.tab}`)]} />
      <main className="grid gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <ClientMessages namespaces={[]}>
          <FilterBar keep={{ tab: asked.tab, size: String(asked.size) }}>
            <PeriodField
              key={`${asked.from}${asked.to}`}
              from={asked.from}
              to={asked.to}
              presets={periodPresets(ctx.now)}
            />
            {asked.tab === 'runs' && (
              <FilterSelect
                name="stage"
                label={t('kind')}
                value={asked.stage ?? ''}
                options={[
                  { value: '', label: t('all') },
                  ...runKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
                ]}
              />
            )}
            <FilterSelect
              name="user"
              label={t('operator')}
              value={asked.user === null ? '' : String(asked.user)}
              options={[
                { value: '', label: t('all') },
                ...people.map(({ userId, name }) => ({ value: String(userId), label: name })),
              ]}
            />
            {asked.tab !== 'access' && (
              <WordField
                label={t('searchKind')}
                kinds={subjectWordKinds.map((kind) => ({
                  value: kind,
                  label: t(`searchKinds.${kind}`),
                }))}
                kind={asked.kind}
                word={asked.word}
              />
            )}
          </FilterBar>
        </ClientMessages>
        <Tabs
          label={t('tabs.label')}
          selected={asked.tab}
          tabs={tabs.map((key) => ({
            key,
            href: withParams(params, { tab: key, page: undefined }),
            label: t(`tabs.${key}`),
          }))}
        />
        {asked.tab === 'runs' ? (
          <RunList asked={asked} subjects={subjects} period={period} params={params} />
        ) : (
          <EventList asked={asked} subjects={subjects} period={period} params={params} />
        )}
      </main>
    </>
  );
}
