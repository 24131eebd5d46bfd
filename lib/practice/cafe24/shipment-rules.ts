import { kstIso, kstSeconds } from '../kst';
import type { Fault } from './bulk';
import type { Carrier } from './carriers';
import { notShipped } from './document';
import {
  type Cafe24Item,
  type Cafe24Order,
  type Cafe24Shipment,
  withItemStatus,
  withItems,
} from './order';

export type ShipmentStatus = 'standby' | 'shipping';

export interface ShipmentRequest {
  readonly order_id: string;
  readonly tracking_no: string;
  readonly shipping_company_code: string;
  readonly order_item_code: readonly string[];
  readonly status: ShipmentStatus;
}

export interface Planned {
  readonly order: Cafe24Order;
  readonly shipment: Cafe24Shipment;
}

/** standby 배송대기 is N21, shipping 배송중 is N30. */
const ITEM_STATUS = { standby: 'N21', shipping: 'N30' } as const;

/** A shipment of some items of an order: each of them must stand in 배송준비중. */
export function planShipment(
  order: Cafe24Order,
  request: ShipmentRequest,
  carriers: readonly Carrier[],
  now: Date,
): Planned | Fault {
  const carrier = carriers.find(({ code }) => code === request.shipping_company_code);
  if (!carrier) return { status: 422, message: '등록되지 않은 배송업체입니다.' };
  const wanted = new Set(request.order_item_code);
  const items = order.items.filter(({ order_item_code }) => wanted.has(order_item_code));
  if (items.length !== wanted.size) {
    return { status: 422, message: 'order_item_code is not of this order.' };
  }
  const message = items.map(itemFault).find((fault) => fault !== null);
  if (message) return { status: 422, message };
  const shipment: Cafe24Shipment = {
    shipping_code: nextCode(order),
    tracking_no: request.tracking_no,
    tracking_no_updated_date: kstIso(now),
    shipping_company_code: carrier.code,
    carrier_id: carrier.carrierId,
    order_item_code: items.map(({ order_item_code }) => order_item_code),
  };
  const shipped = items.map((item) => shippedItem(item, shipment, carrier, request.status, now));
  const changed = withItems(order, shipped);
  return { order: { ...changed, shipments: [...order.shipments, shipment] }, shipment };
}

/** Moves the items of a shipment between 배송대기 and 배송중. */
export function moveShipment(
  order: Cafe24Order,
  shipment: Cafe24Shipment,
  status: ShipmentStatus,
  now: Date,
): Planned | Fault {
  const items = itemsOf(order, shipment);
  const from = ITEM_STATUS[status === 'shipping' ? 'standby' : 'shipping'];
  if (items.some(({ order_status }) => order_status !== from)) {
    return { status: 422, message: '이미 변경되었거나 변경할 수 없는 배송상태입니다.' };
  }
  const shipped_date = status === 'shipping' ? kstSeconds(now) : null;
  const moved = items.map((item) => ({
    ...withItemStatus(item, ITEM_STATUS[status]),
    shipped_date,
  }));
  return { order: withItems(order, moved), shipment };
}

/** Puts another number, and perhaps courier, on a shipment. */
export function renumberShipment(
  order: Cafe24Order,
  shipment: Cafe24Shipment,
  trackingNo: string,
  carrier: Carrier,
  now: Date,
): Planned {
  const renumbered: Cafe24Shipment = {
    ...shipment,
    tracking_no: trackingNo,
    tracking_no_updated_date: kstIso(now),
    shipping_company_code: carrier.code,
    carrier_id: carrier.carrierId,
  };
  const items = itemsOf(order, shipment).map((item) => ({
    ...item,
    ...waybill(renumbered, carrier),
  }));
  const shipments = order.shipments.map((each) => (each === shipment ? renumbered : each));
  return { order: { ...withItems(order, items), shipments }, shipment: renumbered };
}

/** Takes a shipment back: its items stand in 배송준비중 again. */
export function removeShipment(order: Cafe24Order, shipment: Cafe24Shipment): Cafe24Order {
  const items = itemsOf(order, shipment).map((item) => ({
    ...withItemStatus(item, 'N20'),
    ...notShipped(order.order_id),
  }));
  const shipments = order.shipments.filter((each) => each !== shipment);
  return { ...withItems(order, items), shipments };
}

export function shipmentStatus(item: Cafe24Item): ShipmentStatus {
  return item.order_status === 'N21' ? 'standby' : 'shipping';
}

export function itemsOf(order: Cafe24Order, shipment: Cafe24Shipment): Cafe24Item[] {
  return order.items.filter((item) => shipment.order_item_code.includes(item.order_item_code));
}

function itemFault({ order_status, order_item_code }: Cafe24Item): string | null {
  if (order_status === 'N20') return null;
  if (['N21', 'N30', 'N40'].includes(order_status)) {
    return `이미 배송 처리된 품목입니다: ${order_item_code}`;
  }
  return `배송 처리할 수 없는 상태(${order_status})의 품목입니다: ${order_item_code}`;
}

/** D-20170710-0000013-00, then -01: the first one that no shipment of the order has. */
function nextCode({ order_id, shipments }: Cafe24Order): string {
  const taken = new Set(shipments.map(({ shipping_code }) => shipping_code));
  for (let number = 0; ; number += 1) {
    const code = `D-${order_id}-${String(number).padStart(2, '0')}`;
    if (!taken.has(code)) return code;
  }
}

function shippedItem(
  item: Cafe24Item,
  shipment: Cafe24Shipment,
  carrier: Carrier,
  status: ShipmentStatus,
  now: Date,
): Cafe24Item {
  return {
    ...withItemStatus(item, ITEM_STATUS[status]),
    ...waybill(shipment, carrier),
    shipping_code: shipment.shipping_code,
    shipped_date: status === 'shipping' ? kstSeconds(now) : null,
  };
}

function waybill({ tracking_no }: Cafe24Shipment, { carrierId, code, name }: Carrier) {
  return {
    tracking_no,
    shipping_company_id: String(carrierId),
    shipping_company_name: name,
    shipping_company_code: code,
  };
}
