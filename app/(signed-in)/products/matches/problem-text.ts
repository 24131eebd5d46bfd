import type { RowProblem } from '@/lib/matching/match-sheet';
import type { Translate } from '../../orders/match/translate';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(t: Translate, { problem, column, shown }: RowProblem): string {
  return `${column}: ${t(`sheet.problems.${problem}`, { shown })}`;
}
