import { randomUUID } from 'node:crypto';
import { type ZodType, z } from 'zod';
import type { FaultInside } from '../faults';
import { type Answer, ok, Refusal } from '../http';
import type { Practice } from '../practice';
import type { SmartstoreShop } from '../store/shops';
import { kstMoment } from './product-order';

/** One call with a living token, its rate and faults already looked at. */
export interface SmartstoreCall {
  readonly practice: Practice;
  readonly shop: SmartstoreShop;
  readonly now: Date;
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly fault: FaultInside | null;
}

export function answered(call: SmartstoreCall, data?: unknown): Answer {
  const told = { timestamp: kstMoment(call.now), traceId: randomUUID() };
  return ok(data === undefined ? told : { ...told, data });
}

export function errorAnswer(status: number, code: string, message: string): Answer {
  const timestamp = kstMoment(new Date());
  return { status, body: { code, message, timestamp, traceId: randomUUID() } };
}

export function refuse(status: number, code: string, message: string): never {
  throw new Refusal(errorAnswer(status, code, message));
}

export function badRequest(message: string): never {
  return refuse(400, 'BAD_REQUEST', message);
}

export function readBody<Body>({ body }: SmartstoreCall, form: ZodType<Body>): Body {
  const parsed = form.safeParse(body);
  return parsed.success ? parsed.data : badRequest(z.prettifyError(parsed.error));
}

/** Every other row fails of a call that is to go through in part. */
export function isStruck(call: SmartstoreCall, index: number): boolean {
  return call.fault === 'partialFailure' && index % 2 === 0;
}
