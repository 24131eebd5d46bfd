import { z } from 'zod';
import type { CollectedLine, CollectedOrder, MalformedOrder, Recipient } from '../collected';
import { reasonOf } from '../reason';
import { parseTime } from '../seoul-time';
import { optionAndCount } from './option';
import {
  lineKeyOf,
  moment,
  momentOrNone,
  number,
  phone,
  told,
  undecodableField,
  whole,
  won,
} from './row';
import { statusOf } from './status';
import type { Row } from './xml';

export const recipientFields = {
  rcvrNm: told,
  rcvrTlphn: phone,
  rcvrPrtblNo: phone,
  rcvrMailNo: told,
  rcvrBaseAddr: told,
  rcvrDtlsAddr: told,
};

const lineFields = {
  ordNo: number,
  ordPrdSeq: number,
  dlvNo: number,
  prdNo: number,
  prdNm: told,
  ordQty: whole.pipe(z.int().min(1)),
  ...recipientFields,
};

const waitingSchema = z.object({
  ...lineFields,
  slctPrdOptNm: told,
  sellerStockCd: told,
  sellerPrdCd: told,
  selPrc: won,
  ordOptWonStl: won,
  ordAmt: won,
  dlvCstType: told,
  ordDt: moment,
  ordStlEndDt: momentOrNone,
  dlvSndDue: momentOrNone,
  ordNm: told,
  ordTlphnNo: phone,
  ordPrtblTel: phone,
  ordDlvReqCont: told,
  use11stRetailYn: told,
});

const sentSchema = z.object({
  ...lineFields,
  ordPrdStat: told,
  ordDt: momentOrNone,
  ordStlEndDt: momentOrNone,
});

type Waiting = z.output<typeof waitingSchema>;
type Sent = z.output<typeof sentSchema>;
type ListedState = { state: 'paid' | 'acknowledged'; rawState: string };

export type ReadOrders = { orders: CollectedOrder[]; malformed: MalformedOrder[] };

/** Rows of 결제완료 or 배송준비중, one a line; lines of one order come as one order. */
export function toOrders(rows: Row[], listed: ListedState): ReadOrders {
  return readEach(rows, waitingSchema, (row) => ({
    orderNo: row.ordNo,
    marketOrderNo: row.ordNo,
    orderedAt: row.ordDt,
    paidAt: row.ordStlEndDt,
    orderer: { name: row.ordNm, ...phonesOf(row.ordTlphnNo, row.ordPrtblTel) },
    lines: [toLine(row, listed)],
  }));
}

/**
 * Rows of an order's delivery that say where its goods are but not what they cost. Where the list that
 * named them does not say when they were ordered either, the day stands in the order's number.
 */
export function toSentOrders(rows: Row[]): ReadOrders {
  return readEach(rows, sentSchema, (row) => ({
    orderNo: row.ordNo,
    marketOrderNo: row.ordNo,
    orderedAt: row.ordDt ?? dayOfNumber(row.ordNo),
    paidAt: row.ordStlEndDt,
    orderer: { name: '', phone: '', mobile: '' },
    lines: [toSentLine(row)],
  }));
}

/**
 * What is left of a line can be less than what stands behind its option: the rest is cancelled.
 * How a gift (sendGiftYn) is listed before it is accepted is not documented: without an address it
 * waits, with one it is as good as any order.
 */
function toLine(row: Waiting, { state, rawState }: ListedState): CollectedLine {
  const { option, count } = optionAndCount(row.slctPrdOptNm);
  const quantity = Math.max(row.ordQty, count);
  const unitPrice = (row.selPrc ?? 0) + Math.round((row.ordOptWonStl ?? 0) / row.ordQty);
  return {
    ...productOf(row),
    option,
    sellerOptionCode: row.sellerStockCd,
    sellerProductCode: row.sellerPrdCd,
    quantity,
    cancelledQuantity: quantity - row.ordQty,
    claimedQuantity: 0,
    unitPrice,
    amount: row.ordAmt ?? unitPrice * row.ordQty,
    currency: 'KRW',
    state,
    rawState,
    recipient: recipientOf(row, row.ordDlvReqCont),
    freightTerm: row.dlvCstType === '02' ? 'collect' : 'prepaid',
    marketShipped: row.use11stRetailYn === 'Y',
    shipBy: row.dlvSndDue,
  };
}

function toSentLine(row: Sent): CollectedLine {
  return {
    ...productOf(row),
    option: '',
    sellerOptionCode: '',
    sellerProductCode: '',
    quantity: row.ordQty,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: 0,
    amount: 0,
    currency: 'KRW',
    state: statusOf(row.ordPrdStat)?.state ?? 'shipping',
    rawState: row.ordPrdStat,
    recipient: recipientOf(row, ''),
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: null,
  };
}

function productOf(row: Waiting | Sent) {
  return {
    lineKey: lineKeyOf(row.ordNo, row.ordPrdSeq),
    channelUnitNo: row.dlvNo,
    productCode: row.prdNo,
    productName: row.prdNm,
  };
}

export function recipientOf(
  row: Pick<Sent, keyof typeof recipientFields>,
  note: string,
): Recipient {
  return {
    name: row.rcvrNm,
    ...phonesOf(row.rcvrTlphn, row.rcvrPrtblNo),
    postcode: row.rcvrMailNo,
    address1: row.rcvrBaseAddr,
    address2: row.rcvrDtlsAddr,
    note,
  };
}

function phonesOf(phoneNo: string, mobile: string): { phone: string; mobile: string } {
  return { phone: phoneNo === mobile ? '' : phoneNo, mobile };
}

function dayOfNumber(ordNo: string): Date {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(ordNo) ?? [];
  return parseTime(`${year}-${month}-${day}`) ?? new Date(0);
}

function readEach<Schema extends z.ZodType>(
  rows: Row[],
  schema: Schema,
  toOrder: (row: z.output<Schema>) => Omit<CollectedOrder, 'raw'>,
): ReadOrders {
  const orders = new Map<string, CollectedOrder & { raw: Row[] }>();
  const malformed: MalformedOrder[] = [];
  for (const raw of rows) {
    const broken = undecodableField(raw);
    const parsed = schema.safeParse(raw);
    if (broken !== null || !parsed.success) {
      const reason = parsed.success ? `${broken}: undecodable text` : reasonOf(parsed.error);
      const { ordNo: orderNo = null, ordPrdSeq } = raw;
      const partNo = orderNo && ordPrdSeq ? lineKeyOf(orderNo, ordPrdSeq) : null;
      malformed.push({ orderNo, partNo, reason, raw });
      continue;
    }
    const order = toOrder(parsed.data);
    const known = orders.get(order.orderNo);
    if (!known) orders.set(order.orderNo, { ...order, raw: [raw] });
    else if (!known.lines.some(({ lineKey }) => lineKey === order.lines[0]?.lineKey)) {
      known.lines.push(...order.lines);
      known.raw.push(raw);
    }
  }
  return { orders: [...orders.values()], malformed };
}
