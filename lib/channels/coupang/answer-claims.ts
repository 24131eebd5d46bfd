import { z } from 'zod';
import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import type { Connection } from '../channel';
import { text } from '../fields';
import type { JsonValue } from '../json';
import type { ClaimAnswer, RefusalReason } from '../telling';
import type { UnitResult } from '../unit';
import { coupangClient } from './client';
import { boxesOfExchange } from './exchange-boxes';

type Body = Record<string, JsonValue>;
type Request = { method: 'PUT' | 'POST'; resource: string; body: Body };

const rejectCodes: Partial<Record<RefusalReason | '', string>> = {
  sold_out: 'SOLDOUT',
  buyer_withdrew: 'WITHDRAW',
};

/** What says a quantity says that of the whole request. */
export const answerRequests = (vendorId: string): AnswerRequests<Request> => {
  const about =
    (list: string, id: 'receiptId' | 'exchangeId') =>
    ({ claimNo }: ClaimAnswer, action: string, body: Body = {}): Request | null =>
      /^\d+$/.test(claimNo)
        ? {
            method: 'PUT',
            resource: `/${list}/${claimNo}/${action}`,
            body: { vendorId, [id]: BigInt(claimNo), ...body },
          }
        : null;
  const aboutReturn = about('returnRequests', 'receiptId');
  const aboutExchange = about('exchangeRequests', 'exchangeId');
  return {
    approve_cancel: (answer) =>
      answer.quantity > 0
        ? aboutReturn(answer, 'stoppedShipment', { cancelCount: answer.quantity })
        : null,
    reject_cancel: (answer) =>
      answer.courierCode && answer.waybillNo
        ? aboutReturn(answer, 'completedShipment', {
            deliveryCompanyCode: answer.courierCode,
            invoiceNumber: bareNumber(answer.waybillNo),
          })
        : null,
    receive_return: (answer) => aboutReturn(answer, 'receiveConfirmation'),
    approve_return: (answer) =>
      answer.quantity > 0
        ? aboutReturn(answer, 'approval', { cancelCount: answer.quantity })
        : null,
    receive_exchange: (answer) => aboutExchange(answer, 'receiveConfirmation'),
    /** For each box that is to be sent, of which only a look tells the numbers. */
    send_exchange: ({ claimNo, courierCode, waybillNo }) =>
      /^\d+$/.test(claimNo) && courierCode && waybillNo
        ? {
            method: 'POST',
            resource: `/exchangeRequests/${claimNo}/invoices`,
            body: {
              exchangeId: claimNo,
              vendorId,
              goodsDeliveryCode: courierCode,
              invoiceNumber: bareNumber(waybillNo),
            },
          }
        : null,
    reject_exchange: (answer) => {
      const exchangeRejectCode = rejectCodes[answer.reason];
      return exchangeRejectCode ? aboutExchange(answer, 'rejection', { exchangeRejectCode }) : null;
    },
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
    async ({ method, resource, body }, answer) => {
      const { unitNo } = answer;
      const boxes = answer.verb === 'send_exchange' ? await boxesOfExchange(client, answer) : null;
      if (boxes && 'none' in boxes) return { unitNo, ...boxes.none };
      const sent = boxes ? boxes.open.map((shipmentBoxId) => ({ ...body, shipmentBoxId })) : body;
      const { data } = await client.write(method, resource, sent);
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
