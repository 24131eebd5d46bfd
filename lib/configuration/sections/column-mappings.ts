import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { courierKeys } from '@/lib/couriers/registry';
import { waybillMappingSchema } from '@/lib/invoicing/imports/sheet-mappings';
import { orderSheetFields } from '@/lib/sheets/formats/order-fields';
import { refusalsOf, type Section } from '../section';

const picked = z.strictObject({ header: z.string().max(200), nth: z.int().min(0).max(500) });

const orderMapping = z.strictObject({
  purpose: z.literal('orders'),
  channel: z.string().max(150),
  headers: z.string().min(1).max(100),
  headerNames: z.array(z.string().max(200)).max(500).nullable(),
  mapping: z.partialRecord(z.enum(orderSheetFields), picked),
});

const waybillMapping = z.strictObject({
  purpose: z.literal('waybills'),
  courier: z.enum(courierKeys).nullable(),
  headers: z.string().min(1).max(20_000),
  mapping: waybillMappingSchema,
});

const schema = z.discriminatedUnion('purpose', [orderMapping, waybillMapping]);

type MappingEntry = z.infer<typeof schema>;

/** Columns that a person picked once for a kind of file. */
export const columnMappings: Section<MappingEntry> = {
  schema,
  keyOf,
  nameOf: (entry) => `${whose(entry)} ${headersOf(entry).join(' · ').slice(0, 200)}`,
  read: async ({ tx, ctx, names }) => {
    const stored = await rows<{
      purpose: string;
      channelId: number | null;
      courier: string | null;
      headers: string;
      headerNames: string[] | null;
      mapping: unknown;
    }>(
      tx,
      sql`
      select distinct on (purpose, channel_id, courier, headers) purpose,
        channel_id as "channelId", courier, headers, header_names as "headerNames", mapping
      from sheet_mappings where mall_id = ${ctx.mallId}
      order by purpose, channel_id, courier, headers, id desc`,
    );
    return stored.flatMap(({ channelId, courier, headerNames, ...row }) => {
      const channel = names.channels.nameOf.get(channelId ?? 0);
      const of = row.purpose === 'orders' ? { channel, headerNames } : { courier };
      const read = schema.safeParse({ ...row, ...of });
      return read.success ? [read.data] : [];
    });
  },
  refusals: async ({ names }, given) =>
    refusalsOf(keyOf, given, (entry) =>
      entry.purpose === 'orders' && !names.channels.idOf.has(entry.channel)
        ? { reason: 'unknownChannel', detail: entry.channel }
        : undefined,
    ),
  write: async ({ tx, ctx, names }, entries) => {
    const given = entries.map((entry) => ({
      ...entry,
      channelId: entry.purpose === 'orders' ? names.channels.idOf.get(entry.channel) : null,
    }));
    const asked = sql`
      jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (purpose text,
        "channelId" bigint, courier text, headers text, "headerNames" jsonb, mapping jsonb)`;
    await tx.execute(sql`
      delete from sheet_mappings old using ${asked}
      where old.mall_id = ${ctx.mallId} and old.purpose = given.purpose
        and old.headers = given.headers
        and old.channel_id is not distinct from given."channelId"
        and old.courier is not distinct from given.courier`);
    await tx.execute(sql`
      insert into sheet_mappings (mall_id, purpose, channel_id, courier, headers, header_names,
        mapping, created_at)
      select ${ctx.mallId}::bigint, purpose, "channelId", courier, headers,
        nullif("headerNames", 'null'), mapping, ${ctx.now.toISOString()}::timestamptz
      from ${asked}`);
  },
};

function keyOf(entry: MappingEntry): string {
  return `${whose(entry)} ${entry.headers}`;
}

function whose(entry: MappingEntry): string {
  const { purpose } = entry;
  return `${purpose} ${purpose === 'orders' ? entry.channel : (entry.courier ?? '-')}`;
}

/** As the file named its columns; of an old mapping those that it reads. */
function headersOf(entry: MappingEntry): string[] {
  if (entry.purpose === 'waybills') return entry.headers.split('\n');
  return entry.headerNames ?? Object.values(entry.mapping).map(({ header }) => header);
}
