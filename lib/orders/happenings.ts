type Common = {
  at: string;
  /** Null when the product itself acted, or somebody outside. */
  operator: string | null;
  /** Of two of one kind in one moment the later has the higher numbers, compared one after another. */
  sequence: number[];
};

/** One thing that happened to an order, by where it is known from. */
export type Happening = Common &
  (
    | { kind: 'registered'; source: 'channel' | 'sheet' | 'form' }
    | {
        kind: 'change';
        verb: string;
        subject: string;
        subjectId: number | null;
        detail: Record<string, unknown>;
      }
    | {
        kind: 'decision';
        runKind: string;
        runId: number;
        shipmentId: number;
        rule: number;
        values: number[];
        isUndo: boolean;
        isUndone: boolean;
      }
    | { kind: 'push'; shipmentId: number; state: string; waybillNo: string; answer: string }
    | { kind: 'claim'; claimKind: string; state: string; qty: number; reason: string }
    | { kind: 'delivered'; shipmentId: number }
  );

/** What of one moment comes first, as work goes on. */
const ORDER: Happening['kind'][] = [
  'delivered',
  'push',
  'decision',
  'change',
  'claim',
  'registered',
];

/** The newest on top; of one moment, what follows from another stands above it. */
export function byTime(happenings: readonly Happening[]): Happening[] {
  return happenings.toSorted(
    (one, other) =>
      Date.parse(other.at) - Date.parse(one.at) ||
      ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) ||
      compareSequences(other.sequence, one.sequence),
  );
}

function compareSequences(one: readonly number[], other: readonly number[]): number {
  const differing = one.findIndex((number, index) => number !== other[index]);
  return (one[differing] ?? 0) - (other[differing] ?? 0);
}
