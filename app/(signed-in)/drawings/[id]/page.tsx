import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Trail } from '@/app/ui/frame/trail';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Progress } from '@/app/ui/run/progress';
import { currentCtx } from '@/lib/auth/current';
import { type Drawing, findDrawing } from '@/lib/drawings/screen';
import { ExpectedError } from '@/lib/errors';
import { idOrNone } from '@/lib/ids';
import { sentence } from '@/lib/refusal';
import { OpenFile } from './open-file';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('files.drawing');
  return { title: t('title') };
}

/** A sheet or PDF on its way: how far it is, why it is late, or why there is none. */
export default async function DrawingPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await currentCtx();
  const drawing = await findDrawing(ctx, idOrNone.parse((await params).id)).catch((error) => {
    if (error instanceof ExpectedError) notFound();
    throw error;
  });
  const t = await getTranslations('files.drawing');
  const isUnderWay = drawing.state === 'queued' || drawing.state === 'running';
  return (
    <>
      <Trail steps={[t('title')]} />
      <main className="grid justify-center px-4 pt-10">
        <section className="panel grid w-[480px] gap-3 px-5 py-4" aria-label={t('title')}>
          <h1 className="text-base">{drawing.name || t('title')}</h1>
          <LiveRefresh active={isUnderWay} />
          {isUnderWay && <UnderWay drawing={drawing} />}
          {drawing.state === 'failed' && <Failed drawing={drawing} />}
          {drawing.state === 'done' && (
            <OpenFile href={`/drawings/${drawing.id}/file`} done={t('done')} open={t('open')} />
          )}
        </section>
      </main>
    </>
  );
}

async function UnderWay({ drawing }: { drawing: Drawing }) {
  const t = await getTranslations('files.drawing');
  const { state, done, total, isStalled, others } = drawing;
  const label = state === 'running' ? t('running') : t('queued');
  return (
    <>
      <Progress label={label} done={done} total={Math.max(1, total)} active />
      {isStalled && (
        <Notice tone="warn">{others > 0 ? t('busy', { others }) : t('stalled')}</Notice>
      )}
    </>
  );
}

async function Failed({ drawing: { refusal } }: { drawing: Drawing }) {
  const t = await getTranslations('files.drawing');
  const why = refusal ? await sentence(refusal.key, refusal.values) : t('failed');
  return (
    <>
      <Notice tone="bad">{why}</Notice>
      <p className="text-muted">{t('goBack')}</p>
    </>
  );
}
