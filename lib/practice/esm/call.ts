import { type ZodType, z } from 'zod';
import type { FaultInside } from '../faults';
import type { Practice } from '../practice';
import type { EsmShop } from '../store/shops';
import type { Transaction } from '../store/sql';
import { lockUnits, type Unit } from '../store/units';
import { failed, refuse } from './answers';
import type { EsmOrder } from './order';
import type { EsmSite } from './site';

/** One call of a seller, its token, rate and faults already looked at. */
export interface EsmCall {
  readonly practice: Practice;
  readonly site: EsmSite;
  readonly shop: EsmShop;
  readonly now: Date;
  readonly parameters: readonly string[];
  readonly body: unknown;
  readonly fault: FaultInside | null;
}

/** Ids come as numbers or strings; the lossless reader has made long ones strings. */
export const esmNumber = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,19}$/));

export function readBody<Body>(call: EsmCall, form: ZodType<Body>): Body {
  const parsed = form.safeParse(call.body ?? {});
  return parsed.success ? parsed.data : refuse(z.prettifyError(parsed.error), 2000);
}

export const noSuchOrder = '해당 주문 내역이 없습니다.';

/** One call writes one order: what fails in part elsewhere fails here whole. */
export const isStruck = (call: EsmCall) => call.fault === 'partialFailure';
export const struckAnswer = failed(
  '일시적인 오류로 처리하지 못했습니다. 다시 시도해 주세요.',
  8000,
);

export async function lockedOrder(
  tx: Transaction,
  call: EsmCall,
  orderNo: string,
): Promise<Unit<EsmOrder>> {
  const [unit] = await lockUnits<EsmOrder>(tx, call.shop.key, [orderNo]);
  return unit ?? refuse(noSuchOrder);
}
