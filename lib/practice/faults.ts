import { afterCall, lastAcknowledged } from './buyer-faults';
import { type Answer, Refusal } from './http';
import type { Practice } from './practice';
import { reordered } from './reordered';
import { type StruckCall, takeFault } from './store/faults';

type Refusals = { readonly tooMany: Answer; readonly broken: Answer };
type AnswerOf = (fault: FaultInside | null) => Promise<Answer>;

/** Answers a call as the fault that strikes it makes it look from outside; then the buyers act. */
export async function withFaults(
  practice: Practice,
  call: StruckCall,
  refusals: Refusals,
  answer: AnswerOf,
): Promise<Answer> {
  const before = await lastAcknowledged(practice, call);
  const answered = await struckAnswer(practice, call, refusals, answer);
  await afterCall(practice, call, before);
  return answered;
}

async function struckAnswer(
  practice: Practice,
  call: StruckCall,
  refusals: Refusals,
  answer: AnswerOf,
): Promise<Answer> {
  const struck = await takeFault(practice.sql, call, practice.random());
  switch (struck?.fault) {
    case 'http429':
      return refusals.tooMany;
    case 'http500':
      return refusals.broken;
    case 'timeout':
      return { status: 200, body: null, delivery: 'hang' };
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, struck.milliseconds));
      return orRefusal(answer(null));
    case 'brokenBody':
      return { ...(await orRefusal(answer(null))), delivery: 'cut' };
    case 'wrongBody':
      return { ...refusals.broken, status: 200 };
    case 'acceptThenDrop':
      return { ...(await orRefusal(answer(null))), delivery: 'drop' };
    case 'reorderPage':
      return reordered(await orRefusal(answer('reorderPage')));
    default:
      return orRefusal(answer(struck?.fault ?? null));
  }
}

/** Faults that the endpoint itself has to act out. */
export type FaultInside = 'partialFailure' | 'duplicatePage' | 'reorderPage';

async function orRefusal(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
