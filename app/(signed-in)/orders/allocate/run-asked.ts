import type { PastRun } from '@/lib/shipments/runs/run-history';

const byHand = ['line', 'line_release', 'hand', 'release', 'split', 'sender'] as const;

type RunAsked =
  | { what: 'undo' }
  | { what: (typeof byHand)[number]; asked: number }
  | { what: 'days'; from: string; lastMoment: Date; channels: number };

/** What a run of this screen was asked for: to take another back, some chosen ones, or all of some days. */
export function runAsked({
  conditions,
  undoesRunId,
}: Pick<PastRun, 'conditions' | 'undoesRunId'>): RunAsked {
  if (undoesRunId !== null) return { what: 'undo' };
  const { by, asked, from, until, channelIds } = conditions;
  const what = byHand.find((way) => way === by);
  if (what) return { what, asked: Number(asked ?? 0) };
  return {
    what: 'days',
    from: String(from),
    lastMoment: new Date(new Date(String(until)).getTime() - 1),
    channels: Array.isArray(channelIds) ? channelIds.length : 0,
  };
}
