import { type Answer, Refusal } from './http';
import type { Practice } from './practice';
import { type StruckCall, takeFault } from './store/faults';

/** Answers a call as the fault that strikes it makes it look from outside. */
export async function withFaults(
  practice: Practice,
  call: StruckCall,
  refusals: { readonly tooMany: Answer; readonly broken: Answer },
  answer: (fault: FaultInside | null) => Promise<Answer>,
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
    case 'acceptThenDrop':
      return { ...(await orRefusal(answer(null))), delivery: 'drop' };
    default:
      return orRefusal(answer(struck?.fault ?? null));
  }
}

/** Faults that the endpoint itself has to act out. */
export type FaultInside = 'partialFailure' | 'duplicatePage';

async function orRefusal(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
