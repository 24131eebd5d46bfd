import { koreanClock } from '../cell-text';
import {
  type ItemField,
  itemFields,
  type Join,
  type SheetTemplate,
  type ShipmentField,
  type TemplateValue,
} from '../formats/sheet-template';

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

/** As many items as fit and how many were left out; the first stands in any case, with a shorter name. */
export function joined(
  { join, betweenFields = ' ', betweenItems = ', ', maxBytes = Number.POSITIVE_INFINITY }: Join,
  items: readonly TemplateItem[],
): string {
  const textOf = (item: TemplateItem) =>
    join
      .map((field) => (field === 'quantity' ? `${item.quantity}개` : item[field]))
      .filter(Boolean)
      .join(betweenFields);
  const [first] = items;
  if (!first) return '';
  for (let shown = items.length; shown > 0; shown--) {
    const texts = items.slice(0, shown).map(textOf);
    const text = texts.join(betweenItems) + leftOut(items.length - shown);
    if (courierBytes(text) <= maxBytes) return text;
  }
  const rest = leftOut(items.length - 1);
  return squeezed(first, textOf, maxBytes - courierBytes(rest)) + rest;
}

/** Its name gives way first and then its option: the quantity is what is packed. */
function squeezed(
  item: TemplateItem,
  textOf: (item: TemplateItem) => string,
  maxBytes: number,
): string {
  let shorter = item;
  for (const field of ['productName', 'optionName'] as const) {
    const excess = courierBytes(textOf(shorter)) - maxBytes;
    if (excess > 0) shorter = { ...shorter, [field]: withoutEnd(shorter[field], excess) };
  }
  return cut(textOf(shorter), maxBytes);
}

function withoutEnd(text: string, excess: number): string {
  const kept = cut(text, courierBytes(text) - excess - courierBytes('…'));
  return text && `${kept.trimEnd()}…`;
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
