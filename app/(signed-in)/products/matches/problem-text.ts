import type { Translate } from '@/app/ui/translate';
import type { CellProblem } from '@/lib/files/sheet-import';
import type { MatchProblem } from '@/lib/matching/sheet/match-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(
  t: Translate<'match'>,
  { problem, column, shown }: CellProblem<MatchProblem>,
): string {
  return `${column}: ${t(`sheet.problems.${problem}`, { shown })}`;
}
