import type { Mod7Rule } from './courier';
import { type CourierKey, courierOf } from './registry';
import { checkDigit, hasCheckDigit } from './waybill-no';

export type WaybillRange = { firstSerial: number; lastSerial: number; count: number };

export type WaybillRangeRefusal =
  /** The courier's check digit is not known for certain: import its list of full numbers instead. */
  'noCertainRule' | 'wrongFrom' | 'wrongTo' | 'reversed';

/** Whether numbers can be issued from a range at all, or only from a list the courier gave. */
export function issuesFromRange(courier: CourierKey): boolean {
  return certainRule(courier) !== null;
}

/** A number without its check digit: what counts up by one within a range. */
export function serialOf(courier: CourierKey, no: string): number {
  const rule = ruleFor(courier);
  if (!isFullNumber(no, rule)) throw new RangeError(`not a number of ${courier}: ${no}`);
  return Number(no.slice(0, -1));
}

/** The full number of a serial: padded with zeros, check digit appended. */
export function waybillNoFromSerial(courier: CourierKey, serial: number): string {
  const rule = ruleFor(courier);
  const digits = String(serial).padStart(rule.length - 1, '0');
  if (!/^\d+$/.test(digits) || digits.length !== rule.length - 1) {
    throw new RangeError(`not a serial of ${courier}: ${serial}`);
  }
  return digits + checkDigit(digits, rule);
}

/**
 * Reads a range as the courier hands it out: first and last full number, both included and both with
 * their check digits. The numbers between have consecutive serials, so they are not consecutive themselves.
 */
export function readWaybillRange(
  courier: CourierKey,
  fromNo: string,
  toNo: string,
): WaybillRange | { refused: WaybillRangeRefusal } {
  const rule = certainRule(courier);
  if (!rule) return { refused: 'noCertainRule' };
  if (!isFullNumber(fromNo, rule)) return { refused: 'wrongFrom' };
  if (!isFullNumber(toNo, rule)) return { refused: 'wrongTo' };
  const firstSerial = serialOf(courier, fromNo);
  const lastSerial = serialOf(courier, toNo);
  if (lastSerial < firstSerial) return { refused: 'reversed' };
  return { firstSerial, lastSerial, count: lastSerial - firstSerial + 1 };
}

function ruleFor(courier: CourierKey): Mod7Rule {
  const rule = certainRule(courier);
  if (!rule) throw new RangeError(`${courier} has no certain check digit`);
  return rule;
}

function certainRule(courier: CourierKey): Mod7Rule | null {
  const { check } = courierOf(courier);
  return check?.certain ? check : null;
}

function isFullNumber(no: string, rule: Mod7Rule): boolean {
  return no.length === rule.length && /^\d+$/.test(no) && hasCheckDigit(no, rule);
}
