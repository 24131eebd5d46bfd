import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Channel } from '@/lib/channels/channel';
import { type Marketplace, OTHER } from '@/lib/channels/marketplaces';
import { channelOf, marketplaces } from '@/lib/channels/registry';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { nameIn } from '@/lib/name-in';
import { allowedBaseUrl } from '@/lib/outside/allowed-base-url';
import { type ChannelChoices, isPossibleAccount, type Sealing } from './channel-rules';
import { readCredential } from './credential-fields';
import { placeCredential } from './place-credential';

export type NewChannel = ChannelChoices & {
  marketplace: string;
  /** Of the seller on the marketplace; not asked where orders come by sheet or by hand. */
  account: string;
  shopNo: number;
  credential: Readonly<Record<string, string>>;
  /** Of who adds it: where no name is given, one is made in it. */
  locale?: string;
};

/** Opens a channel. One with an API starts collecting by itself when it is set to. */
export async function addChannel(
  ctx: Ctx,
  { locale = 'ko', ...given }: NewChannel,
  sealing: Sealing,
): Promise<{ channelId: number; name: string; way: 'api' | 'file' }> {
  const marketplace = knownMarketplace(given.marketplace);
  const channel = channelOf(marketplace.key);
  const named = { ...given, ...identityOf(marketplace, channel, { locale, ...given }) };
  try {
    return await inMall(ctx, async (tx) => {
      const baseUrl = channel ? await allowedBaseUrl(tx, ctx, given.baseUrl) : null;
      const row = { ...named, marketplace: marketplace.key, baseUrl };
      const credentialId = channel && (await credentialOf(tx, ctx, row, { channel, ...sealing }));
      const channelId = await insertChannel(tx, ctx, { ...row, credentialId });
      const { credential, ...detail } = row;
      await recordEvent(tx, ctx, {
        verb: 'channel.add',
        subject: 'channel',
        subjectId: channelId,
        detail,
      });
      return { channelId, name: row.name, way: channel ? 'api' : 'file' };
    });
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new ExpectedError(channel ? 'settings.errors.accountTaken' : 'settings.errors.nameTaken');
  }
}

function knownMarketplace(key: string): Marketplace {
  const marketplace = marketplaces.find((candidate) => candidate.key === key);
  if (!marketplace) throw new ExpectedError('errors.notFound');
  return marketplace;
}

/** Without an API the name is what tells channels apart. */
function identityOf(
  marketplace: Marketplace,
  channel: Channel | null,
  given: NewChannel & { locale: string },
) {
  const marketName = nameIn(given.locale, marketplace);
  if (!channel) {
    const name = given.name || (marketplace.key === OTHER ? '' : marketName);
    if (name === '') throw new ExpectedError('settings.errors.nameMissing');
    return { account: name, name, shopNo: 1, collectsAutomatically: false };
  }
  const { account } = given;
  const { hasShops } = channel.capabilities;
  if (!isPossibleAccount(channel, account)) throw new ExpectedError('settings.errors.account');
  const name = given.name || `${marketName}(${account})`;
  return { account, name, shopNo: hasShops ? given.shopNo : 1 };
}

type NewRow = Omit<NewChannel, 'baseUrl'> & { baseUrl: string | null };

/** Without a key its orders come from files and its numbers go out in files. */
async function credentialOf(
  tx: Tx,
  ctx: Ctx,
  row: NewRow,
  { channel, encryptionKey }: Sealing & { channel: Channel },
): Promise<number | null> {
  const credential = readCredential(channel, row.credential);
  const id = await placeCredential(tx, ctx, row, { credential, encryptionKey });
  if (id === null && row.collectsAutomatically)
    throw new ExpectedError('settings.errors.credentialMissing');
  return id;
}

async function insertChannel(
  tx: Tx,
  ctx: Ctx,
  row: NewRow & { credentialId: number | null },
): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into channels (mall_id, marketplace, account, name, shop_no, base_url, credential_id,
      priority, collects_automatically, collect_interval_minutes, acknowledges_automatically,
      partial_shipment, created_at)
    values (${ctx.mallId}, ${row.marketplace}, ${row.account}, ${row.name}, ${row.shopNo},
      ${row.baseUrl}, ${row.credentialId}, ${row.priority}, ${row.collectsAutomatically},
      ${row.collectIntervalMinutes}, ${row.acknowledgesAutomatically}, ${row.partialShipment},
      ${ctx.now.toISOString()})
    returning id`,
  );
  return id;
}
