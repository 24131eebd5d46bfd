'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { splitBySender } from '@/lib/allocation/split-by-sender';
import { secrets } from '@/lib/env';
import { id } from '@/lib/ids';
import { exportFormats } from '@/lib/invoicing/exports/export-plan';
import { requestPurchase } from '@/lib/invoicing/purchase-orders/request';

export const request = action(
  {
    name: 'purchase.request',
    role: 'operator',
    schema: z
      .object({
        supplierId: id,
        format: z.enum(exportFormats),
        password: z.string().min(6).max(100),
        passwordAgain: z.string().max(100),
        reason: z.string().trim().min(1).max(200),
        includesRequested: z.literal('on').optional(),
      })
      .refine(({ password, passwordAgain }) => password === passwordAgain, {
        path: ['passwordAgain'],
        message: 'invoice.request.passwordsDiffer',
      }),
    done: 'suppliers.done.requested',
  },
  (ctx, { includesRequested, ...wish }) =>
    requestPurchase(
      ctx,
      { ...wish, includesRequested: includesRequested === 'on' },
      secrets().encryptionKey,
    ),
);

export const splitAll = action(
  {
    name: 'purchase.split',
    role: 'operator',
    schema: z.object({}),
    done: 'suppliers.done.split',
  },
  (ctx) => splitBySender(ctx),
);
