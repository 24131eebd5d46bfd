import type { Translate } from '@/app/ui/translate';
import type { RowProblem } from '@/lib/products/variant-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(
  t: Translate<'products'>,
  { problem, column, shown }: RowProblem,
): string {
  return `${column}: ${t(`sheet.problems.${problem}`, { shown })}`;
}
