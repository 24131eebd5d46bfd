import { z } from 'zod';
import type { JournalKind } from '../control';
import { type Answer, ok } from '../http';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits } from '../store/units';
import type { Fault } from './bulk';
import { type Cafe24Call, readBody, refuse } from './call';
import { carriersOf } from './carriers';
import { type Cafe24Order, type Cafe24Shipment, changedUnit } from './order';
import { orderOf } from './orders';
import {
  itemsOf,
  moveShipment,
  type Planned,
  removeShipment,
  renumberShipment,
  shipmentStatus,
} from './shipment-rules';

const form = z.object({
  shop_no: z.literal(1).default(1),
  request: z.object({
    status: z.enum(['standby', 'shipping']).optional(),
    tracking_no: z.string().min(1).max(40).optional(),
    shipping_company_code: z.string().optional(),
  }),
});

/** The shipments of an order, each item with its own state. */
export async function listShipments(call: Cafe24Call): Promise<Answer> {
  const order = await orderOf(call);
  const shipments = order.shipments.map((shipment) => ({
    shop_no: 1,
    shipping_code: shipment.shipping_code,
    order_id: order.order_id,
    tracking_no: shipment.tracking_no,
    tracking_no_updated_date: shipment.tracking_no_updated_date,
    shipping_company_code: shipment.shipping_company_code,
    items: itemsOf(order, shipment).map((item) => ({
      order_item_code: item.order_item_code,
      status: shipmentStatus(item),
    })),
  }));
  return ok({ shipments });
}

/** Another state or another number, never both in one call. */
export async function changeShipment(call: Cafe24Call): Promise<Answer> {
  const { request } = readBody(call.body, form);
  if ((request.status === undefined) === (request.tracking_no === undefined)) {
    refuse(422, 'Either status or tracking_no can be changed in one call.');
  }
  return onShipment(call, request.status ? 'change_state' : 'change_waybill', (order, shipment) => {
    if (request.status) return moveShipment(order, shipment, request.status, call.now);
    const code = request.shipping_company_code ?? shipment.shipping_company_code;
    const carrier = carriersOf(call.shop).find((each) => each.code === code);
    if (!carrier) return { status: 422, message: '등록되지 않은 배송업체입니다.' };
    return renumberShipment(order, shipment, request.tracking_no ?? '', carrier, call.now);
  });
}

export function deleteShipment(call: Cafe24Call): Promise<Answer> {
  return onShipment(call, 'remove_waybill', (order, shipment) => ({
    order: removeShipment(order, shipment),
    shipment,
  }));
}

async function onShipment(
  call: Cafe24Call,
  kind: JournalKind,
  plan: (order: Cafe24Order, shipment: Cafe24Shipment) => Planned | Fault,
): Promise<Answer> {
  const [orderId = '', shippingCode = ''] = call.parameters;
  const answer = await call.practice.sql.begin(async (tx) => {
    const [unit] = await lockUnits<Cafe24Order>(tx, call.shop.key, [orderId]);
    const found = unit?.document.shipments.find((each) => each.shipping_code === shippingCode);
    if (!unit || !found) return refuse(404, 'The shipment does not exist.');
    const planned = plan(unit.document, found);
    if (!('order' in planned)) return refuse(planned.status, planned.message);
    const { order, shipment } = planned;
    const named = { shop_no: 1, order_id: orderId, shipping_code: shippingCode };
    const body = kind === 'remove_waybill' ? named : { ...named, ...shown(order, shipment) };
    await saveUnits(tx, [changedUnit({ ...unit, document: order })]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind,
        unitNo: shippingCode,
        orderNo: orderId,
        lineKeys: shipment.order_item_code,
        courierCode: shipment.shipping_company_code,
        waybillNo: shipment.tracking_no,
        request: call.body ?? {},
        answer: body,
      },
    ]);
    return body;
  });
  return ok({ shipment: answer });
}

function shown(order: Cafe24Order, shipment: Cafe24Shipment): object {
  const [item] = itemsOf(order, shipment);
  return {
    status: item ? shipmentStatus(item) : 'standby',
    tracking_no: shipment.tracking_no,
    shipping_company_code: shipment.shipping_company_code,
    order_item_code: shipment.order_item_code,
    carrier_id: shipment.carrier_id,
  };
}
