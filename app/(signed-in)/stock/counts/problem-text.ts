import type { Translate } from '@/app/ui/translate';
import type { RowProblem } from '@/lib/stock/count-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(t: Translate<'stock'>, { problem, column, shown }: RowProblem): string {
  return `${column}: ${t(`counts.sheet.problems.${problem}`, { shown })}`;
}
