import { randomInt } from 'node:crypto';
import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import type { CollectedClaim } from '@/lib/channels/collected';
import { ChannelAnswerError, ChannelBrokenAnswerError, ChannelError } from '@/lib/channels/errors';
import { channelOf } from '@/lib/channels/registry';
import type { UnitReading } from '@/lib/channels/unit';
import { type Standing, standingOf } from '@/lib/claims/answers/plan';
import { answerWork, type OpenAnswer, openAnswer } from '@/lib/claims/answers/store';
import { type Ctx, inMall } from '@/lib/context';
import type { Lease } from '@/lib/leases/lease';
import type { Surroundings } from '@/lib/leases/task';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { outcomeOf, type Reply } from '@/lib/tellings/outcome';
import { settleTelling } from '@/lib/tellings/work';
import { followAnswer } from './follow-answer';

const DAY_MS = 86_400_000;

type World = Pick<Surroundings, 'clock' | 'signal'> & { open: OpenConnection };

/**
 * Tells a channel one leased answer to a claim. What it may have heard before is looked up first and
 * told again only where the claim still waits; what it has taken is followed here as well.
 */
export async function sendAnswer(ctx: Ctx, lease: Lease, world: World): Promise<void> {
  const answer = await openAnswer(ctx, lease);
  if (!answer) return;
  const reply = await tell(ctx, answer, world);
  const now = { ...ctx, now: world.clock() };
  const outcome = outcomeOf(reply, answer.attempt, randomInt(1000) / 1000);
  if (outcome.state === 'done') outcome.message = await followAnswer(now, answer);
  await inMall(now, (tx) => settleTelling(tx, now, answerWork, { ...answer, ...outcome }));
}

async function tell(ctx: Ctx, answer: OpenAnswer, { open, signal }: World): Promise<Reply> {
  const channel = channelOf(answer.marketplace);
  const connection = channel && (await open(ctx, answer.channelId, signal));
  if (!channel || !connection) return { outcome: 'rejected', message: 'noCredential' };
  const form = channel.capabilities.answers[answer.verb];
  if (!form || !channel.answerClaims) return { outcome: 'rejected', message: 'noApi' };
  if (form.waybill && !answer.courierCode) return { outcome: 'rejected', message: 'courierCode' };
  const look = () => lookAt(ctx, channel, connection, answer);
  if (answer.isHeard) {
    const seen = await look();
    if (seen !== 'open') return meanings[seen];
  }
  const [told] = await channel.answerClaims(connection, [answer]);
  if (!told) return { outcome: 'unknown', message: '' };
  if (told.outcome !== 'rejected') return told;
  // A refusal may mean that it was taken before, by us or in the seller centre.
  const seen = await look();
  if (seen === 'done' || seen === 'silent') return meanings[seen];
  return seen === 'over' && told.message === '' ? meanings.over : told;
}

const meanings = {
  done: { outcome: 'already', message: '' },
  over: { outcome: 'rejected', message: 'overtaken' },
  unclear: { outcome: 'unknown', message: 'unclear' },
  silent: { outcome: 'unknown', message: 'silent' },
} as const satisfies Record<Exclude<Seen, 'open'>, Reply>;

type Seen = Standing | 'silent';

/** What the channel's own claims say of the answer. A buyer who was quicker is heard of here at once. */
async function lookAt(
  ctx: Ctx,
  channel: Channel,
  connection: Connection,
  answer: OpenAnswer,
): Promise<Seen> {
  const readAt = connection.now();
  const claims = await readOwn(channel, connection, answer);
  const unit = answer.kind === 'cancel' ? await readUnit(channel, connection, answer) : undefined;
  if (claims === 'silent' || unit === 'silent') return 'silent';
  const seen = standingOf(answer.verb, claims[0], unit);
  if (seen === 'over' && claims.length > 0)
    await inMall(ctx, (tx) => intakeClaims(tx, { ...ctx, now: readAt }, answer.channelId, claims));
  return seen;
}

/** A row that cannot be understood comes after all that can, and is not of ours then. */
async function readOwn(
  channel: Channel,
  connection: Connection,
  { claimNo, unitNo, orderNo, lineKeys, kind, requestedAt }: OpenAnswer,
): Promise<CollectedClaim[] | 'silent'> {
  const own: CollectedClaim[] = [];
  const add = (claims: CollectedClaim[]) =>
    own.push(...claims.filter((claim) => claim.claimNo === claimNo));
  const from = new Date(Date.parse(requestedAt) - DAY_MS);
  try {
    if (channel.claimsOf) {
      const read = await channel.claimsOf(connection, [{ unitNo, orderNo, lineKeys }]);
      if (read.missing.length > 0) return 'silent';
      add(read.claims);
    } else
      for await (const page of channel.claims(connection, { from, to: connection.now() }, [kind]))
        add(page);
    return own;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    const isWhole =
      error instanceof ChannelAnswerError && !(error instanceof ChannelBrokenAnswerError);
    return isWhole && own.length > 0 ? own : 'silent';
  }
}

async function readUnit(
  channel: Channel,
  connection: Connection,
  { unitNo, orderNo, lineKeys }: OpenAnswer,
): Promise<UnitReading | undefined | 'silent'> {
  try {
    return (await channel.readUnits(connection, [{ unitNo, orderNo, lineKeys }]))[0];
  } catch (error) {
    if (error instanceof ChannelError) return 'silent';
    throw error;
  }
}
