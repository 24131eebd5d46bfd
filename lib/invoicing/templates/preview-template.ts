import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { maskAddress, maskName, maskPhone } from '@/lib/recipients/mask';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import { readContents, type ShipmentContent } from '../contents';
import { readSender, templateRows } from './template-rows';

const SHOWN_SHIPMENTS = 3;
const SHOWN_ROWS = 8;

export type TemplatePreview = { headers: string[]; rows: string[][] };

/** What a template would say of the newest parcels whose goods are known. */
export async function previewTemplate(
  ctx: Ctx,
  template: SheetTemplate & { courier: string },
): Promise<TemplatePreview> {
  return readMall(ctx, async (tx) => {
    const newest = await rows<{ id: number }>(
      tx,
      sql`
      select id from shipments
      where mall_id = ${ctx.mallId} and stage in ('allocated', 'invoiced', 'shipped', 'delivered')
      order by id desc limit ${SHOWN_SHIPMENTS}`,
    );
    const ids = newest.map((row) => row.id);
    const contents = await readContents(tx, ctx, ids);
    const sender = await readSender(tx, ctx, template.courier);
    const shown = contents.map((content) => (ctx.canSeePersonalData ? content : masked(content)));
    return {
      headers: template.columns.map(({ header }) => header),
      rows: templateRows(template, shown, sender).slice(0, SHOWN_ROWS),
    };
  });
}

function masked(content: ShipmentContent): ShipmentContent {
  const { recipient } = content;
  return {
    ...content,
    note: '',
    recipient: {
      ...recipient,
      name: maskName(recipient.name),
      phone: maskPhone(recipient.phone),
      mobile: maskPhone(recipient.mobile),
      address1: maskAddress(recipient.address1),
      address2: '',
    },
  };
}
