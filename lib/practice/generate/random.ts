export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** from ≤ n ≤ to */
  integer(from: number, to: number): number;
  chance(share: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  weighted<Value>(values: readonly (readonly [weight: number, value: Value])[]): Value;
  digits(count: number): string;
}

/** The same seed gives the same row of numbers for ever (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: (values) => last(values, values[integer(0, values.length - 1)]),
    weighted: (values) => {
      const total = values.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      const found = values.find(([weight]) => {
        left -= weight;
        return left < 0;
      });
      return last(values, found)[1];
    },
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(''),
  };
}

function last<Value>(values: readonly Value[], value: Value | undefined): Value {
  const chosen = value ?? values.at(-1);
  if (chosen === undefined) throw new Error('Nothing to choose from');
  return chosen;
}
