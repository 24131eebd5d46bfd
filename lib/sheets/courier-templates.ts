import { z } from 'zod';

export const itemFields = ['productName', 'optionName', 'itemCode', 'quantity'] as const;

export const templateFields = [
  'shipmentNo',
  'orderNo',
  'channelName',
  'orderedAt',
  'recipientName',
  'recipientPhone',
  'recipientMobile',
  'recipientPostcode',
  'recipientAddress',
  'senderName',
  'senderPhone',
  'senderPostcode',
  'senderAddress',
  'note',
  'boxCount',
  'totalQuantity',
  ...itemFields,
] as const;

export type ItemField = (typeof itemFields)[number];
export type TemplateField = (typeof templateFields)[number];

/**
 * An item field stands for the row's item, or for all items of the shipment when the template has a row per shipment.
 * `join` puts fields of an item together ("상품명 옵션 수량"); `maxBytes` counts Korean as two and cuts to "… 외 n건".
 */
export const templateValueSchema = z.union([
  z.enum(templateFields),
  z.object({ fixed: z.string() }),
  z.object({
    join: z.array(z.enum(itemFields)).min(1),
    between: z.string().default(' '),
    betweenItems: z.string().default(', '),
    maxBytes: z.int().positive().optional(),
  }),
  z.object({ freightTerm: z.object({ prepaid: z.string(), collect: z.string() }) }),
]);

export const sheetTemplateSchema = z.object({
  key: z.string(),
  courier: z.string().nullable(),
  koreanName: z.string(),
  rowPer: z.enum(['shipment', 'item']),
  columns: z.array(z.object({ header: z.string(), value: templateValueSchema })).min(1),
});

export type SheetTemplate = z.infer<typeof sheetTemplateSchema>;

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
  _template: SheetTemplate,
  _shipments: readonly TemplateShipment[],
): { headers: string[]; rows: string[][] } {
  throw new Error('not written yet');
}
