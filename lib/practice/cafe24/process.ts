import { z } from 'zod';
import { type Answer, ok } from '../http';
import { type Applied, applyToOrders, bulkAnswer, type Fault, only } from './bulk';
import { type Cafe24Call, readBody } from './call';
import {
  type Cafe24Item,
  type Cafe24Order,
  type Cafe24Status,
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
  const [order_id = ''] = call.parameters;
  const { request } = readBody(call.body, oneForm);
  return ok({ order: only(await applyToOrders(call, [{ order_id, ...request }], process)) });
}

/** The same for up to a hundred orders. */
export async function processOrdersInBulk(call: Cafe24Call): Promise<Answer> {
  const { requests } = readBody(call.body, bulkForm);
  return bulkAnswer('orders', await applyToOrders(call, requests, process), 200);
}

/** Every named item takes the step, or none does. */
function process(order: Cafe24Order, request: ProcessRequest): Applied | Fault {
  const { process_status, order_item_code } = request;
  const items = order_item_code
    ? order.items.filter((item) => order_item_code.includes(item.order_item_code))
    : order.items;
  if (order_item_code && new Set(order_item_code).size !== items.length) {
    return { status: 422, message: 'order_item_code is not of this order.' };
  }
  const { from, to } = STEPS[process_status];
  if (!items.every(({ order_status }) => from.some((each) => each === order_status))) {
    return { status: 422, message: '상태를 변경할 수 없는 주문입니다.' };
  }
  const made = madeOf(request, items);
  return {
    order: withItems(
      order,
      items.map((item) => withItemStatus(item, to)),
    ),
    made,
    journaled: process_status === 'prepare' ? entryOf(request, items, made) : null,
  };
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

function entryOf(request: ProcessRequest, items: readonly Cafe24Item[], answer: object) {
  return {
    kind: 'acknowledge' as const,
    unitNo: request.order_id,
    orderNo: request.order_id,
    lineKeys: items.map(({ order_item_code }) => order_item_code),
    request,
    answer,
  };
}
