'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { roles } from '@/lib/auth/role';
import { id } from '@/lib/ids';
import { addMember } from '@/lib/system/add-member';
import { changeMember, removeMember, resetPassword } from '@/lib/system/change-member';
import { renewInvitation, withdrawInvitation } from '@/lib/system/invitation';

const rights = {
  role: z.enum(roles),
  canSeePersonalData: z.coerce.boolean().default(false),
};

export const add = action(
  {
    name: 'members.add',
    role: 'owner',
    schema: z.object({
      email: z.email().max(254),
      name: z.string().trim().min(1).max(50),
      ...rights,
    }),
    done: 'members.done.added',
  },
  (ctx, member) => addMember(ctx, member),
);

export const change = action(
  {
    name: 'members.change',
    role: 'owner',
    schema: z.object({ userId: id, ...rights }),
    done: 'members.done.changed',
  },
  (ctx, changed) => changeMember(ctx, changed),
);

export const remove = action(
  {
    name: 'members.remove',
    role: 'owner',
    schema: z.object({ userId: id }),
    done: 'members.done.removed',
  },
  (ctx, member) => removeMember(ctx, member.userId),
);

export const reset = action(
  {
    name: 'members.resetPassword',
    role: 'owner',
    schema: z.object({ userId: id }),
    done: 'members.done.reset',
  },
  (ctx, member) => resetPassword(ctx, member.userId),
);

export const renewCode = action(
  {
    name: 'members.renewCode',
    role: 'owner',
    schema: z.object({ userId: id }),
    done: 'members.done.renewed',
  },
  (ctx, invited) => renewInvitation(ctx, invited.userId),
);

export const withdraw = action(
  {
    name: 'members.withdraw',
    role: 'owner',
    schema: z.object({ userId: id }),
    done: 'members.done.withdrawn',
  },
  (ctx, invited) => withdrawInvitation(ctx, invited.userId),
);
