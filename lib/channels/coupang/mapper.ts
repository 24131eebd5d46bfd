import { z } from 'zod';
import type {
  ChannelState,
  CollectedLine,
  CollectedOrder,
  MalformedOrder,
  Recipient,
} from '../collected';
import {
  amountIn,
  count,
  countOrNone,
  digits,
  text,
  textOrNumber,
  time,
  timeOrNone,
} from '../fields';
import { domesticPhone } from '../phone';
import { reasonOf } from '../reason';
import { endOfSeoulDay } from '../seoul-time';
import type { UnitReading } from '../unit';
import { courierCodeOf } from './couriers';

const sheetStatus = z.enum([
  'ACCEPT',
  'INSTRUCT',
  'DEPARTURE',
  'DELIVERING',
  'FINAL_DELIVERY',
  'NONE_TRACKING',
]);

const states: Record<z.output<typeof sheetStatus>, ChannelState> = {
  ACCEPT: 'paid',
  INSTRUCT: 'acknowledged',
  DEPARTURE: 'shipping',
  DELIVERING: 'shipping',
  FINAL_DELIVERY: 'delivered',
  NONE_TRACKING: 'shipping',
};

/** v5 tells the currency, v4 gave plain won. */
const money = z
  .union([
    z.object({ currencyCode: z.string(), units: z.int(), nanos: count.default(0) }),
    z.int().transform((units) => ({ currencyCode: 'KRW', units, nanos: 0 })),
  ])
  .transform(({ currencyCode: currency, units, nanos }, context) => ({
    currency,
    amount: amountIn(`${units}.${String(nanos).padStart(9, '0')}`, currency, context),
  }));

const person = z.object({ name: text, safeNumber: text });

/** What a buyer wrote for an item is no reason to lose its order, whatever it comes as. */
const message = textOrNumber.catch('');

const itemSchema = z.object({
  vendorItemId: digits,
  vendorItemName: text,
  vendorItemPackageName: text,
  sellerProductName: text,
  sellerProductItemName: text,
  externalVendorSkuCode: text,
  upBundleSize: z.coerce.number().catch(0),
  shippingCount: count,
  cancelCount: countOrNone,
  holdCountForCancel: countOrNone,
  canceled: z.boolean().nullish(),
  etcInfoHeader: message,
  etcInfoValue: message,
  etcInfoValues: z.array(message).catch([]),
  salesPrice: money,
  orderPrice: money.nullish(),
  estimatedShippingDate: text,
  confirmDate: text,
});

const sheetSchema = z.object({
  shipmentBoxId: digits,
  orderId: digits,
  orderedAt: time,
  paidAt: timeOrNone,
  status: sheetStatus,
  orderer: person.extend({ ordererNumber: text }),
  receiver: person.extend({ receiverNumber: text, addr1: text, addr2: text, postCode: text }),
  parcelPrintMessage: text,
  shipmentType: text,
  deliveryCompanyName: text,
  invoiceNumber: text,
  orderItems: z.array(itemSchema).min(1),
});

type Sheet = z.output<typeof sheetSchema>;
type Item = z.output<typeof itemSchema>;

/** Order sheets are per box: the boxes of one order that stand on this page come as one order. */
export function toOrders(rows: unknown[]): {
  orders: CollectedOrder[];
  malformed: MalformedOrder[];
} {
  const orders = new Map<string, CollectedOrder & { raw: unknown[] }>();
  const malformed: MalformedOrder[] = [];
  for (const raw of rows) {
    const parsed = sheetSchema.safeParse(raw);
    if (!parsed.success) {
      malformed.push({ ...numbersOf(raw), reason: reasonOf(parsed.error), raw });
      continue;
    }
    const sheet = parsed.data;
    const order = orders.get(sheet.orderId) ?? { ...toOrder(sheet), raw: [] };
    order.lines.push(...toLines(sheet));
    order.raw.push(raw);
    orders.set(sheet.orderId, order);
  }
  return { orders: [...orders.values()].filter((order) => order.lines.length > 0), malformed };
}

/** Null when the sheet cannot be understood. */
export function toReading(raw: unknown): UnitReading | null {
  const parsed = sheetSchema.safeParse(raw);
  if (!parsed.success) return null;
  const sheet = parsed.data;
  const lines = toLines(sheet);
  return {
    unitNo: sheet.shipmentBoxId,
    state: lines.every((line) => line.state === 'cancelled') ? 'cancelled' : states[sheet.status],
    rawState: sheet.status,
    courierCode: courierCodeOf(sheet.deliveryCompanyName),
    waybillNo: sheet.invoiceNumber.replace(/\D/g, ''),
    recipient: toRecipient(sheet),
    claimOpen: lines.some((line) => line.claimedQuantity > 0),
  };
}

export function lineKeyOf(orderId: string, vendorItemId: string): string {
  return `${orderId}-${vendorItemId}`;
}

function toOrder(sheet: Sheet): Omit<CollectedOrder, 'raw'> {
  const [mobile = '', phone = ''] = phones(sheet.orderer.ordererNumber, sheet.orderer.safeNumber);
  return {
    orderNo: sheet.orderId,
    marketOrderNo: sheet.orderId,
    orderedAt: sheet.orderedAt,
    paidAt: sheet.paidAt,
    orderer: { name: sheet.orderer.name, phone, mobile },
    lines: [],
  };
}

/**
 * An item of count 0 was never ordered in this box: a split moved it to another. The buyer pays
 * for delivery with the order; `isCod` is about paying for the goods.
 */
function toLines(sheet: Sheet): CollectedLine[] {
  const recipient = toRecipient(sheet);
  return sheet.orderItems
    .filter((item) => item.shippingCount > 0)
    .map((item) => ({
      lineKey: lineKeyOf(sheet.orderId, item.vendorItemId),
      channelUnitNo: sheet.shipmentBoxId,
      ...toProduct(item),
      ...toQuantities(item),
      state: stateOf(sheet, item),
      rawState: sheet.status,
      recipient,
      freightTerm: 'prepaid',
      marketShipped: sheet.shipmentType !== '' && sheet.shipmentType !== 'THIRD_PARTY',
      shipBy: endOfSeoulDay(item.estimatedShippingDate),
    }));
}

function toProduct(item: Item) {
  const { amount: unitPrice, currency } = item.salesPrice;
  return {
    // Under one product id (노출상품ID) Coupang shows goods of several products of the seller.
    productCode: item.vendorItemId,
    productName: item.sellerProductName || item.vendorItemPackageName || item.vendorItemName,
    option: item.sellerProductItemName,
    // A bundle option has the code of one piece: how many it means is for a person to say.
    sellerOptionCode: item.upBundleSize > 1 ? '' : item.externalVendorSkuCode,
    sellerProductCode: '',
    unitPrice,
    amount: item.orderPrice?.amount ?? unitPrice * item.shippingCount,
    currency,
  };
}

function toQuantities(item: Item) {
  const quantity = item.shippingCount;
  const cancelledQuantity = item.canceled ? quantity : Math.min(item.cancelCount, quantity);
  const claimedQuantity = Math.min(item.holdCountForCancel, quantity - cancelledQuantity);
  return { quantity, cancelledQuantity, claimedQuantity };
}

function stateOf(sheet: Sheet, item: Item): ChannelState {
  if (item.canceled || item.cancelCount >= item.shippingCount) return 'cancelled';
  if (sheet.status === 'FINAL_DELIVERY' && item.confirmDate) return 'confirmed';
  return states[sheet.status];
}

function toRecipient(sheet: Sheet): Recipient {
  const { name, receiverNumber, safeNumber, postCode, addr1, addr2 } = sheet.receiver;
  const [mobile = '', phone = ''] = phones(receiverNumber, safeNumber);
  return {
    name,
    phone,
    mobile,
    postcode: postCode,
    address1: addr1,
    address2: addr2,
    note: [...new Set([sheet.parcelPrintMessage, ...itemMessages(sheet)])]
      .filter(Boolean)
      .join(' / '),
  };
}

/** 상품별 추가메시지, one for each piece at most; of several items each says whose it is. */
function itemMessages({ orderItems }: Sheet): string[] {
  const items = orderItems.filter(({ shippingCount }) => shippingCount > 0);
  return items.flatMap((item) => {
    const told = [...new Set([item.etcInfoValue, ...item.etcInfoValues])].filter(Boolean);
    const { productName, option } = toProduct(item);
    const about = [items.length > 1 ? option || productName : '', item.etcInfoHeader];
    if (told.length === 0) return [];
    // ' / ' stands between messages alone.
    return [...about.filter(Boolean), told.join(', ')].join(': ').replaceAll(' / ', '/');
  });
}

/** The real number, which is mostly hidden, comes before the virtual one. */
function phones(...numbers: string[]): string[] {
  return [...new Set(numbers.map(domesticPhone).filter(Boolean))];
}

/** Of a sheet that cannot be understood, as far as it says them. */
function numbersOf(raw: unknown) {
  const told = digits.nullable().catch(null);
  const parsed = z.object({ orderId: told, shipmentBoxId: told }).safeParse(raw);
  return {
    orderNo: parsed.data?.orderId ?? null,
    partNo: parsed.data?.shipmentBoxId ?? null,
  };
}
