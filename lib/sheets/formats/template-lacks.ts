import type { SheetTemplate, TemplateField } from './sheet-template';

/** What a courier's program could not do without, or its answer not be read back without. */
export type TemplateLack = 'shipmentNo' | 'recipientName' | 'recipientPhone' | 'recipientAddress';

const satisfying: Record<TemplateLack, readonly TemplateField[]> = {
  shipmentNo: ['shipmentNo'],
  recipientName: ['recipientName'],
  recipientPhone: ['recipientContact', 'recipientPhone', 'recipientMobile'],
  recipientAddress: ['recipientAddress'],
};

/** Allowed, as a program may do without; said beside the template. */
export function lacksOf({ columns }: Pick<SheetTemplate, 'columns'>): TemplateLack[] {
  const fields = new Set(columns.map(({ value }) => value));
  return (Object.keys(satisfying) as TemplateLack[]).filter(
    (lack) => !satisfying[lack].some((field) => fields.has(field)),
  );
}
