import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { queueAgain } from '@/lib/files/queue-upload';
import { recogniseCourierSheet } from '@/lib/sheets/formats/recognise-courier-sheet';
import type { WaybillColumns } from './waybill-rows';

const column = z.int().min(0).optional();

export const waybillMappingSchema = z.object({
  waybillNo: z.int().min(0),
  shipmentNo: column,
  courierName: column,
  orderNo: column,
  recipientName: column,
});

export type WaybillMapping = z.infer<typeof waybillMappingSchema>;

/** The columns a person picked for a file with exactly these headers, else as they are known by name. */
export async function waybillColumns(
  tx: Tx,
  ctx: Ctx,
  headers: readonly string[],
): Promise<WaybillColumns | null> {
  return (await findMapping(tx, ctx, headers)) ?? recogniseCourierSheet(headers)?.columns ?? null;
}

async function findMapping(
  tx: Tx,
  ctx: Ctx,
  headers: readonly string[],
): Promise<WaybillColumns | null> {
  const [found] = await rows<{ mapping: unknown }>(
    tx,
    sql`
    select mapping from sheet_mappings
    where mall_id = ${ctx.mallId} and purpose = 'waybills' and headers = ${joined(headers)}
    order by id desc limit 1`,
  );
  return found ? waybillMappingSchema.parse(found.mapping) : null;
}

export type SavedWaybillMapping = {
  id: number;
  courier: string | null;
  headers: string[];
  mapping: WaybillMapping;
  savedAt: string;
};

/** Columns that were picked for couriers' files, the newest on top. */
export async function savedWaybillMappings(ctx: Ctx): Promise<SavedWaybillMapping[]> {
  const found = await readMall(ctx, (tx) =>
    rows<Omit<SavedWaybillMapping, 'headers'> & { headers: string }>(
      tx,
      sql`
      select id, courier, headers, mapping, created_at as "savedAt" from sheet_mappings
      where mall_id = ${ctx.mallId} and purpose = 'waybills' order by id desc`,
    ),
  );
  return found.map((one) => ({ ...one, headers: one.headers.split('\n') }));
}

/** The header names of all remembered files, by which a header row is found. */
export async function mappedHeaders(ctx: Ctx): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ headers: string }>(
      tx,
      sql`
      select headers from sheet_mappings
      where mall_id = ${ctx.mallId} and purpose = 'waybills'`,
    ),
  );
  return found.flatMap(({ headers }) => headers.split('\n'));
}

/** Remembers which columns of such a file mean what, and reads the waiting upload again. */
export async function mapUpload(
  ctx: Ctx,
  { uploadId, mapping }: { uploadId: number; mapping: WaybillMapping },
): Promise<void> {
  const { shipmentNo, orderNo, recipientName } = mapping;
  if (shipmentNo === undefined && (orderNo === undefined || recipientName === undefined))
    throw new ExpectedError('invoice.errors.mappingIncomplete');
  await inMall(ctx, async (tx) => {
    const [upload] = await rows<{ headers: string[]; courier: string | null }>(
      tx,
      sql`
      select headers, courier from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'waybills'
        and state = 'needs_mapping' for update`,
    );
    if (!upload) throw new ExpectedError('errors.notFound');
    await tx.execute(sql`
      delete from sheet_mappings
      where mall_id = ${ctx.mallId} and purpose = 'waybills' and headers = ${joined(upload.headers)}`);
    await tx.execute(sql`
      insert into sheet_mappings (mall_id, purpose, courier, headers, mapping, created_at)
      values (${ctx.mallId}, 'waybills', ${upload.courier}, ${joined(upload.headers)},
        ${JSON.stringify(mapping)}::jsonb, ${ctx.now.toISOString()})`);
    await queueAgain(tx, ctx, uploadId, 'needs_mapping');
  });
}

/** Lets a person pick the columns of a file that was read otherwise. */
export async function remapWaybills(ctx: Ctx, uploadId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const asked = await tx.execute(sql`
      update uploads set state = 'needs_mapping'
      where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'waybills'
        and state = 'previewed'
      returning id`);
    if (asked.length === 0) throw new ExpectedError('errors.notFound');
  });
}

const joined = (headers: readonly string[]) => headers.join('\n');
