import { z } from 'zod';
import type { Answer } from '../http';
import { type Applied, applyToOrders, bulkAnswer, type Fault, only } from './bulk';
import { type Cafe24Call, readBody } from './call';
import { carriersOf } from './carriers';
import type { Cafe24Order, Cafe24Shipment } from './order';
import { planShipment, type ShipmentRequest } from './shipment-rules';

const MAX_TRACKING_NO = 40;
const MAX_REQUESTS = 100;

const shipmentForm = z.object({
  tracking_no: z.string().min(1).max(MAX_TRACKING_NO),
  shipping_company_code: z.string(),
  order_item_code: z.array(z.string()).min(1),
  status: z.enum(['standby', 'shipping']),
});
const shopNo = z.literal(1).default(1);
const oneForm = z.object({ shop_no: shopNo, request: shipmentForm });
const bulkForm = z.object({
  shop_no: shopNo,
  requests: z
    .array(shipmentForm.extend({ order_id: z.string() }))
    .min(1)
    .max(MAX_REQUESTS),
});

/** Ships items of one order under one number. */
export async function createShipment(call: Cafe24Call): Promise<Answer> {
  const [order_id = ''] = call.parameters;
  const { request } = readBody(call.body, oneForm);
  const entries = await applyToOrders(call, [{ order_id, ...request }], shipping(call));
  return { status: 201, body: { shipments: [only(entries)] } };
}

/** The same for up to a hundred orders. */
export async function createShipmentsInBulk(call: Cafe24Call): Promise<Answer> {
  const { requests } = readBody(call.body, bulkForm);
  return bulkAnswer('shipments', await applyToOrders(call, requests, shipping(call)), 201);
}

function shipping({ shop, now }: Cafe24Call) {
  const carriers = carriersOf(shop);
  return (order: Cafe24Order, request: ShipmentRequest): Applied | Fault => {
    const planned = planShipment(order, request, carriers, now);
    if (!('order' in planned)) return planned;
    const made = madeOf(request, planned.shipment);
    return { order: planned.order, made, journaled: entryOf(request, planned.shipment, made) };
  };
}

function madeOf({ order_id, status }: ShipmentRequest, shipment: Cafe24Shipment): object {
  return {
    shop_no: 1,
    shipping_code: shipment.shipping_code,
    order_id,
    status,
    tracking_no: shipment.tracking_no,
    shipping_company_code: shipment.shipping_company_code,
    order_item_code: shipment.order_item_code,
    carrier_id: shipment.carrier_id,
  };
}

function entryOf(request: ShipmentRequest, shipment: Cafe24Shipment, answer: object) {
  return {
    kind: 'ship' as const,
    unitNo: shipment.shipping_code,
    orderNo: request.order_id,
    lineKeys: shipment.order_item_code,
    courierCode: shipment.shipping_company_code,
    waybillNo: shipment.tracking_no,
    request,
    answer,
  };
}
