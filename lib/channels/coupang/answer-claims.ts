import { z } from 'zod';
import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import type { ClaimAnswer, Connection, UnitResult } from '../channel';
import { text } from '../fields';
import type { JsonValue } from '../json';
import { coupangClient } from './client';

type Request = { method: 'PUT' | 'POST'; resource: string; body: JsonValue };

/** 출고중지완료 and 이미출고: both say the quantity or the number of the whole request. */
export const answerRequests = (vendorId: string): AnswerRequests<Request> => {
  const about = (
    { claimNo }: ClaimAnswer,
    action: string,
    body: Record<string, JsonValue>,
  ): Request | null =>
    /^\d+$/.test(claimNo)
      ? {
          method: 'PUT',
          resource: `/returnRequests/${claimNo}/${action}`,
          body: { vendorId, receiptId: BigInt(claimNo), ...body },
        }
      : null;
  return {
    approve_cancel: (answer) =>
      answer.quantity > 0
        ? about(answer, 'stoppedShipment', { cancelCount: answer.quantity })
        : null,
    reject_cancel: (answer) =>
      answer.courierCode && answer.waybillNo
        ? about(answer, 'completedShipment', {
            deliveryCompanyCode: answer.courierCode,
            invoiceNumber: bareNumber(answer.waybillNo),
          })
        : null,
  };
};

/** Some answers tell a failure inside of a good envelope. */
const answerSchema = z
  .object({ resultCode: text, resultMessage: text })
  .catch({ resultCode: '', resultMessage: '' });

/** Answers buyers' claims, request by request. */
export function answerClaims(
  connection: Connection,
  answers: ClaimAnswer[],
): Promise<UnitResult[]> {
  const client = coupangClient(connection);
  return answerInTurn(
    answers,
    answerRequests(client.vendorId),
    async ({ method, resource, body }, { unitNo }) => {
      const { data } = await client.write(method, resource, body);
      const { resultCode, resultMessage } = answerSchema.parse(data);
      const isDone = resultCode === '' || resultCode === 'SUCCESS';
      return {
        unitNo,
        outcome: isDone ? 'accepted' : 'rejected',
        code: resultCode || '200',
        message: resultMessage,
      };
    },
  );
}
