import type { ZodType } from 'zod';
import type { FaultInside } from '../faults';
import { Refusal } from '../http';
import type { Practice } from '../practice';

/** One signed call, its faults already looked at. */
export interface CourierCall {
  readonly practice: Practice;
  readonly now: Date;
  readonly body: unknown;
  readonly fault: FaultInside | null;
}

export function readBody<Body>({ body }: CourierCall, form: ZodType<Body>): Body {
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  const resultMessage = parsed.error.issues[0]?.message ?? '';
  throw new Refusal({ status: 400, body: { resultCode: 'ERROR-02', resultMessage } });
}
