import type { ClaimAnswer, ClaimVerb } from './telling';
import type { UnitResult } from './unit';
import { oneByOne, unsendable } from './writing';

/** What an adapter sends for a verb; null when the answer lacks what the call is built of. */
export type AnswerRequests<Request> = Partial<
  Record<ClaimVerb, (answer: ClaimAnswer) => Request | null>
>;

/** Sends answer after answer, each as the one call that its verb stands for. */
export function answerInTurn<Request>(
  answers: ClaimAnswer[],
  requests: AnswerRequests<Request>,
  send: (request: Request, answer: ClaimAnswer) => Promise<UnitResult>,
): Promise<UnitResult[]> {
  return oneByOne(answers, (answer) => {
    const request = requests[answer.verb]?.(answer);
    return request ? send(request, answer) : unsendable(answer.unitNo, 'unit');
  });
}

/** A number as marketplaces take it, without what people write between its digits. */
export const bareNumber = (waybillNo: string) => waybillNo.replace(/[\s-]/g, '');
