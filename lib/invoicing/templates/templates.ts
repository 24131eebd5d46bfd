import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { courierOf } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { Named } from '@/lib/name-in';
import { courierTemplates } from '@/lib/sheets/formats/courier-templates';
import { type SheetTemplate, sheetTemplateSchema } from '@/lib/sheets/formats/sheet-template';

/** A template to choose: one of the built-in ones, or one that this mall made. */
export type TemplateChoice = Named & { key: string; courier: string };

export async function templateChoices(ctx: Ctx): Promise<TemplateChoice[]> {
  const own = await readMall(ctx, (tx) =>
    rows<Named & { id: number; courier: string }>(
      tx,
      sql`
      select id, name as "koreanName", name as "englishName", courier from sheet_templates where mall_id = ${ctx.mallId} order by name`,
    ),
  );
  return [
    ...own.map(({ id, ...template }) => ({ key: `own:${id}`, ...template })),
    ...builtIn.map(({ key, koreanName, englishName, courier }) => ({
      key,
      koreanName,
      englishName,
      courier,
    })),
  ];
}

/** A template is called as its mall calls it; the built-in ones go by the names of their couriers. */
const builtIn = courierTemplates.map((template) => ({
  ...template,
  englishName: `${courierOf(template.courier).englishName} request file`,
}));

/** What a template is called that was kept by its name: a built-in one in both languages. */
export const namedTemplate = (name: string): Named =>
  builtIn.find(({ koreanName }) => koreanName === name) ?? { koreanName: name, englishName: name };

/** A chosen template with its courier. */
export async function findTemplate(
  tx: Tx,
  ctx: Ctx,
  key: string,
): Promise<SheetTemplate & { courier: string }> {
  const known = courierTemplates.find((template) => template.key === key);
  if (known) return known;
  const [own] = await rows<{ courier: string; layout: unknown }>(
    tx,
    sql`
    select courier, layout from sheet_templates
    where mall_id = ${ctx.mallId} and id = ${Number(/^own:(\d{1,15})$/.exec(key)?.[1] ?? 0)}`,
  );
  if (!own) throw new ExpectedError('invoice.errors.noTemplate');
  return { ...sheetTemplateSchema.parse(own.layout), courier: own.courier };
}

export type TemplateSetting = SheetTemplate &
  Named & { key: string; courier: string; isBuiltIn: boolean };

/** Every template in full for its settings, the mall's own first. */
export async function templateSettings(ctx: Ctx): Promise<TemplateSetting[]> {
  const own = await readMall(ctx, (tx) =>
    rows<{ id: number; name: string; courier: string; layout: unknown }>(
      tx,
      sql`
      select id, name, courier, layout from sheet_templates
      where mall_id = ${ctx.mallId} order by name`,
    ),
  );
  return [
    ...own.map(({ id, name, courier, layout }) => ({
      ...sheetTemplateSchema.parse(layout),
      englishName: name,
      key: `own:${id}`,
      courier,
      isBuiltIn: false,
    })),
    ...builtIn.map((template) => ({ ...template, isBuiltIn: true })),
  ];
}
