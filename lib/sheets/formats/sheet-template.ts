import { z } from 'zod';

export const itemFields = ['productName', 'optionName', 'itemCode', 'quantity'] as const;

export const shipmentFields = [
  /** 배송번호: how a courier's answer finds its shipment again. */
  'shipmentNo',
  'orderNo',
  'channelName',
  'orderedAt',
  'recipientName',
  /** The mobile number, or the other one where there is none. */
  'recipientContact',
  /** The number that recipientContact is not. */
  'recipientOtherContact',
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
] as const;

export const templateFields = [...shipmentFields, ...itemFields] as const;

export type ItemField = (typeof itemFields)[number];
export type ShipmentField = (typeof shipmentFields)[number];
export type TemplateField = (typeof templateFields)[number];

const joinSchema = z.object({
  /** Fields of one item put together: 상품명 옵션 수량. */
  join: z.array(z.enum(itemFields)).min(1),
  betweenFields: z.string().optional(),
  betweenItems: z.string().optional(),
  /** A Korean letter counts two, as couriers count; items that don't fit become 외 n건. */
  maxBytes: z.int().min(20).optional(),
});

/** In a template with a row per shipment, an item's field stands for all items. */
export const templateValueSchema = z.union([
  z.enum(templateFields),
  z.object({ fixed: z.string() }),
  z.object({ freightTerm: z.object({ prepaid: z.string(), collect: z.string() }) }),
  joinSchema,
]);

/** What 엑셀요청 hands to a courier's program: built in, or made in the template editor. */
export const sheetTemplateSchema = z.object({
  koreanName: z.string().min(1),
  rowPer: z.enum(['shipment', 'item']),
  columns: z.array(z.object({ header: z.string(), value: templateValueSchema })).min(1),
});

export type Join = z.infer<typeof joinSchema>;
export type TemplateValue = z.infer<typeof templateValueSchema>;
export type SheetTemplate = z.infer<typeof sheetTemplateSchema>;
