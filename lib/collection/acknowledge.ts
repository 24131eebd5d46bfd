import type { Connection, UnitResult } from '@/lib/channels/channel';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { intakeReadings } from '@/lib/shipments/intake-readings';
import { recordEvent } from '@/lib/shipments/runs';
import {
  markAcknowledged,
  unitsToAcknowledge,
  type WaitingUnit,
  waitingLineIds,
} from './acknowledge-store';
import type { OpenConnection } from './connection';

export type AcknowledgeOutcome = {
  orderNo: string;
  lineIds: number[];
  outcome: UnitResult['outcome'] | 'claimed' | 'no_connection';
  message: string;
};

/**
 * Tells the channels that we accept these order lines, with all lines of their units. Where the
 * buyer may change the address until then, the recipient is read once more. Lines that no longer
 * wait are left out; a unit under a claim is not accepted.
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
    outcomes.push(...(await acknowledgeChannel(ctx, channelId, ofChannel, open)));
  }
  return outcomes;
}

/** All of one channel that waits, is not held and was asked to be accepted by itself. */
export async function acknowledgeWaiting(
  ctx: Ctx,
  channelId: number,
  open: OpenConnection,
): Promise<void> {
  await acknowledge(ctx, await waitingLineIds(ctx, channelId), open);
}

async function acknowledgeChannel(
  ctx: Ctx,
  channelId: number,
  units: WaitingUnit[],
  open: OpenConnection,
): Promise<AcknowledgeOutcome[]> {
  const claimed = units.filter((unit) => unit.isClaimed);
  const free = units.filter((unit) => !unit.isClaimed);
  const channel = channelOf(units[0]?.marketplace ?? '');
  const connection = channel ? await open(ctx, channelId) : null;
  const results = channel && connection ? await channel.acknowledge(connection, free) : null;
  const outcomes = free.map((unit, index) => {
    if (results) return outcomeOfResult(unit, results[index]);
    return channel ? unreachable(unit) : acceptedByHand(unit);
  });
  const now = connection?.now() ?? ctx.now;
  const accepted = free.filter((_, index) => isAccepted(outcomes[index]));
  await inMall(ctx, async (tx) => {
    await markAcknowledged(tx, { ...ctx, now }, accepted);
    const detail = { accepted: accepted.length, asked: units.length };
    await recordEvent(tx, ctx, {
      verb: 'acknowledge',
      subject: 'channel',
      subjectId: channelId,
      detail,
    });
  });
  if (channel?.capabilities.addressMayChangeUntilAcknowledged && connection)
    await readAgain(ctx, channelId, withoutUnchanged(accepted, results ?? []), connection);
  return [...outcomes, ...claimed.map((unit) => outcomeOf(unit, 'claimed'))];
}

/** A reading that fails costs nothing: the next collection compares the recipient again. */
async function readAgain(
  ctx: Ctx,
  channelId: number,
  units: WaitingUnit[],
  connection: Connection,
): Promise<void> {
  const channel = channelOf(units[0]?.marketplace ?? '');
  const askedAt = connection.now();
  const readings = (await channel?.readUnits(connection, units).catch(() => null)) ?? [];
  const lineKeysOf = new Map(units.map((unit) => [unit.unitNo, unit.lineKeys]));
  const read = readings.map((reading) => ({
    reading,
    lineKeys: lineKeysOf.get(reading.unitNo) ?? [],
  }));
  await inMall(ctx, (tx) => intakeReadings(tx, { ...ctx, now: askedAt }, channelId, read));
}

function withoutUnchanged(units: WaitingUnit[], results: UnitResult[]): WaitingUnit[] {
  const unchanged = new Set(
    results.filter((result) => result.recipientUnchanged).map((result) => result.unitNo),
  );
  return units.filter((unit) => !unchanged.has(unit.unitNo));
}

function outcomeOfResult(unit: WaitingUnit, result: UnitResult | undefined): AcknowledgeOutcome {
  if (!result) return outcomeOf(unit, 'unknown');
  return outcomeOf(unit, result.outcome, result.message);
}

function outcomeOf(
  unit: WaitingUnit,
  outcome: AcknowledgeOutcome['outcome'],
  message = '',
): AcknowledgeOutcome {
  return { orderNo: unit.orderNo, lineIds: unit.lineIds, outcome, message };
}

const unreachable = (unit: WaitingUnit) => outcomeOf(unit, 'no_connection');
/** Where no adapter speaks, the seller has accepted in the seller centre. */
const acceptedByHand = (unit: WaitingUnit) => outcomeOf(unit, 'accepted');

function isAccepted(outcome: AcknowledgeOutcome | undefined): boolean {
  return outcome?.outcome === 'accepted' || outcome?.outcome === 'already';
}
