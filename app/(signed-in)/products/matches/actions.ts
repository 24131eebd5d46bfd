'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { importMatches } from '@/lib/matching/sheet/import-matches';

export const bringIn = action(
  {
    name: 'match.import',
    role: 'operator',
    schema: z.object({
      uploadId: id,
      rematch: z.literal('on').optional(),
    }),
    done: 'match.done.imported',
  },
  (ctx, { uploadId, rematch }) => importMatches(ctx, { uploadId, rematch: rematch === 'on' }),
);
