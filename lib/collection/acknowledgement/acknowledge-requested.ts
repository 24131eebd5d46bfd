import { randomInt } from 'node:crypto';
import type { Tx } from '@/db/rows';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { backOffMs, type Lease, putBack } from '@/lib/leases/lease';
import { waitMs } from '@/lib/leases/wait';
import type { CollectTools } from '../collect';
import { MAX_ATTEMPTS } from '../failure';
import { LeaseLost } from '../run-store';
import { type AcknowledgeOutcome, acknowledgeUnits, isOpen } from './acknowledge';
import { unitsToAcknowledge } from './acknowledge-store';
import {
  acknowledgementWork,
  closeAcknowledgement,
  countRound,
  type OpenAcknowledgement,
  openAcknowledgement,
  type Portion,
  recordAnswers,
  takePortion,
} from './acknowledgement-store';

type Tools = Pick<CollectTools, 'clock' | 'signal' | 'open'>;

/** Few where each unit is a slow call of its own, so that people see it go on. */
const LINES_AT_ONCE = 50;
const SLOW_LINES_AT_ONCE = 10;
const SLOW_CALL_MS = 500;
/** Three hours or more of a busy channel; then its lines are open to a person's press again. */
const MAX_BUSY_ROUNDS = 24;

/**
 * Carries out one leased 발주확인, portion by portion: each is noted before it is sent and answered
 * in the transaction that writes it down. A process that dies leaves it to another, which looks at
 * what may have been heard before it asks again.
 */
export async function acknowledgeRequested(ctx: Ctx, lease: Lease, tools: Tools): Promise<void> {
  const work = await openAcknowledgement(ctx, lease);
  if (!work) return;
  const now = () => ({ ...ctx, userId: work.requestedBy, now: tools.clock() });
  try {
    await workThrough(now, work, tools);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    await waitOrGiveUp(now(), work, []);
    throw error;
  }
}

async function workThrough(now: () => Ctx, work: OpenAcknowledgement, tools: Tools) {
  const size = portionSize(work.marketplace);
  while (!tools.signal.aborted) {
    const portion = await takePortion(now(), work, size);
    if (portion.lineIds.length === 0) return closeAcknowledgement(now(), work);
    const outcomes = await askFor(now(), work, portion, tools);
    if (outcomes.some(isOpen)) return waitOrGiveUp(now(), work, outcomes);
    await countRound(now(), work, 'answered');
  }
  await putBack(now(), acknowledgementWork, work, 0);
}

function portionSize(marketplace: string): number {
  const slow = (channelOf(marketplace)?.capabilities.callIntervalMs ?? 0) >= SLOW_CALL_MS;
  return slow ? SLOW_LINES_AT_ONCE : LINES_AT_ONCE;
}

async function askFor(
  ctx: Ctx,
  work: OpenAcknowledgement,
  { lineIds, heard }: Portion,
  { open, signal }: Tools,
): Promise<AcknowledgeOutcome[]> {
  const units = await unitsToAcknowledge(ctx, lineIds);
  const waiting = new Set(units.flatMap((unit) => unit.lineIds));
  const gone = lineIds.filter((id) => !waiting.has(id));
  const record = (tx: Tx, outcomes: AcknowledgeOutcome[]) =>
    recordAnswers(tx, ctx, work, [
      ...outcomes.flatMap(({ lineIds, outcome, message }) =>
        lineIds.map((lineId) => ({ lineId, outcome, message })),
      ),
      ...gone.map((lineId) => ({ lineId, outcome: 'not_waiting' as const, message: '' })),
    ]);
  if (units.length > 0)
    return acknowledgeUnits(ctx, {
      channelId: work.channelId,
      units,
      open,
      signal,
      heard,
      record,
    });
  await inMall(ctx, (tx) => record(tx, []));
  return [];
}

/** Waits longer each time, and as long as the channel asks; too often in vain, it closes. */
async function waitOrGiveUp(
  ctx: Ctx,
  work: OpenAcknowledgement,
  outcomes: AcknowledgeOutcome[],
): Promise<void> {
  const toldMs = Math.max(0, ...outcomes.map(({ retryAfterMs = 0 }) => retryAfterMs));
  const vain = toldMs > 0 ? 'busy' : 'failed';
  const round = outcomes.every(isOpen) ? vain : 'answered';
  const { failures, busyRounds } = await countRound(ctx, work, round);
  if (failures >= MAX_ATTEMPTS || busyRounds >= MAX_BUSY_ROUNDS)
    return closeAcknowledgement(ctx, work);
  const chance = randomInt(1000) / 1000;
  const delayMs = waitMs(toldMs, backOffMs(failures + busyRounds + 1, chance), chance);
  await putBack(ctx, acknowledgementWork, work, delayMs);
}
