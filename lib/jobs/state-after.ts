const MAX_ATTEMPTS = 8;

export type Answer = { outcome: 'accepted' | 'already' | 'rejected' | 'retry' | 'unknown' };

/** What becomes of something told to a marketplace: over, told again later, or left to a person. */
export function stateAfter(
  { outcome }: Answer,
  attempt: number,
): 'done' | 'failed' | 'unknown' | 'queued' {
  if (outcome === 'accepted' || outcome === 'already') return 'done';
  if (outcome === 'rejected') return 'failed';
  if (attempt < MAX_ATTEMPTS) return 'queued';
  return outcome === 'retry' ? 'failed' : 'unknown';
}
