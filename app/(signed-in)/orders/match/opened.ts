import type { FoundVariant } from '@/lib/matching/search';

/** A queue of lines of which the first is shown, one line alone, or a remembered match. */
export type Opened =
  | { kind: 'queue'; lineIds: number[] }
  | { kind: 'line'; lineId: number }
  | { kind: 'match'; matchId: number };

/** A variant, and how many of it one unit ordered means. */
export type Chosen = { variant: FoundVariant; qty: number };
