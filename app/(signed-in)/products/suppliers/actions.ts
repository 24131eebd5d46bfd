'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { deleteSupplier, saveSupplier } from '@/lib/products/suppliers';

export const save = action(
  {
    name: 'suppliers.save',
    role: 'operator',
    schema: z.object({
      id: id.optional(),
      name: z.string().trim().min(1).max(100),
      phone: z.string().trim().max(50).default(''),
      email: z.union([z.literal(''), z.email().max(200)]).default(''),
      memo: z.string().trim().max(500).default(''),
    }),
    done: 'products.suppliers.saved',
  },
  (ctx, supplier) => saveSupplier(ctx, supplier),
);

export const remove = action(
  {
    name: 'suppliers.delete',
    role: 'operator',
    schema: z.object({ id }),
    done: 'products.suppliers.deleted',
  },
  (ctx, supplier) => deleteSupplier(ctx, supplier.id),
);
