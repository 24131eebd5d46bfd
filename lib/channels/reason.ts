import type { z } from 'zod';

const WHOLE = '(whole)';

/** The first faults in one line; it names places and types, never a value. */
export function reasonOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || WHOLE}: ${issue.message}`)
    .join('; ');
}

export type Unreadable = {
  /** The field as the marketplace calls it; null is the whole of it. */
  place: string | null;
  kind: 'missing' | 'type' | 'choice' | 'size' | 'text' | 'other';
  expected: string;
  received: string;
};

/** The faults of a line that was written as above, to be said in the reader's language. */
export function readReason(reason: string): Unreadable[] {
  return reason.split('; ').map((fault) => {
    const [, place = WHOLE, message = fault] = /^(\S+): (.+)$/.exec(fault) ?? [];
    return { place: place === WHOLE ? null : place, ...readMessage(message) };
  });
}

function readMessage(message: string): Omit<Unreadable, 'place'> {
  const [, type = '', received = ''] =
    /^Invalid input: expected (.+), received (.+)$/.exec(message) ?? [];
  if (received === 'undefined' || received === 'null')
    return { kind: 'missing', expected: type, received };
  if (type) return { kind: 'type', expected: type, received };
  const [, choice] =
    /^Invalid (?:option: expected one of|input: expected) (.+)$/.exec(message) ?? [];
  if (choice) return { kind: 'choice', expected: choice.replaceAll('|', ', '), received: '' };
  const [, size] = /^Too (?:small|big): expected .+ to (?:be|have) (.+)$/.exec(message) ?? [];
  if (size) return { kind: 'size', expected: boundOf(size), received: '' };
  const [, form] = /^Invalid (?:string: must match pattern )?(.+)$/.exec(message) ?? [];
  if (form && form !== 'input') return { kind: 'text', expected: form, received: '' };
  return { kind: 'other', expected: message, received: '' };
}

const boundOf = (size: string) => size.replace(/ \w+$/, '').replace('>=', '≥ ').replace('<=', '≤ ');
