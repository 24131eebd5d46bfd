import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Mark } from '@/lib/channels/channel';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { OrderSheetField } from '@/lib/sheets/formats/order-fields';
import {
  type ColumnMapping,
  columnsByField,
  columnsOf,
  fieldsOf,
  mappingOf,
  missingFields,
} from './columns';

export type SavedMapping = {
  id: number;
  channelName: string;
  mark: Mark;
  /** All columns of the files it is for; only the picked ones where that was not kept. */
  headers: string[];
  /** What each of them means. */
  fields: (OrderSheetField | null)[];
  savedAt: string;
};

type StoredMapping = {
  id: number;
  channelName: string;
  marketplace: string;
  headerNames: string[] | null;
  mapping: ColumnMapping;
  savedAt: string;
};

/** Columns that were picked for files of unknown kinds, the newest on top. */
export async function savedMappings(ctx: Ctx): Promise<SavedMapping[]> {
  const stored = await readMall(ctx, (tx) => readMappings(tx, ctx, sql``));
  return stored.map(toSaved);
}

/** Picks the columns of a remembered kind of file anew; files read before stay as they were read. */
export async function editMapping(
  ctx: Ctx,
  { mappingId, fields }: { mappingId: number; fields: (OrderSheetField | null)[] },
): Promise<void> {
  const columns = columnsByField(fields);
  if (missingFields(columns).length > 0) throw new ExpectedError('register.errors.columnsMissing');
  await inMall(ctx, async (tx) => {
    const [stored] = await readMappings(tx, ctx, sql`and mapping.id = ${mappingId}`);
    if (!stored) throw new ExpectedError('errors.notFound');
    const mapping = mappingOf(toSaved(stored).headers, columns);
    await tx.execute(sql`
      update sheet_mappings set mapping = ${JSON.stringify(mapping)}::jsonb
      where mall_id = ${ctx.mallId} and id = ${mappingId}`);
    await recordEvent(tx, ctx, {
      verb: 'mapping.edit',
      subject: 'setting',
      subjectId: mappingId,
      detail: { before: stored.mapping, after: mapping },
    });
  });
}

/** Forgets the columns of a kind of file, of orders or of a courier: the next one asks again. */
export async function deleteMapping(ctx: Ctx, mappingId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const [deleted] = await rows<{ mapping: ColumnMapping }>(
      tx,
      sql`
      delete from sheet_mappings
      where mall_id = ${ctx.mallId} and id = ${mappingId}
      returning mapping`,
    );
    if (!deleted) throw new ExpectedError('errors.notFound');
    await recordEvent(tx, ctx, {
      verb: 'mapping.delete',
      subject: 'setting',
      subjectId: mappingId,
      detail: { before: deleted.mapping },
    });
  });
}

function readMappings(tx: Tx, ctx: Ctx, which: ReturnType<typeof sql>): Promise<StoredMapping[]> {
  return rows<StoredMapping>(
    tx,
    sql`
    select mapping.id, channel.name as "channelName", channel.marketplace,
      mapping.header_names as "headerNames", mapping.mapping, mapping.created_at as "savedAt"
    from sheet_mappings mapping
    join channels channel
      on channel.mall_id = mapping.mall_id and channel.id = mapping.channel_id
    where mapping.mall_id = ${ctx.mallId} and mapping.purpose = 'orders' ${which}
    order by mapping.id desc`,
  );
}

function toSaved({ headerNames, mapping, marketplace, ...named }: StoredMapping): SavedMapping {
  const headers = headerNames ?? Object.values(mapping).map(({ header }) => header);
  const fields = fieldsOf(headers, columnsOf(headers, mapping));
  return { ...named, mark: marketplaceOf(marketplace).mark, headers, fields };
}
