import { z } from 'zod';
import { isPhoneOfWords } from './recipients/phone';

/** A phone as somebody types it, or nothing; what only says that there is none is no phone. */
export const phoneField = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !isPhoneOfWords(text), 'errors.phoneOfWords')
    .default('');
