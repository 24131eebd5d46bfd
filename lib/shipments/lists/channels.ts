import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { Mark } from '@/lib/channels/channel';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';

/** A channel as lists and pickers show it. */
export type ChannelChoice = {
  id: number;
  name: string;
  marketplace: string;
  mark: Mark;
  /** Empty where we know none. */
  sellerCentreUrl: string;
};

/** The mall's channels, the most important first. */
export async function channelChoices(ctx: Pick<Ctx, 'mallId'>): Promise<ChannelChoice[]> {
  const channels = await readMall(ctx, (tx) =>
    rows<Pick<ChannelChoice, 'id' | 'name' | 'marketplace'>>(
      tx,
      sql`
      select id, name, marketplace from channels
      where mall_id = ${ctx.mallId} and is_active
      order by priority, id`,
    ),
  );
  return channels.map((channel) => {
    const { mark, sellerCentreUrl } = marketplaceOf(channel.marketplace);
    return { ...channel, mark, sellerCentreUrl };
  });
}
