/**
 * How long to leave a marketplace alone that is busy: never shorter than it asks, and, however little
 * it asks, longer each time. `chance` (0–1) keeps apart those who were told the same. Whole milliseconds.
 */
export function waitMs(askedMs: number, backOffMs: number, chance: number): number {
  return Math.round(Math.max(askedMs * (1 + chance / 5), backOffMs));
}
