import type { Translate } from '@/app/ui/translate';
import type { CellProblem } from '@/lib/files/sheet-import';
import type { VariantProblem } from '@/lib/products/variant-sheet';

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(
  t: Translate<'products'>,
  { problem, column, shown }: CellProblem<VariantProblem>,
): string {
  return `${column}: ${t(`sheet.problems.${problem}`, { shown })}`;
}
