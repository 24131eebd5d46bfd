import { type ZodType, z } from 'zod';
import type { FaultInside } from '../faults';
import { type Answer, Refusal } from '../http';
import type { Practice } from '../practice';
import type { Cafe24Shop } from '../store/shops';

/** One call of an app with a living access token, its bucket and faults already looked at. */
export interface Cafe24Call {
  readonly practice: Practice;
  readonly shop: Cafe24Shop;
  readonly now: Date;
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  /** Where this mall's API lives for the caller. */
  readonly baseUrl: string;
  readonly body: unknown;
  readonly fault: FaultInside | null;
}

export function errorAnswer(status: number, message: string): Answer {
  return { status, body: { error: { code: status, message, more_info: {} } } };
}

export function refuse(status: number, message: string): never {
  throw new Refusal(errorAnswer(status, message));
}

/** The body in the documented form; what breaks a rule of it is 422. */
export function readBody<Body>(body: unknown, form: ZodType<Body>): Body {
  const parsed = form.safeParse(body);
  return parsed.success ? parsed.data : refuse(422, z.prettifyError(parsed.error));
}

/** What stands in the list of a bulk answer: what was made of one request, or why not. */
export type BulkEntry =
  | { readonly made: object }
  | { readonly named: object; readonly status: number; readonly message: string };

/** 207 as soon as one request of the bulk fared differently. */
export function bulkAnswer(name: string, entries: readonly BulkEntry[], success: number): Answer {
  const isWhole = entries.every((entry) => 'made' in entry);
  const list = entries.map((entry) =>
    'made' in entry ? entry.made : { ...entry.named, status: entry.status, message: entry.message },
  );
  return { status: isWhole ? success : 207, body: { [name]: list } };
}

/** Every other request fails of a bulk that is to go through in part. */
export function isStruck({ fault }: Cafe24Call, index: number): boolean {
  return fault === 'partialFailure' && index % 2 === 0;
}
