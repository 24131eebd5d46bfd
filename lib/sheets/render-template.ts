import { koreanClock } from './cell-text';
import {
  type ItemField,
  itemFields,
  type Join,
  type SheetTemplate,
  type ShipmentField,
  type TemplateValue,
} from './sheet-template';

export type TemplateItem = {
  productName: string;
  optionName: string;
  itemCode: string;
  quantity: number;
};

export type TemplateShipment = {
  shipmentNo: string;
  orderNo: string;
  channelName: string;
  orderedAt: Date;
  recipient: {
    name: string;
    phone: string;
    mobile: string;
    postcode: string;
    address1: string;
    address2: string;
  };
  sender: { name: string; phone: string; postcode: string; address: string };
  note: string;
  freightTerm: 'prepaid' | 'collect';
  boxCount: number;
  items: readonly TemplateItem[];
};

/** Header row and rows of a template, every cell a text. */
export function renderTemplate(
  { rowPer, columns }: SheetTemplate,
  shipments: readonly TemplateShipment[],
): { headers: string[]; rows: string[][] } {
  const rows = shipments.flatMap((shipment) => {
    const parts = rowPer === 'item' ? shipment.items.map((item) => [item]) : [shipment.items];
    return parts.map((items) => columns.map(({ value }) => cellOf(value, shipment, items)));
  });
  return { headers: columns.map(({ header }) => header), rows };
}

function cellOf(
  value: TemplateValue,
  shipment: TemplateShipment,
  items: readonly TemplateItem[],
): string {
  if (typeof value === 'string') {
    return isItemField(value)
      ? items.map((item) => String(item[value])).join(', ')
      : shipmentText[value](shipment);
  }
  if ('fixed' in value) return value.fixed;
  if ('freightTerm' in value) return value.freightTerm[shipment.freightTerm];
  return joined(value, items);
}

function isItemField(field: string): field is ItemField {
  return itemFields.some((itemField) => itemField === field);
}

const shipmentText: Record<ShipmentField, (shipment: TemplateShipment) => string> = {
  shipmentNo: ({ shipmentNo }) => shipmentNo,
  orderNo: ({ orderNo }) => orderNo,
  channelName: ({ channelName }) => channelName,
  orderedAt: ({ orderedAt }) => koreanClock(orderedAt),
  recipientName: ({ recipient }) => recipient.name,
  recipientContact: ({ recipient: { mobile, phone } }) => mobile || phone,
  recipientOtherContact: ({ recipient: { mobile, phone } }) => (mobile ? phone : ''),
  recipientPhone: ({ recipient }) => recipient.phone,
  recipientMobile: ({ recipient }) => recipient.mobile,
  recipientPostcode: ({ recipient }) => recipient.postcode,
  recipientAddress: ({ recipient: { address1, address2 } }) => `${address1} ${address2}`.trim(),
  senderName: ({ sender }) => sender.name,
  senderPhone: ({ sender }) => sender.phone,
  senderPostcode: ({ sender }) => sender.postcode,
  senderAddress: ({ sender }) => sender.address,
  note: ({ note }) => note,
  boxCount: ({ boxCount }) => String(boxCount),
  totalQuantity: ({ items }) => String(items.reduce((sum, { quantity }) => sum + quantity, 0)),
};

function joined(
  { join, betweenFields = ' ', betweenItems = ', ', maxBytes = Number.POSITIVE_INFINITY }: Join,
  items: readonly TemplateItem[],
): string {
  const texts = items.map((item) => {
    const fields = join.map((field) => (field === 'quantity' ? `${item.quantity}개` : item[field]));
    return fields.filter(Boolean).join(betweenFields);
  });
  return fitted(texts, betweenItems, maxBytes);
}

/** As many items as fit, the first at least in part, and how many were left out. */
function fitted(texts: readonly string[], between: string, maxBytes: number): string {
  for (let shown = texts.length; shown > 0; shown--) {
    const text = texts.slice(0, shown).join(between) + leftOut(texts.length - shown);
    if (courierBytes(text) <= maxBytes) return text;
  }
  const rest = leftOut(texts.length - 1);
  return cut(texts[0] ?? '', maxBytes - courierBytes(rest)) + rest;
}

function leftOut(count: number): string {
  return count > 0 ? ` 외 ${count}건` : '';
}

function cut(text: string, maxBytes: number): string {
  let kept = '';
  for (const letter of text) {
    if (courierBytes(kept + letter) > maxBytes) break;
    kept += letter;
  }
  return kept;
}

/** Couriers count as CP949 does: two for anything beyond ASCII. */
function courierBytes(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter < '\u0080' ? 1 : 2), 0);
}
