import { isValidElement } from 'react';

/** Texts that stand anywhere in what a page sends: in its words and in the properties of its parts. */
export async function textsOf(drawn: unknown): Promise<string> {
  const texts: string[] = [];
  await gather(drawn, texts, new Set());
  return texts.join('\n');
}

async function gather(given: unknown, texts: string[], seen: Set<unknown>): Promise<void> {
  const value = given instanceof Promise ? await given : given;
  if (typeof value === 'string') texts.push(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isValidElement(value)) return gatherElement(value.type, value.props, texts, seen);
  const parts = value instanceof Map || value instanceof Set ? [...value] : Object.values(value);
  for (const part of parts) await gather(part, texts, seen);
}

async function gatherElement(type: unknown, props: unknown, texts: string[], seen: Set<unknown>) {
  await gather(props, texts, seen);
  if (typeof type !== 'function') return;
  await gather(await drawnBy(type, props), texts, seen);
}

/** A part of the browser asks for what only a browser has: its properties are all that was sent. */
async function drawnBy(type: CallableFunction, props: unknown): Promise<unknown> {
  try {
    return await type(props);
  } catch {
    return null;
  }
}
