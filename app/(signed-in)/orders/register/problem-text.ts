import type { Translate } from '@/app/ui/translate';
import type { FieldProblem } from '@/lib/registration/cells';

/** These speak of the row as a whole. */
const OF_THE_ROW: readonly FieldProblem['problem'][] = [
  'siblingBad',
  'collectedOrder',
  'saidBefore',
  'standsOtherwise',
];

/** What is wrong with a row in one sentence, by the name its column has in the file. */
export function problemText(
  t: Translate<'register'>,
  { problem, field, column, shown }: FieldProblem,
): string {
  const sentence = t(`problems.${problem}`, { shown });
  if (OF_THE_ROW.includes(problem)) return sentence;
  return `${column || t(`fields.${field}`)}: ${sentence}`;
}
