import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { changedFields, settingRow } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';

/** Without an id it is a new one. Files that are being made keep the template they were asked with. */
export async function saveTemplate(
  ctx: Ctx,
  given: { id?: number; courier: CourierKey; template: SheetTemplate },
): Promise<{ id: number; name: string }> {
  const { courier, template } = given;
  return inMall(ctx, async (tx) => {
    const before = await settingRow(tx, ctx, 'sheet_templates', given.id);
    const id = await write(tx, ctx, given);
    await recordEvent(tx, ctx, {
      verb: 'template.save',
      subject: 'setting',
      subjectId: id,
      detail: {
        name: template.koreanName,
        courier,
        columns: template.columns.length,
        ...changedFields(before, await settingRow(tx, ctx, 'sheet_templates', id)),
      },
    });
    return { id, name: template.koreanName };
  }).catch((error) => {
    if (sqlState(error) === '23505') throw new ExpectedError('templates.errors.nameTaken');
    throw error;
  });
}

async function write(
  tx: Tx,
  ctx: Ctx,
  { id, courier, template }: Parameters<typeof saveTemplate>[1],
): Promise<number> {
  const layout = JSON.stringify(template);
  const statement =
    id === undefined
      ? sql`
        insert into sheet_templates (mall_id, name, courier, layout, created_at)
        values (${ctx.mallId}, ${template.koreanName}, ${courier}, ${layout}::jsonb,
          ${ctx.now.toISOString()})
        returning id`
      : sql`
        update sheet_templates
        set name = ${template.koreanName}, courier = ${courier}, layout = ${layout}::jsonb
        where mall_id = ${ctx.mallId} and id = ${id}
        returning id`;
  const [written] = await rows<{ id: number }>(tx, statement);
  if (!written) throw new ExpectedError('errors.notFound');
  return written.id;
}

export async function deleteTemplate(ctx: Ctx, id: number): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [gone] = await rows<{ name: string }>(
      tx,
      sql`
      delete from sheet_templates where mall_id = ${ctx.mallId} and id = ${id} returning name`,
    );
    if (!gone) throw new ExpectedError('errors.notFound');
    await recordEvent(tx, ctx, {
      verb: 'template.delete',
      subject: 'setting',
      subjectId: id,
      detail: gone,
    });
    return gone;
  });
}
