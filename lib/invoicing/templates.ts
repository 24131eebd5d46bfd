import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { courierTemplates } from '@/lib/sheets/courier-templates';
import { type SheetTemplate, sheetTemplateSchema } from '@/lib/sheets/sheet-template';

/** A template to choose: one of the built-in ones, or one that this mall made. */
export type TemplateChoice = { key: string; name: string; courier: string };

export async function templateChoices(ctx: Ctx): Promise<TemplateChoice[]> {
  const own = await readMall(ctx, (tx) =>
    rows<{ id: number; name: string; courier: string }>(
      tx,
      sql`
      select id, name, courier from sheet_templates where mall_id = ${ctx.mallId} order by name`,
    ),
  );
  return [
    ...own.map(({ id, name, courier }) => ({ key: `own:${id}`, name, courier })),
    ...courierTemplates.map(({ key, koreanName, courier }) => ({
      key,
      name: koreanName,
      courier,
    })),
  ];
}

/** A chosen template with its courier. */
export async function findTemplate(
  tx: Tx,
  ctx: Ctx,
  key: string,
): Promise<SheetTemplate & { courier: string }> {
  const builtIn = courierTemplates.find((template) => template.key === key);
  if (builtIn) return builtIn;
  const [own] = await rows<{ courier: string; layout: unknown }>(
    tx,
    sql`
    select courier, layout from sheet_templates
    where mall_id = ${ctx.mallId} and id = ${Number(/^own:(\d{1,15})$/.exec(key)?.[1] ?? 0)}`,
  );
  if (!own) throw new ExpectedError('invoice.errors.noTemplate');
  return { ...sheetTemplateSchema.parse(own.layout), courier: own.courier };
}

export type TemplateSetting = SheetTemplate & { key: string; courier: string; isBuiltIn: boolean };

/** Every template in full for its settings, the mall's own first. */
export async function templateSettings(ctx: Ctx): Promise<TemplateSetting[]> {
  const own = await readMall(ctx, (tx) =>
    rows<{ id: number; courier: string; layout: unknown }>(
      tx,
      sql`
      select id, courier, layout from sheet_templates
      where mall_id = ${ctx.mallId} order by name`,
    ),
  );
  return [
    ...own.map(({ id, courier, layout }) => ({
      ...sheetTemplateSchema.parse(layout),
      key: `own:${id}`,
      courier,
      isBuiltIn: false,
    })),
    ...courierTemplates.map((template) => ({ ...template, isBuiltIn: true })),
  ];
}
