import type { Answer } from './http';

/** The page with its rows the other way round; an answer in bytes is its endpoint's own affair. */
export function reordered(answer: Answer): Answer {
  return { ...answer, body: turned(answer.body) };
}

/** The rows stand in the body itself or in an object of it. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed();
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, turned(member)]));
}
