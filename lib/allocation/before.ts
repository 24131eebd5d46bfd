/**
 * What a decision notes of the shipment as it stood: [last run, reason, n, n values of the reason,
 * then line and reserved units in turn]. Zero stands for none. Pure.
 */
export function linePairs(changes: readonly { lineId: number; before: number }[]): number[] {
  return changes.flatMap((change) => [change.lineId, change.before]);
}
