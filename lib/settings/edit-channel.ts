import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { allowedBaseUrl } from '@/lib/outside/allowed-base-url';
import type { ChannelChoices, Sealing } from './channel-rules';
import { readCredential } from './credential-fields';
import { dropUnusedCredential, placeCredential } from './place-credential';

export type ChannelEdit = Omit<ChannelChoices, 'partialShipment'> & {
  channelId: number;
  /** Left out where it is not asked: what is stored stays. */
  partialShipment?: ChannelChoices['partialShipment'] | undefined;
  /** Empty: the stored one stays. */
  credential: Readonly<Record<string, string>>;
};

/**
 * Changes what can be chosen for a channel. Its marketplace and account stay: orders hang on them.
 * A stored credential is not sent to another address than it was entered for: that takes it anew.
 */
export async function editChannel(
  ctx: Ctx,
  edit: ChannelEdit,
  sealing: Sealing,
): Promise<{ name: string }> {
  if (edit.name === '') throw new ExpectedError('settings.errors.nameMissing');
  return inMall(ctx, async (tx) => {
    const before = await lockChannel(tx, ctx, edit.channelId);
    const isApi = channelOf(before.marketplace) !== null;
    const after: StoredChoices = {
      ...choicesOf({ ...edit, partialShipment: edit.partialShipment ?? before.partialShipment }),
      collectsAutomatically: isApi && edit.collectsAutomatically,
      baseUrl: isApi ? await allowedBaseUrl(tx, ctx, edit.baseUrl) : null,
    };
    const credentialId = await credentialAfter(tx, ctx, { before, after, edit, sealing });
    await writeChoices(tx, ctx, edit.channelId, { ...after, credentialId });
    if (before.credentialId !== null && before.credentialId !== credentialId)
      await dropUnusedCredential(tx, ctx, before.credentialId);
    await recordEvent(tx, ctx, {
      verb: 'channel.edit',
      subject: 'channel',
      subjectId: edit.channelId,
      detail: {
        before: choicesOf(before),
        after,
        isCredentialNew: Object.keys(edit.credential).length > 0,
      },
    });
    return { name: after.name };
  });
}

type StoredChoices = Omit<ChannelChoices, 'baseUrl'> & { baseUrl: string | null };

type LockedChannel = StoredChoices & {
  marketplace: string;
  account: string;
  credentialId: number | null;
};

async function lockChannel(tx: Tx, ctx: Ctx, channelId: number): Promise<LockedChannel> {
  const [channel] = await rows<LockedChannel>(
    tx,
    sql`
    select marketplace, account, credential_id as "credentialId", name, priority,
      base_url as "baseUrl", collects_automatically as "collectsAutomatically",
      collect_interval_minutes as "collectIntervalMinutes",
      acknowledges_automatically as "acknowledgesAutomatically",
      partial_shipment as "partialShipment"
    from channels where mall_id = ${ctx.mallId} and id = ${channelId} for update`,
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  return channel;
}

/** Without what must not stand in the audit log. */
function choicesOf<Choices extends StoredChoices>(from: Choices) {
  const { name, priority, collectsAutomatically, collectIntervalMinutes } = from;
  const { acknowledgesAutomatically, partialShipment, baseUrl } = from;
  return {
    ...{ name, priority, collectsAutomatically, collectIntervalMinutes },
    ...{ acknowledgesAutomatically, partialShipment, baseUrl },
  };
}

async function credentialAfter(
  tx: Tx,
  ctx: Ctx,
  change: { before: LockedChannel; after: StoredChoices; edit: ChannelEdit; sealing: Sealing },
): Promise<number | null> {
  const { before, after, edit, sealing } = change;
  const channel = channelOf(before.marketplace);
  const credential = channel && readCredential(channel, edit.credential);
  const isMoved = before.baseUrl !== after.baseUrl;
  if (credential === null) {
    if (isMoved && before.credentialId !== null)
      throw new ExpectedError('settings.errors.credentialForNewAddress');
    return before.credentialId;
  }
  const use = { marketplace: before.marketplace, account: before.account, baseUrl: after.baseUrl };
  return placeCredential(tx, ctx, use, { credential, ...sealing });
}

/** A changed rhythm counts from the next tick on. */
async function writeChoices(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  after: StoredChoices & { credentialId: number | null },
) {
  await tx.execute(sql`
    update channels
    set name = ${after.name}, priority = ${after.priority}, base_url = ${after.baseUrl},
      credential_id = ${after.credentialId},
      next_due_at = case
        when collects_automatically = ${after.collectsAutomatically}
          and collect_interval_minutes = ${after.collectIntervalMinutes} then next_due_at end,
      collects_automatically = ${after.collectsAutomatically},
      collect_interval_minutes = ${after.collectIntervalMinutes},
      acknowledges_automatically = ${after.acknowledgesAutomatically},
      partial_shipment = ${after.partialShipment}
    where mall_id = ${ctx.mallId} and id = ${channelId}`);
}
