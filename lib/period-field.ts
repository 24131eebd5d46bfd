import { z } from 'zod';

const TIME = /^(T([01]\d|2[0-3]):[0-5]\d)?$/;

/** A day (2026-11-22) or a minute (2026-11-22T16:00) that a form or an address names, and a calendar has. */
export const dayOrMinute = z
  .string()
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success && TIME.test(text.slice(10)));
