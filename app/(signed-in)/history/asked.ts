import type { Params } from '@/app/ui/filter/params';
import type { runKinds } from '@/lib/history/runs';
import type { Period } from '@/lib/period';

/** What the conditions of the history screen say. */
export type HistoryListProps = {
  asked: {
    stage: (typeof runKinds)[number] | null;
    user: number | null;
    kind: 'shipmentId' | 'orderNo';
    word: string;
    size: number;
    page?: string;
  };
  period: Period;
  params: Params;
};

/** A number that somebody typed; 0, which is nobody's, for anything else. */
export function typedId(word: string): number {
  const id = Number(word.replaceAll(',', ''));
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}
