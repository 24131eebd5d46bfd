import type { Tx } from '@/db/rows';
import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import { ChannelError } from '@/lib/channels/errors';
import { channelOf } from '@/lib/channels/registry';
import type { UnitResult } from '@/lib/channels/unit';
import { type Ctx, inMall } from '@/lib/context';
import {
  markAcknowledged,
  recordAcknowledged,
  unitsToAcknowledge,
  type WaitingUnit,
  waitingLineIds,
} from './acknowledge-store';
import { readAgain, retryAfterMsOf, type UnreadUnits } from './read-again';

export type AcknowledgeOutcome = {
  orderNo: string;
  lineIds: number[];
  outcome: UnitResult['outcome'] | 'claimed' | 'no_address' | 'no_connection';
  message: string;
  retryAfterMs?: number | undefined;
};

export type AskedUnits = {
  channelId: number;
  units: WaitingUnit[];
  open: OpenConnection;
  signal?: AbortSignal;
  /** Lines that the channel may have heard of before: they are looked at first. */
  heard?: ReadonlySet<number>;
  /** What else to write, in the transaction that writes what was accepted. */
  record: (tx: Tx, outcomes: AcknowledgeOutcome[]) => Promise<void>;
};

/**
 * Tells the channels that we accept these order lines, with all lines of their units. Lines that no
 * longer wait are left out; a unit under a claim or without an address is not accepted.
 */
export async function acknowledge(
  ctx: Ctx,
  lineIds: number[],
  open: OpenConnection,
): Promise<AcknowledgeOutcome[]> {
  const units = await unitsToAcknowledge(ctx, lineIds);
  const outcomes: AcknowledgeOutcome[] = [];
  for (const channelId of new Set(units.map((unit) => unit.channelId))) {
    const ofChannel = units.filter((unit) => unit.channelId === channelId);
    const record = async (tx: Tx, answered: AcknowledgeOutcome[]) => {
      const detail = { accepted: answered.filter(isAccepted).length, asked: ofChannel.length };
      await recordAcknowledged(tx, ctx, channelId, detail);
    };
    outcomes.push(...(await acknowledgeUnits(ctx, { channelId, units: ofChannel, open, record })));
  }
  return outcomes;
}

const LINES_AT_ONCE = 50;

/** All of one channel that waits, is not held and was asked to be accepted by itself. */
export async function acknowledgeWaiting(
  ctx: Ctx,
  channelId: number,
  open: OpenConnection,
): Promise<void> {
  const lineIds = await waitingLineIds(ctx, channelId);
  for (let start = 0; start < lineIds.length; start += LINES_AT_ONCE) {
    const outcomes = await acknowledge(ctx, lineIds.slice(start, start + LINES_AT_ONCE), open);
    if (outcomes.length > 0 && outcomes.every(isOpen)) return;
  }
}

/**
 * The units of one channel. Where the buyer may change the address until then, it is read again; one
 * that cannot be read goes on waiting as if unanswered, so that nothing is packed to an old address.
 */
export async function acknowledgeUnits(ctx: Ctx, asked: AskedUnits): Promise<AcknowledgeOutcome[]> {
  const { channelId, units } = asked;
  const barred = units.flatMap((unit) => barOf(unit) ?? []);
  const free = units.filter((unit) => barOf(unit) === null);
  const channel = channelOf(units[0]?.marketplace ?? '');
  const connection = channel ? await asked.open(ctx, channelId, asked.signal) : null;
  const results = channel && connection ? await ask(channel, connection, free, asked.heard) : null;
  const outcomes = free.map((unit) => {
    if (results) return outcomeOfResult(unit, results.get(unit));
    return outcomeOf(unit, channel ? 'no_connection' : ACCEPTED_BY_HAND);
  });
  const heard = free.filter((_, index) => isAccepted(outcomes[index]));
  const doubtful = heard.filter((unit) => !results?.get(unit)?.recipientUnchanged);
  const mayHaveMoved = channel?.capabilities.addressMayChangeUntilAcknowledged ?? false;
  const unread: UnreadUnits =
    channel && connection && mayHaveMoved
      ? await readAgain(ctx, channelId, doubtful, { channel, connection })
      : new Map();
  const settled = outcomes.map((outcome, index) => {
    const unit = free[index];
    if (!unit || !unread.has(unit)) return outcome;
    return { ...outcomeOf(unit, 'unknown'), retryAfterMs: unread.get(unit) };
  });
  const accepted = heard.filter((unit) => !unread.has(unit));
  const all = [...settled, ...barred];
  await inMall(ctx, async (tx) => {
    await markAcknowledged(tx, { ...ctx, now: connection?.now() ?? ctx.now }, accepted);
    await asked.record(tx, all);
  });
  return all;
}

/** After 발주확인 most marketplaces let nobody tell the address any more. */
function barOf(unit: WaitingUnit): AcknowledgeOutcome | null {
  if (unit.isClaimed) return outcomeOf(unit, 'claimed');
  return unit.lacksAddress ? outcomeOf(unit, 'no_address') : null;
}

/** Where no adapter speaks, the seller has accepted in the seller centre. */
const ACCEPTED_BY_HAND = 'accepted';

async function ask(
  channel: Channel,
  connection: Connection,
  units: WaitingUnit[],
  heard: ReadonlySet<number> = new Set(),
): Promise<Map<WaitingUnit, UnitResult>> {
  const doubtful = units.filter((unit) => unit.lineIds.some((id) => heard.has(id)));
  const results = await readBack(channel, connection, doubtful);
  const unsent = units.filter((unit) => !results.has(unit));
  const sent = unsent.length > 0 ? await channel.acknowledge(connection, unsent) : [];
  unsent.forEach((unit, index) => {
    const result = sent[index];
    if (result) results.set(unit, result);
  });
  return results;
}

const afterPaid = new Set(['acknowledged', 'shipping', 'delivered', 'confirmed']);

/** What stands accepted at the channel is not sent again, nor what it does not show now. */
async function readBack(
  channel: Channel,
  connection: Connection,
  units: WaitingUnit[],
): Promise<Map<WaitingUnit, UnitResult>> {
  const known = new Map<WaitingUnit, UnitResult>();
  if (units.length === 0) return known;
  try {
    const readings = await channel.readUnits(connection, units);
    for (const unit of units) {
      const { unitNo } = unit;
      const own = readings.filter((reading) => reading.unitNo === unitNo);
      if (own.length > 0 && own.every(({ state }) => afterPaid.has(state)))
        known.set(unit, { unitNo, outcome: 'already', code: '', message: '' });
    }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    const { kind: code, message } = error;
    const retryAfterMs = retryAfterMsOf(error);
    for (const unit of units)
      known.set(unit, { unitNo: unit.unitNo, outcome: 'unknown', code, message, retryAfterMs });
  }
  return known;
}

function outcomeOfResult(unit: WaitingUnit, result: UnitResult | undefined): AcknowledgeOutcome {
  if (!result) return outcomeOf(unit, 'unknown');
  const { outcome, message, retryAfterMs } = result;
  return { ...outcomeOf(unit, outcome), message, retryAfterMs };
}

function outcomeOf(
  { orderNo, lineIds }: WaitingUnit,
  outcome: AcknowledgeOutcome['outcome'],
): AcknowledgeOutcome {
  return { orderNo, lineIds, outcome, message: '' };
}

export function isAccepted(outcome: AcknowledgeOutcome | undefined): boolean {
  return outcome?.outcome === 'accepted' || outcome?.outcome === 'already';
}

/** Asked again later, it may still be accepted. */
export function isOpen({ outcome }: AcknowledgeOutcome): boolean {
  return outcome === 'retry' || outcome === 'unknown';
}
