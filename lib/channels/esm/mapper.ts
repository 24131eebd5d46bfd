import { z } from 'zod';
import type {
  ChannelState,
  CollectedLine,
  CollectedOrder,
  MalformedOrder,
  Recipient,
} from '../collected';
import { digits } from '../fields';
import { domesticPhone } from '../phone';
import { reasonOf } from '../reason';
import type { UnitReading } from '../unit';
import { courierCodeOf } from './couriers';
import { addedText, chosenText } from './option';
import { type Order, orderSchema } from './order';

const states: Record<number, ChannelState> = {
  1: 'paid',
  2: 'acknowledged',
  3: 'shipping',
  4: 'delivered',
  5: 'confirmed',
};

/** Every option of a cart is an order of its own; the cart's number is what the buyer sees. */
export function toOrders(rows: unknown[]): {
  orders: CollectedOrder[];
  malformed: MalformedOrder[];
} {
  const orders: CollectedOrder[] = [];
  const malformed: MalformedOrder[] = [];
  for (const raw of rows) {
    const parsed = orderSchema.safeParse(raw);
    if (parsed.success) orders.push(toOrder(parsed.data, raw));
    else malformed.push({ orderNo: orderNoOf(raw), reason: reasonOf(parsed.error), raw });
  }
  return { orders, malformed };
}

/** Null when the order cannot be understood. */
export function toReading(raw: unknown): UnitReading | null {
  const parsed = orderSchema.safeParse(raw);
  if (!parsed.success) return null;
  const order = parsed.data;
  return {
    unitNo: order.OrderNo,
    state: stateOf(order.OrderStatus),
    rawState: String(order.OrderStatus),
    courierCode: courierCodeOf(order.TakbaeName),
    waybillNo: order.NoSongjang.replace(/\D/g, ''),
    recipient: toRecipient(order),
    // An order under a claim is in no list of orders.
    claimOpen: false,
  };
}

export function stateOf(status: number): ChannelState {
  const state = states[status];
  if (!state) throw new RangeError(`not a status: ${status}`);
  return state;
}

function toOrder(order: Order, raw: unknown): CollectedOrder {
  return {
    orderNo: order.OrderNo,
    marketOrderNo: order.PayNo || order.OrderNo,
    orderedAt: order.OrderDate,
    paidAt: order.PayDate,
    orderer: {
      name: order.BuyerName,
      phone: domesticPhone(order.BuyerTel),
      mobile: domesticPhone(order.BuyerMobileTel),
    },
    lines: [toLine(order)],
    raw,
  };
}

function toLine(order: Order): CollectedLine {
  return {
    lineKey: order.OrderNo,
    channelUnitNo: order.OrderNo,
    productCode: order.SiteGoodsNo,
    productName: order.GoodsName || order.SiteGoodsNo,
    option: optionOf(order),
    sellerOptionCode: '',
    sellerProductCode: order.OutGoodsNo,
    quantity: order.ContrAmount,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: unitPriceOf(order),
    amount: order.OrderAmount,
    currency: 'KRW',
    state: stateOf(order.OrderStatus),
    rawState: String(order.OrderStatus),
    recipient: toRecipient(order),
    freightTerm: order.DeliveryFeeCondition === 'D' ? 'collect' : 'prepaid',
    marketShipped: order.DistrType === 'TL',
    shipBy: order.TransDueDate,
  };
}

/** Whether an option's price counts once or for each piece is not told; the order's total says it. */
function unitPriceOf({ OrderAmount, ContrAmount, SalePrice }: Order): number {
  const share = OrderAmount / ContrAmount;
  return Number.isInteger(share) && share >= SalePrice ? share : SalePrice;
}

function optionOf({ ItemOptionSelectList, ItemOptionAdditionList, ContrAmount }: Order): string {
  const chosen = ItemOptionSelectList.map(({ ItemOptionValue, ItemOptionOrderCnt }) =>
    chosenText(ItemOptionValue, ItemOptionOrderCnt, ContrAmount),
  );
  const added = ItemOptionAdditionList.map(({ ItemOptionValue, ItemOptionOrderCnt }) =>
    addedText(ItemOptionValue, ItemOptionOrderCnt),
  );
  return [...chosen, ...added].filter(Boolean).join(' / ');
}

/** For some minutes after the payment the numbers are empty: the virtual ones are being made. */
function toRecipient(order: Order): Recipient {
  const mobile = domesticPhone(order.HpNo);
  const phone = domesticPhone(order.TelNo);
  return {
    name: order.ReceiverName,
    phone: phone === mobile ? '' : phone,
    mobile,
    postcode: order.ZipCode.replace('-', ''),
    address1: order.DelFrontAddress || order.DelFullAddress,
    address2: order.DelFrontAddress ? order.DelBackAddress : '',
    note: order.DelMemo,
  };
}

function orderNoOf(raw: unknown): string | null {
  const parsed = z.object({ OrderNo: digits }).safeParse(raw);
  return parsed.success ? parsed.data.OrderNo : null;
}
