import { z } from 'zod';
import { minorUnits } from './money';
import { parseTime } from './seoul-time';

/** Trimmed; what is missing is an empty text. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() ?? '');

/** Codes and numbers that come now as a text, now as a number. */
export const textOrNumber = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? '').trim());

/** A number's digits as a text, however long it is. */
export const digits = z.union([z.string().regex(/^\d+$/), z.int().nonnegative().transform(String)]);

export const count = z.int().nonnegative();

export const countOrNone = count.nullish().transform((value) => value ?? 0);

/** Without a zone it is Seoul's time. */
export const time = z.string().transform((value, context) => {
  const parsed = parseTime(value);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

export const timeOrNone = z
  .union([z.literal(''), time])
  .nullish()
  .transform((value) => value || null);

/** An amount written as a decimal, in the minor unit of its currency. */
export function amountIn(decimal: string, currency: string, context: z.RefinementCtx): number {
  try {
    return minorUnits(decimal, currency);
  } catch {
    context.addIssue({ code: 'custom', message: 'not an amount' });
    return z.NEVER;
  }
}
