/** Why some parcels are not among what was asked for, and how many. */
export type LeftOut<Reason extends string> = { reason: Reason; count: number };

export function countReasons<Reason extends string>(reasons: readonly Reason[]): LeftOut<Reason>[] {
  const counts = new Map<Reason, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
