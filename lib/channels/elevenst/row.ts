import { z } from 'zod';
import { time } from '../fields';
import { domesticPhone } from '../phone';
import type { Row } from './xml';

/** Trimmed; what is missing, empty or the word `null` is an empty text. */
export const told = z
  .string()
  .optional()
  .transform((value) => {
    const text = value?.trim() ?? '';
    return text === 'null' ? '' : text;
  });

/** An id: digits, however many. */
export const number = z.string().trim().regex(/^\d+$/);

/** Written with thousands separators in places. */
export const whole = z
  .string()
  .trim()
  .regex(/^\d[\d,]*$/)
  .transform((value) => Number(value.replaceAll(',', '')))
  .pipe(z.int());

/** Whole won; null where the row has none. */
export const won = told.transform((value, context) => {
  if (value === '') return null;
  const parsed = whole.safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'not an amount' });
  return z.NEVER;
});

export const moment = z.string().pipe(time);

export const momentOrNone = told.transform((value, context) => {
  if (value === '') return null;
  const parsed = time.safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

/** Stubs such as `02--` are no phones. */
export const phone = told.transform((value) =>
  value.replace(/\D/g, '').length < 8 ? '' : domesticPhone(value),
);

/** Bytes that are no text of the marketplace's encoding leave this sign. */
const undecodable = '\uFFFD';

export function undecodableField(row: Row): string | null {
  const found = Object.entries(row).find(([, value]) => value.includes(undecodable));
  return found?.[0] ?? null;
}

export function lineKeyOf(ordNo: string, ordPrdSeq: string): string {
  return `${ordNo}-${ordPrdSeq}`;
}
