'use server';

import { z } from 'zod';
import { ownAction } from '@/lib/action';
import { signOutEverywhere } from '@/lib/auth/member';
import { changeOwnPassword, MIN_PASSWORD_LENGTH } from '@/lib/auth/own-password';
import { ExpectedError } from '@/lib/errors';
import { acceptInvitation } from '@/lib/system/accept-invitation';

export const changePassword = ownAction(
  {
    name: 'account.changePassword',
    schema: z.object({
      current: z.string().min(1).max(256),
      next: z.string().min(MIN_PASSWORD_LENGTH).max(256),
      again: z.string().min(1).max(256),
    }),
    done: 'members.done.password',
    beforePassword: true,
  },
  (person, { current, next, again }) => {
    if (next !== again) throw new ExpectedError('members.errors.passwordsDiffer');
    return changeOwnPassword(person, { current, next });
  },
);

export const leaveEverywhere = ownAction(
  {
    name: 'account.leaveEverywhere',
    schema: z.object({}),
    done: 'members.done.leftEverywhere',
  },
  (person) => signOutEverywhere(person),
);

export const join = ownAction(
  {
    name: 'account.join',
    schema: z.object({ code: z.string().trim().min(1).max(40) }),
    done: 'members.done.joined',
  },
  (person, { code }) => acceptInvitation(person, code),
);
