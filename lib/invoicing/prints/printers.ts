import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { changedFields, settingRow } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall, sqlState } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { LabelSize } from '@/lib/labels/label';

export const pageOrders = ['sequence', 'picking'] as const;
export const rotations = [0, 90, 180, 270] as const;

/** How labels come out of one printer. */
export type PrinterProfile = {
  name: string;
  labelSize: LabelSize;
  /** Moves everything right and down, negative values left and up. */
  offsetXMm: number;
  offsetYMm: number;
  rotation: (typeof rotations)[number];
  copies: number;
  /** By 연번, or as one walks the shelves. */
  pageOrder: (typeof pageOrders)[number];
};

export type Printer = PrinterProfile & { id: number };

export async function printers(ctx: Pick<Ctx, 'mallId'>): Promise<Printer[]> {
  return readMall(ctx, (tx) => rows<Printer>(tx, sql`${printer(ctx)} order by name, id`));
}

export async function findPrinter(tx: Tx, ctx: Ctx, id: number): Promise<Printer> {
  const [found] = await rows<Printer>(tx, sql`${printer(ctx)} and id = ${id}`);
  if (!found) throw new ExpectedError('invoice.errors.printerGone');
  return found;
}

const printer = (ctx: Pick<Ctx, 'mallId'>) => sql`
  select id, name, label_size as "labelSize", offset_x_tenths / 10.0::float8 as "offsetXMm",
    offset_y_tenths / 10.0::float8 as "offsetYMm", rotation, copies, page_order as "pageOrder"
  from printer_profiles where mall_id = ${ctx.mallId}`;

/** Without an id it is a new one. */
export async function savePrinter(
  ctx: Ctx,
  { id, ...profile }: PrinterProfile & { id?: number },
): Promise<{ id: number; name: string }> {
  return inMall(ctx, async (tx) => {
    const before = await settingRow(tx, ctx, 'printer_profiles', id);
    const savedId = await write(tx, ctx, id, profile);
    await recordEvent(tx, ctx, {
      verb: 'printer.save',
      subject: 'setting',
      subjectId: savedId,
      detail: {
        name: profile.name,
        ...changedFields(before, await settingRow(tx, ctx, 'printer_profiles', savedId)),
      },
    });
    return { id: savedId, name: profile.name };
  }).catch((error) => {
    if (sqlState(error) === '23505') throw new ExpectedError('couriers.errors.printerNameTaken');
    throw error;
  });
}

async function write(tx: Tx, ctx: Ctx, id: number | undefined, profile: PrinterProfile) {
  const { name, labelSize, rotation, copies, pageOrder } = profile;
  const [x, y] = [Math.round(profile.offsetXMm * 10), Math.round(profile.offsetYMm * 10)];
  const statement =
    id === undefined
      ? sql`
        insert into printer_profiles (mall_id, name, label_size, offset_x_tenths, offset_y_tenths,
          rotation, copies, page_order)
        values (${ctx.mallId}, ${name}, ${labelSize}, ${x}, ${y}, ${rotation}, ${copies},
          ${pageOrder})
        returning id`
      : sql`
        update printer_profiles
        set name = ${name}, label_size = ${labelSize}, offset_x_tenths = ${x},
          offset_y_tenths = ${y}, rotation = ${rotation}, copies = ${copies},
          page_order = ${pageOrder}
        where mall_id = ${ctx.mallId} and id = ${id}
        returning id`;
  const [written] = await rows<{ id: number }>(tx, statement);
  if (!written) throw new ExpectedError('errors.notFound');
  return written.id;
}

export async function deletePrinter(ctx: Ctx, id: number): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [gone] = await rows<{ name: string }>(
      tx,
      sql`
      delete from printer_profiles where mall_id = ${ctx.mallId} and id = ${id} returning name`,
    );
    if (!gone) throw new ExpectedError('errors.notFound');
    await recordEvent(tx, ctx, {
      verb: 'printer.delete',
      subject: 'setting',
      subjectId: id,
      detail: gone,
    });
    return gone;
  });
}
