import type { getTranslations } from 'next-intl/server';
import type { FieldProblem } from '@/lib/registration/cells';

type Translate = Awaited<ReturnType<typeof getTranslations<'register'>>>;

/** What is wrong with a row in one sentence, by the name its column has in the file. */
export function problemText(t: Translate, { problem, field, column, shown }: FieldProblem): string {
  const sentence = t(`problems.${problem}`, { shown });
  if (problem === 'siblingBad' || problem === 'collectedOrder') return sentence;
  return `${column || t(`fields.${field}`)}: ${sentence}`;
}
