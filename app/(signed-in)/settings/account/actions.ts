'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { changeOwnPassword, MIN_PASSWORD_LENGTH } from '@/lib/auth/own-password';
import { ExpectedError } from '@/lib/errors';

export const changePassword = action(
  {
    name: 'account.changePassword',
    role: 'viewer',
    schema: z.object({
      current: z.string().min(1).max(256),
      next: z.string().min(MIN_PASSWORD_LENGTH).max(256),
      again: z.string().min(1).max(256),
    }),
    done: 'members.done.password',
  },
  (ctx, { current, next, again }) => {
    if (next !== again) throw new ExpectedError('members.errors.passwordsDiffer');
    return changeOwnPassword(ctx.userId, { current, next });
  },
);
