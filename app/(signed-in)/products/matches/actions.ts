'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { importMatches } from '@/lib/matching/import-matches';

export const bringIn = action(
  {
    name: 'match.import',
    role: 'operator',
    schema: z.object({
      uploadId: z.coerce.number().int().positive(),
      rematch: z.literal('on').optional(),
    }),
    done: 'match.done.imported',
  },
  (ctx, { uploadId, rematch }) => importMatches(ctx, { uploadId, rematch: rematch === 'on' }),
);
