/** What the operator typed into the range box, as running numbers; or where it went wrong. */
export type RangeBox = { numbers: number[] } | { wrong: string };

const MAX_NUMBERS = 100_000;

/** Reads "1-3, 5, 7". Empty gives no numbers. Each part stands within 1..last. */
export function readRangeBox(text: string, last: number): RangeBox {
  const numbers = new Set<number>();
  for (const part of text.normalize('NFKC').split(',')) {
    const trimmed = part.trim();
    if (!trimmed) continue;
    const [, first, end] = /^(\d+)(?:\s*[-~]\s*(\d+))?$/.exec(trimmed) ?? [];
    const from = Number(first);
    const to = Number(end ?? first);
    if (!first || from < 1 || to < from || to > last) return { wrong: trimmed };
    if (numbers.size + to - from >= MAX_NUMBERS) return { wrong: trimmed };
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return { numbers: [...numbers].sort((a, b) => a - b) };
}

/** The shortest text that means these numbers: 1-3, 5, 7. */
export function writeRangeBox(numbers: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
