import type {
  ChannelState,
  CollectedClaim,
  CollectedLine,
  CollectedOrder,
  MalformedOrder,
  Recipient,
} from '../collected';
import { domesticPhone } from '../phone';
import { reasonOf } from '../reason';
import type { UnitReading } from '../unit';
import { cancelledByClaims, openQuantity, orderedQuantity, toClaims } from './claim-mapper';
import { numbersOf, parseRow, type Row } from './product-order';
import { stateOf } from './status';

export type ReadRows = {
  orders: CollectedOrder[];
  claims: CollectedClaim[];
  malformed: MalformedOrder[];
};

/** Product orders come one by one: those of one order that stand on this page come as one. */
export function readRows(rows: readonly unknown[]): ReadRows {
  const orders = new Map<string, CollectedOrder & { raw: unknown[] }>();
  const read: ReadRows = { orders: [], claims: [], malformed: [] };
  for (const raw of rows) {
    const parsed = parseRow(raw);
    if (!parsed.success) {
      read.malformed.push({ ...numbersOf(raw), reason: reasonOf(parsed.error), raw });
      continue;
    }
    const row = parsed.data;
    const line = toLine(row);
    if (!line) continue;
    const order = orders.get(row.order.orderId) ?? toOrder(row);
    order.lines.push(line);
    order.raw.push(raw);
    orders.set(order.orderNo, order);
    read.claims.push(...toClaims(row, raw));
  }
  return { ...read, orders: [...orders.values()] };
}

/** Null when it was never paid. */
export function toReading(row: Row): UnitReading | null {
  const line = toLine(row);
  if (!line) return null;
  return {
    unitNo: line.channelUnitNo,
    state: line.state,
    rawState: line.rawState,
    courierCode: row.delivery?.deliveryCompany ?? '',
    waybillNo: row.delivery?.trackingNumber.replace(/[\s-]/g, '') ?? '',
    recipient: line.recipient,
    claimOpen: line.claimedQuantity > 0,
  };
}

function toOrder({ order }: Row): CollectedOrder & { raw: unknown[] } {
  return {
    orderNo: order.orderId,
    marketOrderNo: order.orderId,
    orderedAt: order.orderDate,
    paidAt: order.paymentDate,
    orderer: { name: order.ordererName, phone: '', mobile: domesticPhone(order.ordererTel) },
    lines: [],
    raw: [],
  };
}

function toLine(row: Row): CollectedLine | null {
  const { productOrder } = row;
  const state = stateOf(productOrder.productOrderStatus, productOrder.placeOrderStatus);
  if (!state) return null;
  return {
    lineKey: productOrder.productOrderId,
    channelUnitNo: productOrder.productOrderId,
    ...toProduct(row),
    ...toQuantities(row, state),
    state,
    rawState: rawStateOf(row),
    recipient: toRecipient(row),
    freightTerm: productOrder.shippingFeeType === '착불' ? 'collect' : 'prepaid',
    marketShipped: isMarketShipped(row),
    shipBy: productOrder.shippingDueDate,
  };
}

function toProduct(row: Row) {
  const { productOrder } = row;
  const unitPrice = productOrder.unitPrice + productOrder.optionPrice;
  return {
    productCode: productOrder.productId || productOrder.originalProductId,
    productName: productOrder.productName,
    option: productOrder.productOption,
    sellerOptionCode: productOrder.optionManageCode,
    sellerProductCode: productOrder.sellerProductCode,
    unitPrice,
    amount: productOrder.totalPaymentAmount ?? unitPrice * productOrder.quantity,
    currency: 'KRW',
  };
}

/** What comes back after it has left shrinks the product order too, but was sent all the same. */
function toQuantities(row: Row, state: ChannelState) {
  const quantity = orderedQuantity(row);
  const remaining = row.productOrder.remainQuantity ?? quantity;
  const hasNotLeft = state === 'paid' || state === 'acknowledged';
  const gone = hasNotLeft ? quantity - remaining : cancelledByClaims(row);
  const cancelledQuantity =
    state === 'cancelled' ? quantity : Math.min(Math.max(gone, 0), quantity);
  const claimedQuantity =
    state === 'cancelled' ? 0 : openQuantity(row, quantity - cancelledQuantity);
  return { quantity, cancelledQuantity, claimedQuantity };
}

function rawStateOf({ productOrder }: Row): string {
  const { productOrderStatus, placeOrderStatus } = productOrder;
  return productOrderStatus === 'PAYED' && placeOrderStatus !== ''
    ? `${productOrderStatus}/${placeOrderStatus}`
    : productOrderStatus;
}

/** 도착보장 and fulfilment: a logistics company sends it. 판매자 도착보장 leaves from the seller. */
function isMarketShipped({ productOrder }: Row): boolean {
  return (
    productOrder.logisticsCompanyId !== '' ||
    productOrder.deliveryAttributeType === 'ARRIVAL_GUARANTEE'
  );
}

/** A gift has no address until it is accepted. */
function toRecipient({ productOrder }: Row): Recipient {
  const address = productOrder.shippingAddress;
  const notes = [
    productOrder.shippingMemo,
    address?.pickupLocationContent,
    address?.entryMethodContent,
  ];
  return {
    name: address?.name ?? '',
    phone: domesticPhone(address?.tel2),
    mobile: domesticPhone(address?.tel1),
    postcode: address?.zipCode ?? '',
    address1: address?.baseAddress ?? '',
    address2: address?.detailedAddress ?? '',
    note: [...new Set(notes.filter(Boolean))].join(' / '),
  };
}
