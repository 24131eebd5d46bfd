import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { Marketplace } from '@/lib/channels/marketplaces';
import { channelOf, marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import type { ChannelChoices } from './channel-rules';
import { credentialFields } from './credential-fields';

/** A channel as its settings show it; a credential is only ever there or not. */
export type ChannelSetting = ChannelChoices & {
  id: number;
  marketplace: Marketplace;
  account: string;
  shopNo: number;
  isActive: boolean;
  hasCredential: boolean;
  lastSuccessAt: string | null;
  /** `kind:detail`; null when the last collection went well. */
  error: string | null;
};

type StoredSetting = Omit<ChannelSetting, 'marketplace'> & { marketplace: string };

/** All channels of the mall, those in use first, then by priority. */
export async function channelSettings(ctx: Pick<Ctx, 'mallId'>): Promise<ChannelSetting[]> {
  const stored = await readMall(ctx, (tx) =>
    rows<StoredSetting>(
      tx,
      sql`
      select id, marketplace, account, shop_no as "shopNo", name, priority,
        coalesce(base_url, '') as "baseUrl", is_active as "isActive",
        credential_id is not null as "hasCredential",
        collects_automatically as "collectsAutomatically",
        collect_interval_minutes as "collectIntervalMinutes",
        acknowledges_automatically as "acknowledgesAutomatically",
        partial_shipment as "partialShipment", last_success_at as "lastSuccessAt",
        case when failures_in_a_row > 0 then last_error end as error
      from channels
      where mall_id = ${ctx.mallId}
      order by is_active desc, priority, id`,
    ),
  );
  return stored.map((row) => ({ ...row, marketplace: marketplaceOf(row.marketplace) }));
}

/** What connecting to a marketplace takes. */
export type ConnectionForm = {
  credentialFields: string[];
  hasShops: boolean;
  /** Its API is told of units in parts: with a key there is nothing to choose. */
  shipsInParts: boolean;
  defaultBaseUrl: string;
};

/** Null where orders come by sheet or by hand. */
export function connectionForm(marketplace: string): ConnectionForm | null {
  const channel = channelOf(marketplace);
  if (!channel) return null;
  const { hasShops, partialShipment, defaultBaseUrl } = channel.capabilities;
  return {
    credentialFields: credentialFields(channel),
    hasShops,
    shipsInParts: partialShipment,
    defaultBaseUrl,
  };
}

/** With a key an API that takes parts is told of each; without one, as while adding, a file tells. */
export function choosesPartialShipment(
  { shipsInParts }: ConnectionForm,
  channel?: Pick<ChannelSetting, 'hasCredential'>,
): boolean {
  return !(shipsInParts && channel?.hasCredential);
}
