import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import type { Connection } from '../channel';
import { ChannelBrokenAnswerError } from '../errors';
import type { JsonValue } from '../json';
import { reasonOf } from '../reason';
import type { ClaimAnswer } from '../telling';
import type { UnitResult } from '../unit';
import { smartstoreClient } from './client';
import { isId } from './reading';
import { resultsSchema, rowResult } from './results';

type Request = { path: string; body: JsonValue };

const about = ({ unitNo }: ClaimAnswer, action: string, body: JsonValue = {}): Request | null =>
  isId(unitNo) ? { path: `/${unitNo}/claim/${action}`, body } : null;

export const answerRequests: AnswerRequests<Request> = {
  approve_cancel: (answer) => about(answer, 'cancel/approve'),
  approve_return: (answer) => about(answer, 'return/approve'),
  reject_return: (answer) =>
    answer.detail ? about(answer, 'return/reject', { rejectReturnReason: answer.detail }) : null,
  receive_exchange: (answer) => about(answer, 'exchange/collect/approve'),
  send_exchange: (answer) =>
    answer.courierCode && answer.waybillNo
      ? about(answer, 'exchange/dispatch', {
          reDeliveryMethod: 'DELIVERY',
          reDeliveryCompany: answer.courierCode,
          reDeliveryTrackingNumber: bareNumber(answer.waybillNo),
        })
      : null,
  reject_exchange: (answer) =>
    answer.detail
      ? about(answer, 'exchange/reject', { rejectExchangeReason: answer.detail })
      : null,
};

/** Answers buyers' claims, product order by product order: each is a claim of its own. */
export function answerClaims(
  connection: Connection,
  answers: ClaimAnswer[],
): Promise<UnitResult[]> {
  const client = smartstoreClient(connection);
  return answerInTurn(answers, answerRequests, async ({ path, body }, { unitNo }) => {
    const answer = resultsSchema.safeParse(await client.post(path, body));
    if (!answer.success) throw new ChannelBrokenAnswerError(reasonOf(answer.error));
    const result = rowResult(unitNo, answer.data);
    return 'outcome' in result ? result : { unitNo, outcome: 'rejected', ...result.doubtful };
  });
}
