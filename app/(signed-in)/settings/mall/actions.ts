'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { renameMall } from '@/lib/system/rename-mall';

export const rename = action(
  {
    name: 'mall.rename',
    role: 'owner',
    schema: z.object({ name: z.string().trim().min(1).max(100) }),
    done: 'settings.mall.saved',
  },
  (ctx, { name }) => renameMall(ctx, name),
);
