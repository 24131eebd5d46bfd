import { z } from 'zod';
import type { Recipient } from '../collected';
import { amountIn, count, countOrNone, text, textOrNumber, time, timeOrNone } from '../fields';
import { domesticPhone } from '../phone';
import { type ItemStatus, isUnpaid, statusOf } from './status';

const contact = z.object({ name: text, phone: text, cellphone: text });

const receiverSchema = contact.extend({
  virtual_phone_no: text,
  zipcode: text,
  address1: text,
  address2: text,
  shipping_message: text,
  shipping_code: text,
});

const itemSchema = z
  .object({
    order_item_code: z.string().min(1),
    item_no: countOrNone,
    original_item_no: z.array(count).nullish(),
    order_status: z.string(),
    order_status_before_cs: text,
    request_undone: text,
    claim_quantity: countOrNone,
    claim_reason: text,
    cancel_request_date: timeOrNone,
    return_request_date: timeOrNone,
    exchange_request_date: timeOrNone,
    quantity: count.min(1),
    product_no: textOrNumber,
    product_code: text,
    custom_product_code: text,
    custom_variant_code: text,
    product_name: text,
    option_value: text,
    product_price: textOrNumber,
    option_price: textOrNumber,
    payment_amount: textOrNumber,
    shipping_code: text,
    tracking_no: textOrNumber,
    shipping_company_code: textOrNumber,
    shipping_payment_option: text,
  })
  .transform((item, context) => {
    if (isUnpaid(item.order_status)) return { ...item, status: null };
    const status = statusOf(item.order_status, item.order_status_before_cs);
    if (status) return { ...item, status };
    context.addIssue({
      code: 'custom',
      path: ['order_status'],
      message: `unknown status ${item.order_status}`,
    });
    return z.NEVER;
  });

const orderSchema = z
  .object({
    order_id: z.string().min(1),
    market_order_no: text,
    order_date: time,
    payment_date: timeOrNone,
    currency: z.string().default('KRW'),
    billing_name: text,
    buyer: contact.nullish(),
    receivers: z.array(receiverSchema).nullish(),
    items: z.array(itemSchema),
  })
  .transform((order, context) => {
    const inMinorUnits = (decimal: string) => amountIn(decimal || '0', order.currency, context);
    const items = order.items.map((item) => {
      const unitPrice = inMinorUnits(item.product_price) + inMinorUnits(item.option_price);
      const paid = item.payment_amount === '' ? null : inMinorUnits(item.payment_amount);
      return { ...item, unitPrice, amount: paid ?? unitPrice * item.quantity };
    });
    return { ...order, items };
  });

export type Order = z.output<typeof orderSchema>;
export type Item = Order['items'][number];
/** An item of a paid order; unpaid ones are not looked at. */
export type PaidItem = Item & { status: ItemStatus };

export function parseOrder(row: unknown) {
  return orderSchema.safeParse(row);
}

/** Orders mirrored from another market come by that market's own channel. */
export function isOfAnotherMarket(row: unknown): boolean {
  const parsed = z.object({ market_id: z.string() }).safeParse(row);
  return parsed.success && parsed.data.market_id !== 'self' && parsed.data.market_id !== '';
}

export function orderNoOf(row: unknown): string | null {
  const parsed = z.object({ order_id: z.string() }).safeParse(row);
  return parsed.success ? parsed.data.order_id : null;
}

export function paidItems(order: Order): PaidItem[] {
  return order.items.flatMap((item) => (item.status ? [{ ...item, status: item.status }] : []));
}

/** The one who gets the item; null when several get parts of the order and none is named for it. */
export function recipientOf(order: Order, item: Item): Recipient | null {
  const receiver = receiverOf(order, item);
  if (!receiver) return null;
  return {
    name: receiver.name,
    phone: domesticPhone(receiver.phone),
    mobile: domesticPhone(receiver.cellphone || receiver.virtual_phone_no),
    postcode: receiver.zipcode,
    address1: receiver.address1,
    address2: receiver.address2,
    note: receiver.shipping_message,
  };
}

/** `order_id|shipping_code`: what of an order goes to one recipient. */
export function unitNoOf(order: Order, item: Item): string {
  const code = item.shipping_code || receiverOf(order, item)?.shipping_code || '';
  return `${order.order_id}|${code}`;
}

export function isClaimOpen({ status }: PaidItem): boolean {
  return status.claim?.state === 'requested' || status.claim?.state === 'accepted';
}

function receiverOf(order: Order, item: Item) {
  const receivers = order.receivers ?? [];
  const named = receivers.find(
    ({ shipping_code: code }) => code !== '' && code === item.shipping_code,
  );
  return named ?? (receivers.length === 1 ? receivers[0] : undefined);
}
