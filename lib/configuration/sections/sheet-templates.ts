import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { courierKeys } from '@/lib/couriers/registry';
import { sheetTemplateSchema, templateValueSchema } from '@/lib/sheets/formats/sheet-template';
import type { Section } from '../section';

const schema = z.strictObject({
  name: z.string().trim().min(1).max(50),
  courier: z.enum(courierKeys),
  rowPer: z.enum(['shipment', 'item']),
  columns: z
    .array(z.strictObject({ header: z.string().trim().max(100), value: templateValueSchema }))
    .min(1)
    .max(60),
});

type TemplateEntry = z.infer<typeof schema>;

export const sheetTemplates: Section<TemplateEntry> = {
  schema,
  keyOf: ({ name }) => name,
  read: async ({ tx, ctx }) => {
    const stored = await rows<{ courier: TemplateEntry['courier']; layout: unknown }>(
      tx,
      sql`
      select courier, layout from sheet_templates where mall_id = ${ctx.mallId} order by name`,
    );
    return stored.map(({ courier, layout }) => {
      const { koreanName: name, rowPer, columns } = sheetTemplateSchema.parse(layout);
      return { name, courier, rowPer, columns };
    });
  },
  write: async ({ tx, ctx }, entries) => {
    const given = entries.map(({ name, courier, ...layout }) => ({
      ...{ name, courier },
      layout: { koreanName: name, ...layout },
    }));
    await tx.execute(sql`
      insert into sheet_templates (mall_id, name, courier, layout, created_at)
      select ${ctx.mallId}::bigint, name, courier, layout, ${ctx.now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (name text, courier text,
        layout jsonb)
      on conflict (mall_id, name) do update
      set courier = excluded.courier, layout = excluded.layout`);
  },
};
