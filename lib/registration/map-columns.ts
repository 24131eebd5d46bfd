import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { queueAgain } from '@/lib/files/queue-upload';
import type { OrderSheetField } from '@/lib/sheets/formats/order-fields';
import {
  type ColumnMapping,
  columnsByField,
  headersFingerprint,
  mappingOf,
  missingFields,
} from './columns';
import { lockUpload, type OrderUpload } from './store';

export type PickedColumns = { uploadId: number; fields: (OrderSheetField | null)[] };

/** Remembers what each column of the file means, for this channel, and reads the file again. */
export async function mapColumns(ctx: Ctx, { uploadId, fields }: PickedColumns): Promise<void> {
  await inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    const columns = columnsByField(fields);
    if (missingFields(columns).length > 0)
      throw new ExpectedError('register.errors.columnsMissing');
    await remember(tx, ctx, upload, mappingOf(upload.headers, columns));
    await queueAgain(tx, ctx, uploadId, 'needs_mapping');
  });
}

/** Lets the operator pick the columns of a file that was read otherwise. */
export async function remapUpload(ctx: Ctx, uploadId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { state } = await lockUpload(tx, ctx, uploadId);
    if (state !== 'previewed') throw new ExpectedError('errors.notFound');
    await tx.execute(sql`
      update uploads set state = 'needs_mapping'
      where mall_id = ${ctx.mallId} and id = ${uploadId}`);
  });
}

async function remember(tx: Tx, ctx: Ctx, upload: OrderUpload, mapping: ColumnMapping) {
  const fingerprint = headersFingerprint(upload.headers);
  await tx.execute(sql`
    delete from sheet_mappings
    where mall_id = ${ctx.mallId} and purpose = 'orders' and channel_id = ${upload.channelId}
      and headers = ${fingerprint}`);
  await tx.execute(sql`
    insert into sheet_mappings (mall_id, purpose, channel_id, headers, header_names, mapping,
      created_at)
    values (${ctx.mallId}, 'orders', ${upload.channelId}, ${fingerprint},
      ${JSON.stringify(upload.headers)}::jsonb, ${JSON.stringify(mapping)}::jsonb, ${ctx.now.toISOString()})`);
}
