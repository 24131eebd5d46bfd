import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { collectionOverview } from '@/lib/collection/screen';
import { dayPicture } from '@/lib/dashboard/day';
import { runningJobs } from '@/lib/dashboard/running';
import { readFirstRun } from '@/lib/settings/first-run';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { FirstSteps } from './first-steps';
import { FlowPicture } from './flow-picture';
import { FlowTable } from './flow-table';
import { HealthList } from './health-list';
import { HoursChart } from './hours-chart';
import { NewsList } from './news-list';
import { RunningList } from './running-list';
import { ShipClock } from './ship-clock';

const LIVE_MS = 5_000;
const WORKING_MS = 2_000;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home');
  return { title: t('title') };
}

/** 기본: the day at one look; each number leads to its rows, and all of it follows by itself. */
export default async function HomePage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('home')];
  const [day, running, overview, channels, firstRun] = await Promise.all([
    dayPicture(ctx),
    runningJobs(ctx),
    collectionOverview(ctx),
    channelChoices(ctx),
    readFirstRun(ctx),
  ]);
  return (
    <StageFrame title={t('title')} trail={[t('menu'), t('title')]} namespaces={['home']}>
      <LiveRefresh active everyMs={running.count > 0 ? WORKING_MS : LIVE_MS} />
      <FirstSteps done={firstRun} mayClose={isAtLeast(ctx.role, 'owner')} />
      <div className="grid grid-cols-2 items-stretch gap-2.5">
        <ShipClock day={day} now={ctx.now} maySet={isAtLeast(ctx.role, 'manager')} />
        <RunningList {...running} />
      </div>
      <section className="panel" aria-label={t('flow.title')}>
        <h2 className="px-3 pt-2.5">{t('flow.title')}</h2>
        <FlowPicture flow={day.flow} channels={channels} />
        <FlowTable flow={day.flow} channels={channels} />
      </section>
      <div className="grid grid-cols-2 items-start gap-2.5">
        <HoursChart hours={day.hours} />
        <HealthList channels={overview.channels} />
      </div>
      <NewsList />
    </StageFrame>
  );
}
