import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import {
  renderTemplate,
  type TemplateItem,
  type TemplateShipment,
} from '@/lib/sheets/writing/render-template';
import type { ShipmentContent } from '../contents';

export type TemplateSender = TemplateShipment['sender'];

/** Who sends with this courier; the first contract where there is none with it. */
export async function readSender(tx: Tx, ctx: Ctx, courier: string): Promise<TemplateSender> {
  const [sender] = await rows<Omit<TemplateSender, 'postcode'>>(
    tx,
    sql`
    select sender_name as name, sender_phone as phone, sender_address as address
    from courier_accounts where mall_id = ${ctx.mallId}
    order by courier = ${courier} desc, id limit 1`,
  );
  const { address = '', name = '', phone = '' } = sender ?? {};
  return { name, phone, ...withPostcode(address) };
}

/** An address is written with its postcode in front: (12345) 경기도 … */
export function withPostcode(written: string): { postcode: string; address: string } {
  const [, postcode = '', address = ''] = /^\s*[([]?(\d{5})[)\]]?\s+(.+)$/s.exec(written) ?? [
    null,
    '',
    written,
  ];
  return { postcode, address };
}

export function templateItems({ items }: ShipmentContent): TemplateItem[] {
  return items.map((item) => ({
    productName: item.name,
    optionName: item.option,
    itemCode: item.variantCode,
    quantity: item.quantity,
  }));
}

/** The rows of a template for these parcels, every cell a text. */
export function templateRows(
  template: SheetTemplate,
  contents: readonly ShipmentContent[],
  sender: TemplateSender,
): string[][] {
  const shipments = contents.map(
    (content): TemplateShipment => ({
      shipmentNo: String(content.id),
      orderNo: content.orderNo,
      channelName: content.channelName,
      orderedAt: new Date(content.orderedAt),
      recipient: content.recipient,
      sender,
      note: content.note,
      freightTerm: content.freightTerm,
      boxCount: 1,
      items: templateItems(content),
    }),
  );
  return renderTemplate(template, shipments).rows;
}
