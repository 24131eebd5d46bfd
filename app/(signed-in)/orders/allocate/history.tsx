import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatDay } from '@/app/ui/format';
import { RunHistory } from '@/app/ui/run/run-history';
import type { PastRun } from '@/lib/shipments/runs/run-history';
import { undoRun } from './actions';
import { runAsked } from './run-asked';

/** The last runs, each with the way to what it decided and the way back. */
export async function AllocationHistory({ runs, params }: { runs: PastRun[]; params: Params }) {
  const t = await getTranslations('allocate.history');

  function conditionsOf(run: PastRun): string {
    const asked = runAsked(run);
    if (asked.what !== 'days') return t(asked.what, asked);
    const { from, lastMoment, channels } = asked;
    const period = t('period', { from: formatDay(from), to: formatDay(lastMoment) });
    return channels > 0 ? `${period} · ${t('channels', { count: channels })}` : period;
  }

  function resultOf({ counts, conditions, undoesRunId }: PastRun): string {
    const { restored = 0, released = 0, kept = 0, split = 0 } = counts;
    if (undoesRunId !== null) return t('restored', { restored, kept });
    if (counts.units !== undefined) return t('units', { units: counts.units });
    if (conditions.by === 'release') return t('released', { released, kept });
    if (conditions.by === 'split' || conditions.by === 'sender')
      return t('splitDone', { split, kept });
    const { whole = 0, partly = 0, none = 0, leftOut = 0, givenBack = 0 } = counts;
    const results = [t('allocated', { whole, partly, none, leftOut })];
    if (givenBack > 0) results.push(t('givenBack', { givenBack }));
    if (split > 0) results.push(t('splitInto', { split }));
    return results.join(' · ');
  }

  return (
    <RunHistory
      undo={undoRun}
      runs={runs.map((run) => ({
        run,
        canUndo: run.undoesRunId === null && hasChanged(run.counts),
        conditions: conditionsOf(run),
        result: resultOf(run),
        more: (
          <Link
            href={withParams(params, { run: String(run.id) })}
            scroll={false}
            prefetch={false}
            className="text-accent underline"
          >
            {t('reasons')}
          </Link>
        ),
      }))}
    />
  );
}

function hasChanged(counts: Record<string, number>): boolean {
  return ['whole', 'partly', 'none', 'givenBack', 'split', 'released', 'units'].some(
    (name) => (counts[name] ?? 0) > 0,
  );
}
