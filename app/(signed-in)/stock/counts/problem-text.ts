import type { Translate } from '@/app/ui/translate';
import type { CellProblem } from '@/lib/files/sheet-import';
import type { CountProblem } from '@/lib/stock/count-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(
  t: Translate<'stock'>,
  { problem, column, shown }: CellProblem<CountProblem>,
): string {
  return `${column}: ${t(`counts.sheet.problems.${problem}`, { shown })}`;
}
