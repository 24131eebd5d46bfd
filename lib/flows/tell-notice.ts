import { randomInt } from 'node:crypto';
import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import { ChannelError } from '@/lib/channels/errors';
import { channelOf } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { Lease } from '@/lib/leases/lease';
import type { Surroundings } from '@/lib/leases/task';
import { type OpenNotice, openNotice, settleNotice } from '@/lib/notices/store';
import { outcomeOf, type Reply } from '@/lib/tellings/outcome';
import { decideClaims } from './decide-claim';

type World = Pick<Surroundings, 'clock' | 'signal'> & { open: OpenConnection };

/**
 * Tells a marketplace one leased 발송지연 안내 or 품절취소. What it may have heard before is read back
 * first. A sold-out line that it has taken back leaves its parcel here as well.
 */
export async function tellNotice(ctx: Ctx, lease: Lease, world: World): Promise<void> {
  const notice = await openNotice(ctx, lease);
  if (!notice) return;
  const reply = await tell(ctx, notice, world);
  const now = { ...ctx, now: world.clock() };
  const outcome = outcomeOf(reply, notice.attempt, randomInt(1000) / 1000);
  if (outcome.state === 'done') await takeOut(now, notice);
  await settleNotice(now, notice, outcome);
}

async function tell(ctx: Ctx, notice: OpenNotice, { open, signal }: World): Promise<Reply> {
  const channel = channelOf(notice.marketplace);
  const connection = channel ? await open(ctx, notice.channelId, signal) : null;
  if (!channel || !connection) return { outcome: 'rejected', message: 'noCredential' };
  if (notice.kind === 'delay') {
    const [told] = (await channel.tellDelays?.(connection, [notice])) ?? [];
    return told ?? { outcome: 'rejected', message: 'noApi' };
  }
  if (notice.isHeard) {
    const seen = await lookAt(channel, connection, notice);
    if (seen !== 'open') return seen === 'gone' ? already : silent;
  }
  const [told] = (await channel.cancelSoldOut?.(connection, [notice])) ?? [];
  if (!told) return { outcome: 'rejected', message: 'noApi' };
  if (told.outcome !== 'rejected') return told;
  return (await lookAt(channel, connection, notice)) === 'gone' ? already : told;
}

const already: Reply = { outcome: 'already', message: '' };
const silent: Reply = { outcome: 'unknown', message: '' };

/** Whether the marketplace shows the line as taken back, by whomever. */
async function lookAt(
  channel: Channel,
  connection: Connection,
  { unitNo, orderNo, lineKey }: OpenNotice,
): Promise<'open' | 'gone' | 'silent'> {
  try {
    const [reading] = await channel.readUnits(connection, [
      { unitNo, orderNo, lineKeys: [lineKey] },
    ]);
    return reading?.state === 'cancelled' ? 'gone' : 'open';
  } catch (error) {
    if (error instanceof ChannelError) return 'silent';
    throw error;
  }
}

/** A claim that was decided meanwhile, by a person or by the marketplace's own feed, needs no word. */
async function takeOut(ctx: Ctx, { claimId }: OpenNotice): Promise<void> {
  if (claimId === null) return;
  try {
    await decideClaims(ctx, [claimId], 'accept', { isAnswer: true });
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
  }
}
