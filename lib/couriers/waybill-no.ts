import type { Mod7Rule } from './courier';
import { type CourierKey, courierOf } from './registry';

export type WaybillVerdict =
  | { verdict: 'ok' }
  | { verdict: 'warn' | 'refuse'; reason: WaybillReason };

export type WaybillReason =
  | 'empty'
  /** A word or a spreadsheet's error, or a number as short as no courier's. */
  | 'notNumber'
  /** A spreadsheet turned it into 6.8E+11: digits are lost for good. */
  | 'scientific'
  /** Padding its start with zeros makes it legal: a spreadsheet ate them. */
  | 'lostZeros'
  | 'wrongShape'
  | 'wrongCheckDigit';

/** The number as stored and compared: no blanks, hyphens or leading quote, capitals, plain digits. */
export function normaliseWaybillNo(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^'/, '')
    .replace(/[\s\-–—]/g, '')
    .toUpperCase();
}

/** Letters and digits, as a marketplace and a barcode take them; the S10 of the post has letters too. */
const ANY_COURIERS = /^(?=(?:.*\d){5})(?!0+$)[0-9A-Z]{5,30}$/;

/** Judges a normalised number; refuses what no courier gives and what its own rule forbids for certain, else warns. */
export function checkWaybillNo(courier: CourierKey, no: string): WaybillVerdict {
  if (no === '') return { verdict: 'refuse', reason: 'empty' };
  if (/^\d(\.\d+)?E\+?\d+$/.test(no)) return { verdict: 'refuse', reason: 'scientific' };
  if (!ANY_COURIERS.test(no)) return { verdict: 'refuse', reason: 'notNumber' };
  const { waybill, check } = courierOf(courier);
  if (!waybill.pattern.test(no)) {
    const reason = check && fitsWithZeros(no, check) ? 'lostZeros' : 'wrongShape';
    return { verdict: waybill.certain ? 'refuse' : 'warn', reason };
  }
  if (!check || no.length !== check.length || hasCheckDigit(no, check)) return { verdict: 'ok' };
  return { verdict: check.certain ? 'refuse' : 'warn', reason: 'wrongCheckDigit' };
}

/** The digit that must end the number: of its digits `from`..`to`, the end not being among them. */
export function checkDigit(digits: string, rule: Mod7Rule): number {
  return Number(digits.slice(rule.from - 1, rule.to)) % 7;
}

export function hasCheckDigit(no: string, rule: Mod7Rule): boolean {
  return Number(no.at(-1)) === checkDigit(no, rule);
}

function fitsWithZeros(no: string, rule: Mod7Rule): boolean {
  return (
    /^\d+$/.test(no) &&
    no.length < rule.length &&
    rule.length - no.length <= 2 &&
    hasCheckDigit(no.padStart(rule.length, '0'), rule)
  );
}
