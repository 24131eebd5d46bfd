import { z } from 'zod';
import type { Conditions } from '@/lib/allocation/conditions';
import { koreanPeriod } from '@/lib/period';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/);
const ids = z.array(z.coerce.number().int().positive()).max(1_000).default([]);
const checked = z.literal('on').optional();

/** What the form of the run sends: the list's own conditions, and how to allocate. */
export const conditionsSchema = z
  .object({
    from: day,
    to: day,
    channelIds: ids,
    supplierIds: ids,
    tags: z.array(z.string().max(60)).max(100).default([]),
    reallocatesWhole: checked,
    reallocatesPartly: checked,
    basis: z.enum(['partly', 'whole']),
    held: z.enum(['without', 'with']),
    splitting: z.enum(['off', 'by_row', 'all']),
  })
  .transform(
    ({ from, to, basis, held, reallocatesWhole, reallocatesPartly, ...rest }): Conditions => ({
      ...koreanPeriod(from, to),
      ...rest,
      reallocatesWhole: reallocatesWhole === 'on',
      reallocatesPartly: reallocatesPartly === 'on',
      servesPartly: basis === 'partly',
      includesHeld: held === 'with',
    }),
  );
