import type { FoundVariant } from '@/lib/matching/search';

/** A queue of lines of which the first is shown, one line alone, or a remembered match. */
export type Opened =
  | { kind: 'queue'; lineIds: number[] }
  | { kind: 'line'; lineId: number }
  | { kind: 'match'; matchId: number };

/** A variant, and how many of it one unit ordered means. */
export type Chosen = { variant: FoundVariant; qty: number };

export const from = (lineIds: number[], first: number | undefined) =>
  lineIds.slice(Math.max(0, lineIds.indexOf(first ?? 0)));

/** What stands behind a line in the queue; null: none of it waits any more. */
export function restAfter(opened: Opened, lineId: number | null): number[] {
  return opened.kind === 'queue' && lineId !== null ? from(opened.lineIds, lineId).slice(1) : [];
}
