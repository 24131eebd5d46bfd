import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { textOrNumber } from '@/lib/channels/fields';
import { exchange, readAnswer } from '@/lib/channels/http';
import type {
  BookingAnswer,
  BookingRequest,
  CancelAnswer,
  CourierApi,
  CourierConnection,
} from './courier-api';

const WAIT_WHEN_BUSY_MS = 1_000;

const result = z.object({
  orderKey: textOrNumber,
  resultCode: textOrNumber,
  resultMessage: textOrNumber,
  waybillNo: textOrNumber,
  hubCode: textOrNumber,
  terminalCode: textOrNumber,
  centerName: textOrNumber,
  driverCode: textOrNumber,
});

const issued = z.object({ results: z.array(result) });
const cancelled = z.object({ resultCode: textOrNumber, resultMessage: textOrNumber });

/** Was cancelled before: what we wanted. */
const ALREADY_CANCELLED = 'ERROR-11';

/** Numbers with sorting data, parcel by parcel, each call signed with the contract's key. */
export function httpCourierApi(connection: CourierConnection): CourierApi {
  return {
    maxParcelsPerCall: 100,
    book: async (parcels) => {
      const body = {
        contractCode: connection.contractCode,
        parcels: parcels.map((parcel) => parcelBody(connection, parcel)),
      };
      const { results } = await post(connection, '/v1/waybills', body, issued);
      return results.map(bookingAnswer);
    },
    cancel: async ({ key, waybillNo }): Promise<CancelAnswer> => {
      const body = { contractCode: connection.contractCode, orderKey: key, waybillNo };
      const answer = await post(connection, '/v1/waybills/cancel', body, cancelled);
      const { resultCode, resultMessage } = answer;
      const isDone = resultCode === 'OK' || resultCode === ALREADY_CANCELLED;
      return isDone ? { isCancelled: true } : { refused: `${resultCode} ${resultMessage}`.trim() };
    },
  };
}

function parcelBody({ sender }: CourierConnection, parcel: BookingRequest) {
  const { recipient } = parcel;
  return {
    orderKey: parcel.key,
    shipmentNo: parcel.shipmentNo,
    senderName: sender.name,
    senderTel: sender.phone,
    senderAddress: sender.address,
    receiverName: recipient.name,
    receiverTel: recipient.phone,
    receiverMobile: recipient.mobile,
    receiverZip: recipient.postcode,
    receiverAddress: `${recipient.address1} ${recipient.address2}`.trim(),
    goodsName: parcel.goods,
    quantity: parcel.quantity,
    payType: parcel.freightTerm === 'collect' ? 'CC' : 'CD',
    message: parcel.note,
  };
}

function bookingAnswer(row: z.output<typeof result>): BookingAnswer {
  const { orderKey: key, resultCode, resultMessage, waybillNo } = row;
  if (resultCode !== 'OK' || !waybillNo)
    return { key, refused: `${resultCode} ${resultMessage}`.trim() };
  const code = [row.hubCode, row.terminalCode].filter(Boolean).join(' ');
  const place = [row.centerName, row.driverCode].filter(Boolean).join(' ');
  return { key, waybillNo, sorting: code ? { code, place } : null };
}

async function post<Schema extends z.ZodType>(
  connection: CourierConnection,
  path: string,
  body: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const url = connection.baseUrl + path;
  const written = JSON.stringify(body);
  const timestamp = seoulTimestamp(connection.now());
  const headers = {
    'content-type': 'application/json;charset=UTF-8',
    'x-client-id': connection.contractCode,
    'x-timestamp': timestamp,
    authorization: signatureOf(connection.apiKey, timestamp, new URL(url).pathname, written),
  };
  const call = { method: 'POST' as const, url, headers, body: written };
  return readAnswer(schema, await exchange(connection, call, WAIT_WHEN_BUSY_MS));
}

function signatureOf(apiKey: string, timestamp: string, path: string, body: string): string {
  return createHmac('sha256', apiKey).update(`${timestamp}POST${path}${body}`).digest('hex');
}

/** 20260115120000, as it is in Seoul. */
function seoulTimestamp(at: Date): string {
  const seoul = new Date(at.getTime() + 9 * 3_600_000);
  return seoul.toISOString().replace(/\D/g, '').slice(0, 14);
}
