import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import { ChannelRefusedError } from '../errors';
import type { JsonValue } from '../json';
import { seoulDay, seoulSecond } from '../seoul-time';
import type { ClaimAnswer } from '../telling';
import type { UnitResult } from '../unit';
import type { EsmClient } from './client';
import type { Site } from './site';

/** More than one body are ways to say the same: where the documents are unsure a wrong one is refused. */
type Request = { method: 'POST' | 'PUT'; path: string; bodies: JsonValue[] };

/** Who ships although a buyer's cancel waits has turned it down: there is no other way to refuse. */
export const answerRequests = (site: Site, now: Date): AnswerRequests<Request> => ({
  approve_cancel: ({ unitNo }) =>
    isNumber(unitNo)
      ? {
          method: 'PUT',
          path: `/claim/v1/sa/Cancel/${unitNo}`,
          bodies: [{ SiteType: site.cancelSiteType }],
        }
      : null,
  reject_cancel: ({ unitNo, courierCode, waybillNo }) =>
    [unitNo, courierCode, bareNumber(waybillNo)].every(isNumber)
      ? {
          method: 'POST',
          path: '/shipping/v1/Delivery/ShippingInfo',
          bodies: [
            {
              OrderNo: BigInt(unitNo),
              ShippingDate: seoulSecond(now),
              DeliveryCompanyCode: Number(courierCode),
              InvoiceNo: bareNumber(waybillNo),
            },
          ],
        }
      : null,
  approve_return: ({ unitNo }) =>
    isNumber(unitNo)
      ? {
          method: 'PUT',
          path: `/claim/v1/sa/return/${unitNo}`,
          bodies: site.returnSiteTypes.map((SiteType) => ({ SiteType })),
        }
      : null,
  receive_exchange: ({ unitNo }) =>
    isNumber(unitNo)
      ? {
          method: 'PUT',
          path: `/claim/v1/sa/exchange/${unitNo}/pickup`,
          bodies: site.returnSiteTypes.map((SiteType) => ({
            SiteType,
            PickupCompleteDate: seoulDay(now),
          })),
        }
      : null,
  send_exchange: ({ unitNo, courierCode, waybillNo }) =>
    [unitNo, courierCode, bareNumber(waybillNo)].every(isNumber)
      ? {
          method: 'POST',
          path: `/claim/v1/sa/exchange/${unitNo}/resend`,
          bodies: site.returnSiteTypes.map((SiteType) => ({
            SiteType,
            DeliveryCompCode: Number(courierCode),
            InvoiceNo: bareNumber(waybillNo),
          })),
        }
      : null,
});

/** Answers buyers' claims, order by order. */
export function answerClaims(
  client: EsmClient,
  answers: ClaimAnswer[],
  now: () => Date,
): Promise<UnitResult[]> {
  return answerInTurn(answers, answerRequests(client.site, now()), async (request, { unitNo }) => {
    await callEachWay(client, request);
    return { unitNo, outcome: 'accepted', code: '0', message: '' };
  });
}

/** The first refusal is the one that counts when all are refused. */
async function callEachWay(client: EsmClient, { method, path, bodies }: Request): Promise<void> {
  let refusal: unknown;
  for (const body of bodies) {
    try {
      await client.call(method, path, body);
      return;
    } catch (error) {
      const mayBeTheBody = error instanceof ChannelRefusedError && error.reason === 'request';
      if (!mayBeTheBody) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

const isNumber = (value: string) => /^\d+$/.test(value);
