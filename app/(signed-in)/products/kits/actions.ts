'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { deleteKit, saveKit } from '@/lib/products/kits';
import { price } from '../schemas';

const code = z.string().trim().min(1).max(50);

export const save = action(
  {
    name: 'kits.save',
    role: 'operator',
    schema: z.object({
      id: id.optional(),
      code,
      name: z.string().trim().min(1).max(200),
      price: price.default(0),
      items: z
        .array(z.object({ variantCode: code, qty: z.coerce.number().int().min(1).max(999) }))
        .min(1)
        .max(50),
    }),
    done: 'products.kits.saved',
  },
  (ctx, kit) => saveKit(ctx, kit),
);

export const remove = action(
  {
    name: 'kits.delete',
    role: 'operator',
    schema: z.object({ id }),
    done: 'products.kits.deleted',
  },
  (ctx, kit) => deleteKit(ctx, kit.id),
);
