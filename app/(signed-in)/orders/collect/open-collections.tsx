import { getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import { Progress } from '@/app/ui/run/progress';
import type { OpenCollection } from '@/lib/collection/screen';
import { failureText } from './failure-text';

/** What is being collected now, channel by channel; it goes on when this page is left. */
export async function OpenCollections({ open }: { open: OpenCollection[] }) {
  if (open.length === 0) return null;
  const t = await getTranslations('collect.progress');
  return (
    <section className="panel grid gap-3 p-3" aria-label={t('title')} data-open-collections>
      <h2 className="font-semibold">{t('title')}</h2>
      {
        await Promise.all(
          open.map(async (run) => (
            <div key={run.id}>
              <Progress
                label={run.channelName}
                done={run.fetched}
                total={null}
                active={run.state === 'running'}
                detail={t('counts', {
                  state: run.state,
                  added: run.added,
                  updated: run.updated,
                  failed: run.failed,
                })}
              />
              {run.error && (
                <p className="text-warn text-xs">
                  {t('waiting', {
                    reason: await failureText(run.error),
                    at: formatTime(run.dueAt),
                  })}
                </p>
              )}
            </div>
          )),
        )
      }
    </section>
  );
}
