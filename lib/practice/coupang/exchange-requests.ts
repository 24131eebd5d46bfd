import { z } from 'zod';
import type { ExchangeInput } from '../control';
import { type Answer, ok } from '../http';
import { DAY, fromKst, kstSeconds } from '../kst';
import { addClaims } from '../store/claims';
import { type Waybill, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { jsonOf, type Unit } from '../store/units';
import { type CoupangBox, openItems } from './box';
import { type CoupangCall, coupangId, readBody } from './call';
import { hasRightLength, isCourier } from './couriers';
import { refuse } from './results';

type ExchangeStatus = 'RECEIPT' | 'PROGRESS' | 'REJECT' | 'CANCEL';

interface CoupangExchange {
  orderId: string;
  exchangeStatus: ExchangeStatus;
  reasonCodeText: string;
  reasonEtcDetail: string;
  createdAt: string;
  collectStatus: 'BeforeDirection' | 'CompleteCollect';
  vendorItemId: string;
  shipmentBoxId: string;
  /** Of what goes out in exchange, a few minutes after the goods have come back. */
  newBox?: { shipmentBoxId: string; since: string; invoiceNumber: string; deliverCode: string };
}

/** The documents say: ten at the most. */
const BOX_AFTER_MINUTES = 3;

const MAX_DAYS = 7;
const IN_EXCHANGE = 'EXCHANGE';

/** The buyer asks for another one of a piece that has left. */
export async function exchangeOnCoupang(
  tx: Transaction,
  units: readonly Unit<CoupangBox>[],
  { lineKey, reason = '' }: ExchangeInput,
  now: Date,
): Promise<string | null> {
  const [asked] = units
    .filter(({ document }) => !['ACCEPT', 'INSTRUCT', 'CANCELED'].includes(document.status))
    .flatMap((unit) => openItems(unit.document).map((item) => ({ unit, item })))
    .filter(({ item }) => lineKey === undefined || item.vendorItemId === lineKey);
  if (!asked) return null;
  const document: CoupangExchange = {
    orderId: asked.unit.orderNo,
    exchangeStatus: 'RECEIPT',
    reasonCodeText: '색상/ 사이즈가 기대와 다름',
    reasonEtcDetail: reason,
    createdAt: kstSeconds(now).replace(' ', 'T'),
    collectStatus: 'BeforeDirection',
    vendorItemId: asked.item.vendorItemId,
    shipmentBoxId: asked.unit.unitNo,
  };
  const claim = { unit: asked.unit, status: IN_EXCHANGE, document };
  const [claimNo = null] = await addClaims(tx, [claim], now);
  return claimNo;
}

/** 교환요청 목록: by the moment of the request, a week at most. */
export async function listExchangeRequests({ practice, shop, query, now }: CoupangCall) {
  const [from, until] = [momentOf(query, 'createdAtFrom'), momentOf(query, 'createdAtTo')];
  if (until.getTime() - from.getTime() > MAX_DAYS * DAY) refuse(400, '최대 조회 기간은 7일입니다.');
  const orderId = query.get('orderId');
  const claims = await practice.sql<{ claimNo: string; document: CoupangExchange }[]>`
    select claim_no as "claimNo", document from practice.claims
    where shop = ${shop.key} and status = ${IN_EXCHANGE}
      and (${orderId}::text is null or order_no = ${orderId})
      and created_at >= ${from} and created_at <= ${until} order by claim_no`;
  const data = claims.map((claim) => onTheWire(claim, now));
  return ok({ code: 200, message: 'OK', data, nextToken: '' });
}

/** 교환요청 입고확인: the goods to exchange have come back. */
export function receiveExchange(call: CoupangCall): Promise<Answer> {
  const { exchangeId } = readBody(call, receivedForm);
  return decide(call, exchangeId, ({ exchangeStatus, collectStatus }) => {
    const isWaiting = exchangeStatus === 'RECEIPT' && collectStatus === 'BeforeDirection';
    if (!isWaiting) refuse(400, '입고확인 처리할 수 없는 교환 상태입니다.');
    const newBox = {
      shipmentBoxId: `9${exchangeId}`,
      since: call.now.toISOString(),
      invoiceNumber: '',
      deliverCode: '',
    };
    return { exchangeStatus: 'PROGRESS', collectStatus: 'CompleteCollect', newBox };
  });
}

/** 교환상품 송장 업로드: what goes out in exchange has its number. */
export async function sendExchange(call: CoupangCall): Promise<Answer> {
  const [sent, ...others] = readBody(call, sentForm);
  if (!sent || others.length > 0) return refuse(400, '교환 상품의 배송번호는 하나입니다.');
  const { exchangeId, shipmentBoxId, goodsDeliveryCode, invoiceNumber } = sent;
  if (!isCourier(goodsDeliveryCode)) refuse(400, '유효하지 않은 택배사 코드입니다.');
  if (!hasRightLength(goodsDeliveryCode, invoiceNumber))
    refuse(400, '송장번호가 유효하지 않습니다.');
  const waybill = { courierCode: goodsDeliveryCode, waybillNo: invoiceNumber };
  return decide(
    call,
    exchangeId,
    (exchange) => {
      const box = openBox(exchange, call.now);
      if (box?.shipmentBoxId !== shipmentBoxId) return refuse(400, '존재하지 않는 배송번호입니다.');
      if (box.invoiceNumber) refuse(400, '이미 저장된 송장번호가 있습니다.');
      return { newBox: { ...box, invoiceNumber, deliverCode: goodsDeliveryCode } };
    },
    waybill,
  );
}

/** 교환요청 거부 before the goods have come back. */
export function rejectExchange(call: CoupangCall): Promise<Answer> {
  const { exchangeId } = readBody(call, rejectedForm);
  return decide(call, exchangeId, ({ exchangeStatus }) => {
    if (exchangeStatus !== 'RECEIPT') refuse(400, '거부할 수 없는 교환 상태입니다.');
    return { exchangeStatus: 'REJECT' };
  });
}

const receivedForm = z.object({ vendorId: z.string(), exchangeId: coupangId });
const rejectedForm = receivedForm.extend({ exchangeRejectCode: z.enum(['SOLDOUT', 'WITHDRAW']) });

const sentForm = z.array(
  z.object({
    exchangeId: coupangId,
    vendorId: z.string(),
    shipmentBoxId: coupangId,
    goodsDeliveryCode: z.string(),
    invoiceNumber: z.string(),
  }),
);

async function decide(
  call: CoupangCall,
  exchangeId: string,
  decision: (exchange: CoupangExchange) => Partial<CoupangExchange>,
  waybill?: Waybill,
): Promise<Answer> {
  if (exchangeId !== call.parameters[0])
    refuse(400, 'exchangeId of the path and of the body differ.');
  await call.practice.sql.begin(async (tx) => {
    const [claim] = await tx<{ unitNo: string; orderNo: string; document: CoupangExchange }[]>`
      select unit_no as "unitNo", order_no as "orderNo", document from practice.claims
      where shop = ${call.shop.key} and claim_no = ${exchangeId} and status = ${IN_EXCHANGE}
      for update`;
    if (!claim) return refuse(400, '존재하지 않는 교환 접수번호입니다.');
    const change = decision(claim.document);
    await tx`
      update practice.claims set document = ${jsonOf(tx, { ...claim.document, ...change })}
      where claim_no = ${exchangeId}`;
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: claim.unitNo,
        orderNo: claim.orderNo,
        lineKeys: [claim.document.vendorItemId],
        ...waybill,
        request: call.body,
        answer: change,
      },
    ]);
  });
  const data = { resultCode: 'SUCCESS', resultMessage: '' };
  return ok({ code: '200', message: 'SUCCESS', data });
}

function momentOf(query: URLSearchParams, name: string): Date {
  const text = query.get(name) ?? '';
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text);
  return (isMoment ? fromKst(text) : null) ?? refuse(400, `'${text}' is no ${name}.`);
}

function openBox({ newBox }: CoupangExchange, now: Date) {
  const since = newBox && new Date(newBox.since).getTime() + BOX_AFTER_MINUTES * 60_000;
  return since !== undefined && since <= now.getTime() ? newBox : undefined;
}

function onTheWire(
  { claimNo, document }: { claimNo: string; document: CoupangExchange },
  now: Date,
): object {
  const { vendorItemId, shipmentBoxId, orderId, newBox: _, ...exchange } = document;
  const box = openBox(document, now);
  return {
    exchangeId: BigInt(claimNo),
    ...exchange,
    orderId: BigInt(orderId),
    orderDeliveryStatusCode: 'FINAL_DELIVERY',
    faultType: 'CUSTOMER',
    exchangeItemDtoV1s: [
      {
        orderItemId: BigInt(vendorItemId),
        targetItemId: BigInt(vendorItemId),
        quantity: 1,
        originalShipmentBoxId: BigInt(shipmentBoxId),
      },
    ],
    deliveryInvoiceGroupDtos: box
      ? [
          {
            shipmentBoxId: BigInt(box.shipmentBoxId),
            orderId: BigInt(orderId),
            deliveryInvoiceDtos: box.invoiceNumber
              ? [{ invoiceNumber: box.invoiceNumber, deliverCode: box.deliverCode }]
              : [],
          },
        ]
      : [],
    deliveryStatus: 'BeforeDirection',
    rejectable: document.exchangeStatus === 'RECEIPT',
    successable: false,
  };
}
