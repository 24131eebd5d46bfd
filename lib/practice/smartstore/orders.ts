import { z } from 'zod';
import type { Answer } from '../http';
import { type Unit, unitColumns } from '../store/units';
import { answered, badRequest, readBody, type SmartstoreCall } from './call';
import { type Period, periodOf, sizeOf } from './period';
import { orderStatuses, type SmartstoreUnit } from './product-order';
import { onTheWire } from './wire';

const MAX_ROWS = 300;

const queryForm = z.object({
  productOrderIds: z
    .array(z.string().regex(/^\d{1,20}$/))
    .min(1)
    .max(MAX_ROWS),
  quantityClaimCompatibility: z.boolean().optional(),
});

/** The named product orders as they stand; one that is not of this store is left out. */
export async function queryProductOrders(call: SmartstoreCall): Promise<Answer> {
  const { productOrderIds } = readBody(call, queryForm);
  const { sql } = call.practice;
  const units = await sql<Unit<SmartstoreUnit>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and unit_no = any(${productOrderIds}) order by id`;
  return answered(
    call,
    units.map(({ document }) => onTheWire(document)),
  );
}

/** The numbers of an order's product orders. */
export async function listOfOrder(call: SmartstoreCall): Promise<Answer> {
  const [orderNo = ''] = call.parameters;
  const { sql } = call.practice;
  const units = await sql<{ unitNo: string }[]>`
    select unit_no as "unitNo" from practice.orders
    where shop = ${call.shop.key} and order_no = ${orderNo} order by id`;
  return answered(
    call,
    units.map(({ unitNo }) => unitNo),
  );
}

interface Search {
  readonly period: Period;
  readonly statuses: readonly string[];
  readonly placeOrderStatus: string | null;
  readonly size: number;
  readonly page: number;
}

/** Product orders of a period by when they were paid, page by page. */
export async function listProductOrders(call: SmartstoreCall): Promise<Answer> {
  const search = searchOf(call.query);
  const units = await listed(call, search);
  const { page, size } = search;
  return answered(call, {
    contents: units.slice(0, size).map(({ unitNo, document }) => ({
      productOrderId: unitNo,
      content: onTheWire(document),
    })),
    pagination: { page, size, hasNext: units.length > size },
  });
}

function searchOf(query: URLSearchParams): Search {
  if (query.get('rangeType') !== 'PAYED_DATETIME')
    badRequest('rangeType 항목이 유효하지 않습니다.');
  const statuses = query.get('productOrderStatuses')?.split(',') ?? [];
  if (statuses.some((status) => !orderStatuses.some((each) => each === status)))
    badRequest('productOrderStatuses 항목이 유효하지 않습니다.');
  const placeOrderStatus = query.get('placeOrderStatusType');
  if (placeOrderStatus !== null && !['NOT_YET', 'OK', 'CANCEL'].includes(placeOrderStatus))
    badRequest('placeOrderStatusType 항목이 유효하지 않습니다.');
  return {
    period: periodOf(query.get('from'), query.get('to')),
    statuses,
    placeOrderStatus,
    size: sizeOf(query.get('pageSize'), MAX_ROWS),
    page: query.has('page') ? sizeOf(query.get('page'), 10_000) : 1,
  };
}

/** One more than the page holds, so that the page knows whether another follows. */
function listed(
  { practice: { sql }, shop }: SmartstoreCall,
  { period: { from, to }, statuses, placeOrderStatus, size, page }: Search,
): Promise<Unit<SmartstoreUnit>[]> {
  return sql<Unit<SmartstoreUnit>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${shop.key} and paid_at >= ${from} and paid_at <= ${to}
      and (${statuses.length === 0}
        or document #>> '{productOrder,productOrderStatus}' = any(${[...statuses]}))
      and (${placeOrderStatus}::text is null
        or document #>> '{productOrder,placeOrderStatus}' = ${placeOrderStatus})
    order by paid_at, unit_no limit ${size + 1} offset ${(page - 1) * size}`;
}
