export interface Bucket {
  /** Adds one call; false when there is no room for it. */
  take(key: string): boolean;
  /** Calls standing in the bucket now. */
  level(key: string): number;
}

/** A leaky bucket per key; `ticks` are monotonic milliseconds. */
export function leakyBucket(
  size: number,
  drainPerSecond: number,
  ticks: () => number = () => performance.now(),
): Bucket {
  const buckets = new Map<string, { level: number; at: number }>();
  const drained = (key: string) => {
    const at = ticks();
    const before = buckets.get(key) ?? { level: 0, at };
    const level = Math.max(0, before.level - ((at - before.at) / 1000) * drainPerSecond);
    return { level, at };
  };
  return {
    take(key) {
      const { level, at } = drained(key);
      const hasRoom = level + 1 <= size;
      buckets.set(key, { level: hasRoom ? level + 1 : level, at });
      return hasRoom;
    },
    level: (key) => Math.ceil(drained(key).level),
  };
}
