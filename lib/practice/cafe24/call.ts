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
