import { z } from 'zod';
import { type Answer, ok } from '../http';
import type { Transaction } from '../store/connection';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { type BulkEntry, bulkAnswer, type Cafe24Call, isStruck, readBody, refuse } from './call';
import {
  type Cafe24Item,
  type Cafe24Order,
  type Cafe24Status,
  changedUnit,
  withItemStatus,
  withItems,
} from './order';

/** Which state an item must stand in, and where the order's process status takes it. */
const STEPS = {
  prepare: { from: ['N10'], to: 'N20' },
  prepareproduct: { from: ['N20'], to: 'N10' },
  hold: { from: ['N10', 'N20'], to: 'N22' },
  unhold: { from: ['N22'], to: 'N20' },
} as const satisfies Record<string, { from: readonly Cafe24Status[]; to: Cafe24Status }>;

type ProcessStatus = keyof typeof STEPS;

const processStatus = z.enum(['prepare', 'prepareproduct', 'hold', 'unhold']);
const codes = z.array(z.string()).min(1);
const oneForm = z.object({
  shop_no: z.literal(1).default(1),
  request: z.object({ process_status: processStatus, order_item_code: codes.optional() }),
});
const bulkForm = z.object({
  shop_no: z.literal(1).default(1),
  requests: z
    .array(
      z.object({
        order_id: z.string(),
        process_status: processStatus,
        order_item_code: codes.optional(),
      }),
    )
    .min(1)
    .max(100),
});

interface ProcessRequest {
  readonly order_id: string;
  readonly process_status: ProcessStatus;
  readonly order_item_code?: readonly string[] | undefined;
}

/** 발주확인 and its kin for the items of one order. */
export async function processOrder(call: Cafe24Call): Promise<Answer> {
  const [orderId = ''] = call.parameters;
  const { request } = readBody(call.body, oneForm);
  const [entry] = await processOrders(call, [{ order_id: orderId, ...request }]);
  if (!entry || !('made' in entry)) return refuse(entry?.status ?? 500, entry?.message ?? '');
  return ok({ order: entry.made });
}

/** The same for up to a hundred orders. */
export async function processOrdersInBulk(call: Cafe24Call): Promise<Answer> {
  const { requests } = readBody(call.body, bulkForm);
  return bulkAnswer('orders', await processOrders(call, requests), 200);
}

function processOrders(
  call: Cafe24Call,
  requests: readonly ProcessRequest[],
): Promise<BulkEntry[]> {
  return call.practice.sql.begin(async (tx) => {
    const units = await lockUnits<Cafe24Order>(
      tx,
      call.shop.key,
      requests.map(({ order_id }) => order_id),
    );
    const byId = new Map(units.map((unit) => [unit.unitNo, unit]));
    const accepted: { request: ProcessRequest; items: Cafe24Item[] }[] = [];
    const entries = requests.map((request, index): BulkEntry => {
      const unit = byId.get(request.order_id);
      const items = unit ? itemsOf(unit.document, request) : [];
      const fault = isStruck(call, index)
        ? { status: 500, message: 'Internal Server Error' }
        : faultOf(unit, items, request);
      if (!unit || fault) return { named: named(request), ...(fault ?? notFound) };
      const order = withItems(
        unit.document,
        items.map((item) => withItemStatus(item, STEPS[request.process_status].to)),
      );
      byId.set(unit.unitNo, { ...unit, document: order });
      accepted.push({ request, items });
      return { made: madeOf(request, items) };
    });
    const ids = new Set(accepted.map(({ request }) => request.order_id));
    await saveUnits(
      tx,
      [...byId.values()].filter(({ unitNo }) => ids.has(unitNo)).map(changedUnit),
    );
    await journal(tx, call, accepted);
    return entries;
  });
}

const notFound = { status: 404, message: 'The order does not exist.' };

function itemsOf(order: Cafe24Order, { order_item_code }: ProcessRequest): Cafe24Item[] {
  if (!order_item_code) return order.items;
  return order.items.filter((item) => order_item_code.includes(item.order_item_code));
}

function faultOf(
  unit: Unit<Cafe24Order> | undefined,
  items: readonly Cafe24Item[],
  { process_status, order_item_code }: ProcessRequest,
) {
  if (!unit) return notFound;
  if (order_item_code && new Set(order_item_code).size !== items.length) {
    return { status: 422, message: 'order_item_code is not of this order.' };
  }
  const from: readonly Cafe24Status[] = STEPS[process_status].from;
  const isReady = items.every(({ order_status }) => from.includes(order_status));
  return isReady ? null : { status: 422, message: '상태를 변경할 수 없는 주문입니다.' };
}

function named({ order_id, order_item_code }: ProcessRequest): object {
  return { shop_no: 1, order_id, order_item_code };
}

function madeOf(
  { order_id, process_status }: ProcessRequest,
  items: readonly Cafe24Item[],
): object {
  return {
    shop_no: 1,
    order_id,
    process_status,
    order_item_code: items.map(({ order_item_code }) => order_item_code),
    purchase_confirmation: null,
    collect_points: 'F',
    show_shipping_address: null,
  };
}

function journal(
  tx: Transaction,
  { shop, now }: Cafe24Call,
  accepted: readonly { request: ProcessRequest; items: readonly Cafe24Item[] }[],
): Promise<void> {
  return writeJournal(
    tx,
    shop,
    now,
    accepted
      .filter(({ request }) => request.process_status === 'prepare')
      .map(({ request, items }) => ({
        kind: 'acknowledge',
        unitNo: request.order_id,
        orderNo: request.order_id,
        lineKeys: items.map(({ order_item_code }) => order_item_code),
        courierCode: null,
        waybillNo: null,
        request,
        answer: madeOf(request, items),
      })),
  );
}
