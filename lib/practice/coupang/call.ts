import { type ZodType, z } from 'zod';
import type { FaultInside } from '../faults';
import type { Practice } from '../practice';
import type { CoupangShop } from '../store/shops';
import { refuse } from './results';

/** One signed call of a vendor, its rate and faults already looked at. */
export interface CoupangCall {
  readonly practice: Practice;
  readonly shop: CoupangShop;
  readonly now: Date;
  /** After the vendor id. */
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly fault: FaultInside | null;
}

/** Ids come as numbers or strings; the lossless reader has made long ones strings. */
export const coupangId = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,19}$/));

/** The body, or each row of it, of this vendor and in the documented form. */
export function readBody<Body extends { vendorId: string } | { vendorId: string }[]>(
  call: CoupangCall,
  form: ZodType<Body>,
): Body {
  const parsed = form.safeParse(call.body);
  if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
  if ([parsed.data].flat().some(({ vendorId }) => vendorId !== call.shop.credentials.vendorId)) {
    return refuse(400, 'vendorId of the path and of the body differ.');
  }
  return parsed.data;
}

/** Every other row fails of a call that is to go through in part. */
export function isStruck(call: CoupangCall, index: number): boolean {
  return call.fault === 'partialFailure' && index % 2 === 0;
}
