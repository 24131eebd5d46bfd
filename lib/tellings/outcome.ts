import type { UnitResult } from '@/lib/channels/unit';
import { backOffMs } from '@/lib/leases/lease';
import { waitMs } from '@/lib/leases/wait';

/** What a channel says to what it is told. */
export type Reply = Pick<UnitResult, 'outcome' | 'message' | 'retryAfterMs'>;

export type Outcome = {
  state: 'done' | 'failed' | 'unknown' | 'queued';
  message: string;
  /** Nothing was done: it may be told as if for the first time. */
  isUnheard: boolean;
  delayMs: number;
};

const MAX_ATTEMPTS = 8;

/**
 * What becomes of something told to a channel: over, told again later, or left to a person. `chance`
 * (0–1) spreads those who failed together.
 */
export function outcomeOf(reply: Reply, attempt: number, chance: number): Outcome {
  const state = stateAfter(reply, attempt);
  return {
    state,
    message: state === 'done' ? '' : reply.message,
    isUnheard: reply.outcome === 'retry',
    delayMs: waitMs(reply.retryAfterMs ?? 0, backOffMs(attempt, chance), chance),
  };
}

function stateAfter({ outcome }: Reply, attempt: number): Outcome['state'] {
  if (outcome === 'accepted' || outcome === 'already') return 'done';
  if (outcome === 'rejected') return 'failed';
  if (attempt < MAX_ATTEMPTS) return 'queued';
  return outcome === 'retry' ? 'failed' : 'unknown';
}
