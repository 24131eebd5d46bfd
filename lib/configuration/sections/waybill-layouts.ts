import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { isUsable, waybillLayoutSchema } from '@/lib/sheets/formats/waybill-layout';
import { refusalsOf, type Section } from '../section';

const schema = z.strictObject({ channel: z.string().max(150), layout: waybillLayoutSchema });

type LayoutEntry = z.infer<typeof schema>;

const keyOf = ({ channel }: LayoutEntry) => channel;

/** How a channel wants its waybill file, where that differs from the built-in layout. */
export const waybillLayouts: Section<LayoutEntry> = {
  schema,
  keyOf,
  read: async ({ tx, ctx, names }) => {
    const stored = await rows<{ channelId: number; layout: unknown }>(
      tx,
      sql`
      select channel_id as "channelId", layout from waybill_layouts
      where mall_id = ${ctx.mallId} order by channel_id`,
    );
    return stored.flatMap(({ channelId, layout }) => {
      const channel = names.channels.nameOf.get(channelId);
      return channel ? [{ channel, layout: waybillLayoutSchema.parse(layout) }] : [];
    });
  },
  refusals: async ({ names }, given) =>
    refusalsOf(keyOf, given, ({ channel, layout }) => {
      if (!names.channels.idOf.has(channel)) return { reason: 'unknownChannel', detail: channel };
      return isUsable(layout) ? undefined : { reason: 'unusable' };
    }),
  write: async ({ tx, ctx, names }, entries) => {
    const given = entries.map(({ channel, layout }) => ({
      channelId: names.channels.idOf.get(channel),
      layout,
    }));
    await tx.execute(sql`
      insert into waybill_layouts (mall_id, channel_id, layout, updated_at)
      select ${ctx.mallId}::bigint, "channelId", layout, ${ctx.now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given ("channelId" bigint,
        layout jsonb)
      on conflict (mall_id, channel_id)
      do update set layout = excluded.layout, updated_at = excluded.updated_at`);
  },
};
