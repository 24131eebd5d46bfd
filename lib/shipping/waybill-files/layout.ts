import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import {
  builtInLayout,
  isUsable,
  type WaybillLayout,
  waybillLayoutSchema,
} from '@/lib/sheets/formats/waybill-layout';

export type ChannelLayout = {
  channelName: string;
  marketplace: string;
  layout: WaybillLayout;
  /** Made by an operator, in place of the built-in one. */
  isOwn: boolean;
};

/** How the channel's waybill file is laid out: as an operator made it, else as built in. */
export async function channelLayout(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  channelId: number,
): Promise<ChannelLayout> {
  const [channel] = await rows<{ channelName: string; marketplace: string; own: unknown }>(
    tx,
    sql`
    select channel.name as "channelName", channel.marketplace, own.layout as own
    from channels channel
    left join waybill_layouts own
      on own.mall_id = channel.mall_id and own.channel_id = channel.id
    where channel.mall_id = ${ctx.mallId} and channel.id = ${channelId}`,
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  const { own, ...named } = channel;
  const layout = own ? waybillLayoutSchema.parse(own) : builtInLayout(channel.marketplace);
  return { ...named, layout, isOwn: own !== null };
}

/** Keeps how a channel wants its file; files made before stay as they are. */
export async function setChannelLayout(
  ctx: Ctx,
  { channelId, layout }: { channelId: number; layout: WaybillLayout },
): Promise<{ channel: string }> {
  if (!isUsable(layout)) throw new ExpectedError('waybillFiles.errors.unusable');
  return inMall(ctx, async (tx) => {
    const before = await channelLayout(tx, ctx, channelId);
    const at = ctx.now.toISOString();
    await tx.execute(sql`
      insert into waybill_layouts (mall_id, channel_id, layout, updated_at)
      values (${ctx.mallId}, ${channelId}, ${JSON.stringify(layout)}::jsonb, ${at})
      on conflict (mall_id, channel_id)
      do update set layout = excluded.layout, updated_at = excluded.updated_at`);
    await recordEvent(tx, ctx, {
      verb: 'waybillLayout.set',
      subject: 'channel',
      subjectId: channelId,
      detail: { before: before.layout, after: layout },
    });
    return { channel: before.channelName };
  });
}

/** Back to the built-in layout. */
export async function resetChannelLayout(
  ctx: Ctx,
  channelId: number,
): Promise<{ channel: string }> {
  return inMall(ctx, async (tx) => {
    const before = await channelLayout(tx, ctx, channelId);
    await tx.execute(sql`
      delete from waybill_layouts where mall_id = ${ctx.mallId} and channel_id = ${channelId}`);
    await recordEvent(tx, ctx, {
      verb: 'waybillLayout.reset',
      subject: 'channel',
      subjectId: channelId,
      detail: { before: before.layout },
    });
    return { channel: before.channelName };
  });
}
