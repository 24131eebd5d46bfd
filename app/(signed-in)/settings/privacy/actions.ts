'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { saveRetention } from '@/lib/retention/settings';

export const save = action(
  {
    name: 'privacy.save',
    role: 'owner',
    schema: z.object({ days: z.coerce.number().int().min(7).max(1825) }),
    done: 'privacy.saved',
  },
  (ctx, { days }) => saveRetention(ctx, days),
);
