import type { getTranslations } from 'next-intl/server';
import type { RowProblem } from '@/lib/stock/count-sheet';

export type Translate = Awaited<ReturnType<typeof getTranslations<'stock'>>>;

/** What is wrong with a row, after the name of the column where it is. */
export function problemText(t: Translate, { problem, column, shown }: RowProblem): string {
  return `${column}: ${t(`counts.sheet.problems.${problem}`, { shown })}`;
}
