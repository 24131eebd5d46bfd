import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelError, ChannelRefusedError } from '../errors';
import { textOrNumber } from '../fields';
import { readAnswer } from '../http';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge } from '../unit';
import { type Fault, oneByOne, unsendable } from '../writing';
import { type Cafe24Client, cafe24Client } from './client';
import { toReading } from './mapper';
import { readOrder } from './reading';
import { isLive, itemsOf } from './wholes';

type Items = { unitNo: string; orderNo: string; lineKeys: string[]; hasClaims?: boolean };
type Refusal = { code: string; message: string };

const itemCodes = z
  .union([z.string().transform((code) => [code]), z.array(z.string())])
  .nullish()
  .transform((codes) => codes ?? []);
const preparedAnswer = z.object({ order: z.object({ order_item_code: itemCodes }) });
const shipmentsAnswer = z.object({
  shipments: z.array(z.object({ order_item_code: itemCodes, tracking_no: textOrNumber })),
});

/** The same call again, or a rule that the order's state breaks: it may be as we wanted it. */
const perhapsDone = new Set([409, 422]);
const notAllTaken = { code: '207', message: 'not all items were taken' };
const afterPaid = new Set(['acknowledged', 'shipping', 'delivered', 'confirmed']);
const afterShipped = new Set(['shipping', 'delivered', 'confirmed']);

export function acknowledge(
  connection: Connection,
  units: UnitToAcknowledge[],
): Promise<UnitResult[]> {
  const client = cafe24Client(connection);
  return oneByOne(units, (unit) => {
    if (unit.orderNo === '') return unsendable(unit.unitNo, 'unit');
    if (unit.lineKeys.length === 0) return unsendable(unit.unitNo, 'lines');
    const isAsWanted = (items: UnitReading) => afterPaid.has(items.state);
    return orSettled(client, unit, isAsWanted, async () =>
      prepare(client, unit.orderNo, await codesOf(client, unit)),
    );
  });
}

export function push(connection: Connection, pushes: ShipmentPush[]): Promise<UnitResult[]> {
  const client = cafe24Client(connection);
  return oneByOne(pushes, (given) => {
    const push = { ...given, waybillNo: numberOf(given) };
    const fault = faultOf(push);
    if (fault) return unsendable(push.unitNo, fault);
    const { unitNo, orderNo, hasClaims } = push;
    const lineKeys = push.lines.map((line) => line.lineKey);
    const items = { unitNo, orderNo, lineKeys, hasClaims };
    const isAsWanted = (reading: UnitReading) =>
      reading.waybillNo === push.waybillNo &&
      reading.courierCode === push.courierCode &&
      afterShipped.has(reading.state);
    return orSettled(client, items, isAsWanted, async () =>
      push.kind === 'first'
        ? ship(client, await codesOf(client, items), push)
        : changeNumber(client, items, push),
    );
  });
}

/** 발주확인: the items go from 상품준비중 to 배송준비중. */
async function prepare(client: Cafe24Client, orderNo: string, codes: string[]): Promise<boolean> {
  const answer = await client.write('PUT', orderPath(orderNo), {
    process_status: 'prepare',
    order_item_code: codes,
  });
  const taken = readAnswer(preparedAnswer, answer).order.order_item_code;
  return codes.every((code) => taken.includes(code));
}

async function ship(client: Cafe24Client, codes: string[], push: ShipmentPush): Promise<boolean> {
  const answer = await client.write('POST', `${orderPath(push.orderNo)}/shipments`, {
    tracking_no: push.waybillNo,
    shipping_company_code: push.courierCode,
    order_item_code: codes,
    status: 'shipping',
  });
  const taken = readAnswer(shipmentsAnswer, answer)
    .shipments.filter((shipment) => shipment.tracking_no === push.waybillNo)
    .flatMap((shipment) => shipment.order_item_code);
  return codes.every((code) => taken.includes(code));
}

/** Of a line whose claim on a part was taken back, that part goes on as an item of its own. */
async function codesOf(client: Cafe24Client, { orderNo, lineKeys, hasClaims }: Items) {
  const order = hasClaims ? await readOrder(client, orderNo) : null;
  const live = order ? itemsOf(order, lineKeys).filter(isLive) : [];
  return live.length > 0 ? live.map((item) => item.order_item_code) : lineKeys;
}

/** The shipping code is made when the items are shipped, so it is looked up now. */
async function changeNumber(
  client: Cafe24Client,
  items: Items,
  push: ShipmentPush,
): Promise<boolean> {
  const order = await readOrder(client, items.orderNo);
  const live = order ? itemsOf(order, items.lineKeys).filter(isLive) : [];
  const codes = live
    .filter((item) => item.tracking_no !== '')
    .map((item) => item.shipping_code)
    .filter(Boolean);
  for (const code of new Set(codes)) {
    const path = `${orderPath(items.orderNo)}/shipments/${encodeURIComponent(code)}`;
    await client.write('PUT', path, {
      tracking_no: push.waybillNo,
      shipping_company_code: push.courierCode,
    });
  }
  return codes.length > 0 && codes.length === live.length;
}

/** A refusal or an incomplete answer is held against the order itself. */
async function orSettled(
  client: Cafe24Client,
  items: Items,
  isAsWanted: (reading: UnitReading) => boolean,
  write: () => Promise<boolean>,
): Promise<UnitResult> {
  const { unitNo } = items;
  try {
    if (await write()) return { unitNo, outcome: 'accepted', code: '', message: '' };
    return await settled(client, items, isAsWanted, notAllTaken);
  } catch (error) {
    if (!(error instanceof ChannelRefusedError) || !perhapsDone.has(error.status)) throw error;
    return settled(client, items, isAsWanted, { code: error.code, message: error.message });
  }
}

async function settled(
  client: Cafe24Client,
  items: Items,
  isAsWanted: (reading: UnitReading) => boolean,
  refusal: Refusal,
): Promise<UnitResult> {
  const { unitNo } = items;
  try {
    const order = await readOrder(client, items.orderNo);
    const reading = order && toReading(order, items);
    const outcome = reading && isAsWanted(reading) ? 'already' : 'rejected';
    return { unitNo, outcome, ...refusal };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { unitNo, outcome: 'unknown', ...refusal };
  }
}

function faultOf(push: ShipmentPush): Fault | null {
  if (push.orderNo === '') return 'unit';
  if (push.lines.length === 0) return 'lines';
  if (push.courierCode === '') return 'courier';
  return /^[0-9A-Za-z]{1,40}$/.test(push.waybillNo) ? null : 'waybill';
}

function numberOf(push: ShipmentPush): string {
  return push.waybillNo.replace(/[\s-]/g, '');
}

function orderPath(orderNo: string): string {
  return `/orders/${encodeURIComponent(orderNo)}`;
}
