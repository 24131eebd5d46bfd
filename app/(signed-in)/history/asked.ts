import type { Params } from '@/app/ui/filter/params';
import type { runKinds } from '@/lib/history/runs';
import type { Subject } from '@/lib/history/subject';
import type { Period } from '@/lib/period';

/** What the conditions of the history screen say. */
export type HistoryListProps = {
  asked: {
    tab: 'runs' | 'events' | 'access';
    stage: (typeof runKinds)[number] | null;
    user: number | null;
    size: number;
    page?: string;
  };
  /** What was searched for; null where nothing was. */
  subjects: Subject[] | null;
  period: Period;
  params: Params;
};
