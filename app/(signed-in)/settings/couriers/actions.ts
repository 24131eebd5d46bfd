'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { courierKeys } from '@/lib/couriers/registry';
import { addCourierAccount, addWaybillRange } from '@/lib/invoicing/courier-accounts';

const text = (max: number) => z.string().trim().min(1).max(max);

export const addAccount = action(
  {
    name: 'couriers.addAccount',
    role: 'manager',
    schema: z.object({
      name: text(50),
      courier: z.enum(courierKeys),
      contractCode: text(50),
      senderName: text(50),
      senderPhone: text(30),
      senderAddress: text(200),
      labelSize: z.enum(['100x150', '123x100']),
    }),
    done: 'couriers.add.done',
  },
  async (ctx, account) => ({ id: await addCourierAccount(ctx, account) }),
);

export const addRange = action(
  {
    name: 'couriers.addRange',
    role: 'manager',
    schema: z.object({
      accountId: z.coerce.number().int().positive(),
      from: text(30),
      to: text(30),
    }),
    done: 'couriers.addRange.done',
  },
  (ctx, range) => addWaybillRange(ctx, range),
);
