import type { Translate } from '@/app/ui/translate';
import type { RowProblem } from '@/lib/matching/match-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(t: Translate<'match'>, { problem, column, shown }: RowProblem): string {
  return `${column}: ${t(`sheet.problems.${problem}`, { shown })}`;
}
