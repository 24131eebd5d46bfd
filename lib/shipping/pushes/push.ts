import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import type { ClaimsOfUnits, CollectedClaim } from '@/lib/channels/collected';
import {
  ChannelAnswerError,
  ChannelBrokenAnswerError,
  ChannelBusyError,
  ChannelError,
} from '@/lib/channels/errors';
import { channelOf } from '@/lib/channels/registry';
import type { UnitReading, UnitToRead } from '@/lib/channels/unit';
import type { Ctx } from '@/lib/context';
import { waitMs } from '@/lib/leases/wait';
import {
  backOffMs,
  type LeasedPush,
  lookAgainMs,
  MAX_WAITS,
  outcomeOfReading,
  outcomeOfResult,
  type PushOutcome,
  refusalBeforeSending,
  standingCancels,
} from './push-plan';
import { channelsWithDuePushes, keepPushes, leasePushes, recordOutcomes } from './push-store';

type Sending = {
  /** A lease begins when it is taken, not when the whole began. */
  clock?: () => Date;
  /** The channels that this process is sending to: each is sent to by one at a time. */
  busy?: Set<number>;
};

const BATCH = 20;
const CLAIM_DAYS = 30;
const KEEP_EVERY_MS = 20_000;
/** One call in twenty goes wrong on a bad day, and a reading can take twenty. */
const REREADS = 2;

/**
 * Tells the marketplaces the numbers of what has left: leases due pushes, reads the buyers' claims
 * once a batch, sends, and records each unit's answer. Never sends again what may have arrived.
 * The channels side by side: one that answers fast goes on while a slow one is at its first batch.
 * There may be more while any was leased; a channel that is busy is left alone until its next round.
 */
export async function pushDue(
  ctx: Ctx,
  open: OpenConnection,
  { clock = () => ctx.now, busy = new Set() }: Sending = {},
): Promise<{ leased: number }> {
  const due = await channelsWithDuePushes(ctx);
  const free = due.filter(({ channelId }) => !busy.has(channelId));
  for (const { channelId } of free) busy.add(channelId);
  let atFirstBatch = free.length;
  const sent = free.map(async ({ channelId, marketplace }) => {
    const channel = channelOf(marketplace);
    const batch = async () =>
      channel ? pushChannel({ ...ctx, now: clock() }, channel, channelId, open) : 0;
    try {
      let leased = await batch().finally(() => {
        atFirstBatch -= 1;
      });
      for (let more = leased; more > 0 && atFirstBatch > 0; leased += more) more = await batch();
      return leased;
    } finally {
      busy.delete(channelId);
    }
  });
  return { leased: await sumOf(sent) };
}

/** One channel that fails takes nothing from the others: all are waited for first. */
async function sumOf(counts: Promise<number>[]): Promise<number> {
  await Promise.allSettled(counts);
  let sum = 0;
  for (const count of counts) sum += await count;
  return sum;
}

async function pushChannel(
  ctx: Ctx,
  channel: Channel,
  channelId: number,
  open: OpenConnection,
): Promise<number> {
  const connection = await open(ctx, channelId);
  const leased = await leasePushes(ctx, channelId, BATCH);
  const { outcomes, isBusy } = connection
    ? await send(channel, keepingLease(ctx, connection, leased), leased)
    : { outcomes: leased.map((push) => unsent(push, 'noCredential')), isBusy: false };
  await recordOutcomes({ ...ctx, now: connection?.now() ?? ctx.now }, outcomes);
  return isBusy ? 0 : leased.length;
}

/** Each call is made under a lease that outlasts it, however long those before it took. */
function keepingLease(ctx: Ctx, connection: Connection, leased: LeasedPush[]): Connection {
  let keptAt = ctx.now.getTime();
  return {
    ...connection,
    takeSlot: async (lane) => {
      await connection.takeSlot(lane);
      const now = connection.now();
      if (now.getTime() - keptAt < KEEP_EVERY_MS) return;
      keptAt = now.getTime();
      await keepPushes({ ...ctx, now }, leased);
    },
  };
}

type Sent = { outcomes: PushOutcome[]; isBusy: boolean };

async function send(channel: Channel, connection: Connection, leased: LeasedPush[]): Promise<Sent> {
  const reading = { ...connection, rereads: REREADS };
  const read = await readClaims(channel, reading, leased);
  if ('retryAfterMs' in read) {
    const outcomes = leased.map((push) => waitForClaims(push, read.retryAfterMs));
    return { outcomes, isBusy: read.retryAfterMs > 0 };
  }
  const cancels = standingCancels(read.claims);
  const isMissing = ({ unitNo }: LeasedPush) => read.missing.includes(unitNo);
  const told = leased.filter((push) => !isMissing(push));
  const lost = await readBackLost(channel, reading, told);
  const outcomes = leased.filter(isMissing).map((push) => waitForClaims(push, 0));
  const ready: LeasedPush[] = [];
  for (const push of told) {
    const settled = lost.get(push.id) ?? refusalBeforeSending(push, cancels);
    if (settled) outcomes.push(settled);
    else ready.push(push);
  }
  const results = ready.length > 0 ? await channel.push(connection, ready.map(toShipmentPush)) : [];
  const jitter = (connection.now().getTime() % 1000) / 1000;
  const sent = ready.map((push, index) => {
    const result = results[index];
    return result ? outcomeOfResult(push, result, jitter) : unsent(push, 'unanswered');
  });
  return {
    outcomes: outcomes.concat(sent),
    isBusy: results.some(({ code }) => code === 'busy'),
  };
}

/**
 * How long to wait at least when the marketplace does not say: then nothing is sent either. A row
 * that cannot be understood comes after all that can; it must not stop every push of the channel for
 * ever.
 */
async function readClaims(
  channel: Channel,
  connection: Connection,
  leased: LeasedPush[],
): Promise<ClaimsOfUnits | { retryAfterMs: number }> {
  const to = connection.now();
  const from = new Date(to.getTime() - CLAIM_DAYS * 86_400_000);
  const claims: CollectedClaim[] = [];
  try {
    if (channel.claimsOf) return await channel.claimsOf(connection, leased.map(toUnit));
    for await (const page of channel.claims(connection, { from, to }, ['cancel']))
      claims.push(...page);
    return { claims, missing: [] };
  } catch (error) {
    if (error instanceof ChannelBusyError) return { retryAfterMs: error.retryAfterMs };
    if (error instanceof ChannelBrokenAnswerError) return { retryAfterMs: 0 };
    if (error instanceof ChannelAnswerError) return { claims, missing: [] };
    if (error instanceof ChannelError) return { retryAfterMs: 0 };
    throw error;
  }
}

/** Settles what a lost process may have sent; what the marketplace has not got is sent anew. */
async function readBackLost(
  channel: Channel,
  connection: Connection,
  leased: LeasedPush[],
): Promise<Map<number, PushOutcome>> {
  const lost = leased.filter((push) => push.isLost);
  const settled = new Map<number, PushOutcome>();
  if (lost.length === 0) return settled;
  const readings = await readUnits(channel, connection, lost.map(toUnit));
  for (const push of lost) {
    const own = readings?.filter((candidate) => candidate.unitNo === push.unitNo) ?? [];
    const reading = own.find((candidate) => candidate.waybillNo === push.waybillNo) ?? own[0];
    const outcome = readings ? outcomeOfReading(push, reading) : unreadable(push);
    if (outcome !== 'send') settled.set(push.id, outcome);
  }
  return settled;
}

/** Null when the marketplace does not answer. */
async function readUnits(
  channel: Channel,
  connection: Connection,
  units: UnitToRead[],
): Promise<UnitReading[] | null> {
  try {
    return await channel.readUnits(connection, units);
  } catch (error) {
    if (error instanceof ChannelError) return null;
    throw error;
  }
}

function unreadable(push: LeasedPush): PushOutcome {
  const state = push.attempts >= MAX_WAITS ? 'unknown' : 'sending';
  return { id: push.id, state, code: 'unreadable', message: '', dueInMs: lookAgainMs(push) };
}

function toUnit({ unitNo, orderNo, lines }: LeasedPush): UnitToRead {
  return { unitNo, orderNo, lineKeys: lines.map((line) => line.lineKey) };
}

function toShipmentPush(push: LeasedPush) {
  return {
    unitNo: push.unitNo,
    orderNo: push.orderNo,
    lines: push.lines,
    hasClaims: push.hasClaims,
    sharesUnit: push.sharesUnit,
    method: push.method,
    courierCode: push.courierCode ?? '',
    waybillNo: push.waybillNo,
    kind: push.previousWaybillNo ? ('change' as const) : ('first' as const),
    previousWaybillNo: push.previousWaybillNo,
  };
}

function unsent(push: LeasedPush, code: string): PushOutcome {
  return { id: push.id, state: 'failed', code, message: '', dueInMs: 0 };
}

function waitForClaims(push: LeasedPush, retryAfterMs: number): PushOutcome {
  if (push.attempts >= MAX_WAITS) return unsent(push, 'claimsUnread');
  const state = push.isLost ? 'sending' : 'waiting';
  return {
    id: push.id,
    state,
    code: 'claimsUnread',
    message: '',
    dueInMs: waitMs(retryAfterMs, backOffMs(push.attempts, 0.5), 0.5),
  };
}
