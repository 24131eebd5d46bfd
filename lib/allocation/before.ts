/*
 * What a decision notes of a shipment as it stood: [last run, rule, n, the n values of the rule,
 * then line and reserved units in turn]. Zero stands for none. Pure.
 */

export type LineBefore = { lineId: number; before: number };

export type Before = {
  lastRunId: number | null;
  rule: number | null;
  values: number[] | null;
  lines: LineBefore[];
};

const HEAD = 3;

export function linePairs(lines: readonly LineBefore[]): number[] {
  const pairs: number[] = [];
  for (const { lineId, before } of lines) pairs.push(lineId, before);
  return pairs;
}

export function readBefore(noted: readonly number[]): Before {
  const [lastRunId = 0, rule = 0, valueCount = 0] = noted;
  const pairs = noted.slice(HEAD + valueCount);
  const lines: LineBefore[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    lines.push({ lineId: pairs[at] ?? 0, before: pairs[at + 1] ?? 0 });
  }
  return {
    lastRunId: lastRunId || null,
    rule: rule || null,
    values: rule ? noted.slice(HEAD, HEAD + valueCount) : null,
    lines,
  };
}
