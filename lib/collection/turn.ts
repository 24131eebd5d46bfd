import { sql } from 'drizzle-orm';
import type { Connection } from '@/lib/channels/channel';
import { ChannelBrokenAnswerError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import { putBack } from '@/lib/leases/lease';
import { collectionWork, type OpenRun } from './run-store';

const MINUTE_MS = 60_000;
/** After so long a run goes back into the queue, behind whoever waits, and goes on from its place. */
const TURN_MINUTES = 20;
/** A marketplace that lists on after so many turns will not come to an end. */
export const MAX_TURNS = 24;
/** Claims and the parts of one page have no place to go on from: they must come within this time. */
const LONGEST_TURN_MINUTES = 60;

/** Another turn would not bring its end nearer. */
export class EndlessListing extends ChannelBrokenAnswerError {}

export function isTurnOver(begunAt: Date, now: Date): boolean {
  return now.getTime() - begunAt.getTime() >= TURN_MINUTES * MINUTE_MS;
}

/** Makes no more calls once the longest turn is over, whatever the answers promise. */
export function withinOneTurn(connection: Connection, clock: () => Date): Connection {
  const end = clock().getTime() + LONGEST_TURN_MINUTES * MINUTE_MS;
  return {
    ...connection,
    takeSlot: async (lane) => {
      if (clock().getTime() > end)
        throw new ChannelBrokenAnswerError(`no end within ${LONGEST_TURN_MINUTES} minutes`);
      await connection.takeSlot(lane);
    },
  };
}

/** Puts a run back whose turn is over before its last page; refuses to after too many. */
export async function endTurn(ctx: Ctx, run: OpenRun): Promise<void> {
  const turns = run.turns + 1;
  if (turns >= MAX_TURNS)
    throw new EndlessListing(
      `the list of orders has no end within ${MAX_TURNS * TURN_MINUTES} min`,
    );
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update collection_runs set cursor = jsonb_set(cursor, '{turns}', to_jsonb(${turns}::int))
      where mall_id = ${ctx.mallId} and id = ${run.id} and attempts = ${run.attempt}`),
  );
  await putBack(ctx, collectionWork, run, 0);
}
