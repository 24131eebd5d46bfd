import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import type { ClaimAnswer, UnitResult } from '../channel';
import type { JsonValue } from '../json';
import { seoulSecond } from '../seoul-time';
import type { EsmClient } from './client';
import type { Site } from './site';

type Request = { method: 'POST' | 'PUT'; path: string; body: JsonValue };

/** Who ships although a buyer's cancel waits has turned it down: there is no other way to refuse. */
export const answerRequests = (site: Site, now: Date): AnswerRequests<Request> => ({
  approve_cancel: ({ unitNo }) =>
    isNumber(unitNo)
      ? {
          method: 'PUT',
          path: `/claim/v1/sa/Cancel/${unitNo}`,
          body: { SiteType: site.cancelSiteType },
        }
      : null,
  reject_cancel: ({ unitNo, courierCode, waybillNo }) =>
    [unitNo, courierCode, bareNumber(waybillNo)].every(isNumber)
      ? {
          method: 'POST',
          path: '/shipping/v1/Delivery/ShippingInfo',
          body: {
            OrderNo: BigInt(unitNo),
            ShippingDate: seoulSecond(now),
            DeliveryCompanyCode: Number(courierCode),
            InvoiceNo: bareNumber(waybillNo),
          },
        }
      : null,
});

/** Answers buyers' claims, order by order. */
export function answerClaims(
  client: EsmClient,
  answers: ClaimAnswer[],
  now: () => Date,
): Promise<UnitResult[]> {
  return answerInTurn(
    answers,
    answerRequests(client.site, now()),
    async ({ method, path, body }, { unitNo }) => {
      await client.call(method, path, body);
      return { unitNo, outcome: 'accepted', code: '0', message: '' };
    },
  );
}

const isNumber = (value: string) => /^\d+$/.test(value);
