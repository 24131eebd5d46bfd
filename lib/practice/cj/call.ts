import type { FaultInside } from '../faults';
import { type Answer, ok } from '../http';
import type { Practice } from '../practice';

/** One call with the day's token, its faults already looked at. */
export interface CjCall {
  readonly practice: Practice;
  readonly now: Date;
  readonly data: Record<string, unknown>;
  readonly fault: FaultInside | null;
}

export const success = (data?: object) =>
  ok({ RESULT_CD: 'S', RESULT_DETAIL: 'Success', ...(data && { DATA: data }) });

export const refusal = (detail: string): Answer => ok(failure(detail));

export function failure(detail: string, code = 'E') {
  return { RESULT_CD: code, RESULT_DETAIL: detail };
}
