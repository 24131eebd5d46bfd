import type { Tx } from '@/db/rows';
import type { UnitReading } from '@/lib/channels/unit';
import type { Ctx } from '@/lib/context';
import { lockChannelIntake } from '../locks';
import { openTouches } from '../runs/touches';
import { readKnownLines, updateKnownLines } from './known';
import type { KnownLine, LineReport } from './known-plan';

/**
 * Takes in how single units stood at `ctx.now`: state, recipient, open claim. What was cancelled of
 * them is told by orders and claims, not here.
 */
export async function intakeReadings(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  units: readonly { reading: UnitReading; lineKeys: readonly string[] }[],
): Promise<void> {
  await lockChannelIntake(tx, ctx, channelId);
  const known = await readKnownLines(
    tx,
    ctx,
    channelId,
    units.flatMap((unit) => unit.lineKeys),
  );
  const reports = units.flatMap(({ reading, lineKeys }) =>
    lineKeys.flatMap((key) => reportOf(reading, known.get(key))),
  );
  const touches = openTouches(tx, ctx, 'collect', { channelId });
  await updateKnownLines(tx, ctx, { channelId, readAt: ctx.now }, reports, {
    known,
    hostIds: [],
    touches,
  });
  await touches.finish();
}

function reportOf(reading: UnitReading, line: KnownLine | undefined): LineReport | [] {
  if (!line || reading.state === 'cancelled') return [];
  return {
    lineKey: line.lineKey,
    channelUnitNo: reading.unitNo,
    state: reading.state,
    rawState: reading.rawState,
    cancelledQuantity: line.cancelledQty,
    claimedQuantity: reading.claimOpen ? 1 : 0,
    recipient: reading.recipient ?? line.recipient,
    shipBy: null,
  };
}
