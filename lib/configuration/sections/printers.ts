import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { pageOrders, rotations } from '@/lib/invoicing/prints/printers';
import type { Section } from '../section';

const tenths = z.int().min(-200).max(200);

const schema = z.strictObject({
  name: z.string().trim().min(1).max(50),
  labelSize: z.enum(['100x150', '123x100']),
  offsetXTenths: tenths,
  offsetYTenths: tenths,
  rotation: z.literal(rotations),
  copies: z.int().min(1).max(5),
  pageOrder: z.enum(pageOrders),
});

type PrinterEntry = z.infer<typeof schema>;

export const printers: Section<PrinterEntry> = {
  schema,
  keyOf: ({ name }) => name,
  read: ({ tx, ctx }) =>
    rows<PrinterEntry>(
      tx,
      sql`
      select name, label_size as "labelSize", offset_x_tenths as "offsetXTenths",
        offset_y_tenths as "offsetYTenths", rotation, copies, page_order as "pageOrder"
      from printer_profiles where mall_id = ${ctx.mallId} order by name, id`,
    ),
  write: async ({ tx, ctx }, entries) => {
    await tx.execute(sql`
      insert into printer_profiles (mall_id, name, label_size, offset_x_tenths, offset_y_tenths,
        rotation, copies, page_order)
      select ${ctx.mallId}::bigint, name, "labelSize", "offsetXTenths", "offsetYTenths", rotation,
        copies, "pageOrder"
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as given (name text,
        "labelSize" text, "offsetXTenths" int, "offsetYTenths" int, rotation int, copies int,
        "pageOrder" text)
      on conflict (mall_id, name) do update
      set label_size = excluded.label_size, offset_x_tenths = excluded.offset_x_tenths,
        offset_y_tenths = excluded.offset_y_tenths, rotation = excluded.rotation,
        copies = excluded.copies, page_order = excluded.page_order`);
  },
};
