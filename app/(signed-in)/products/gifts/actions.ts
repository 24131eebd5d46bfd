'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { giveGifts } from '@/lib/gifts/give';
import { addGiftRule, editGiftRule, switchGiftRule } from '@/lib/gifts/rules';
import { id } from '@/lib/ids';
import { tagsIn } from '@/lib/products/variant';
import { price, quantity } from '../schemas';

const day = z.iso.date().optional();
const list = z.string().max(500).default('').transform(tagsIn);

const fields = {
  name: z.string().trim().min(1).max(100),
  basis: z.enum(['order', 'bundle']),
  from: day,
  to: day,
  channelIds: z.array(id).max(100).default([]),
  variantCodes: list,
  tags: list,
  minAmount: price.default(0),
  minQty: quantity.default(0),
  firstCount: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .transform((count) => count ?? null),
  giftCode: z.string().trim().min(1).max(50),
  qty: z.coerce.number().int().min(1).max(999).default(1),
};

export const add = action(
  {
    name: 'gifts.add',
    role: 'operator',
    schema: z.object(fields),
    done: 'products.gifts.added',
  },
  addGiftRule,
);

export const edit = action(
  {
    name: 'gifts.edit',
    role: 'operator',
    schema: z.object({ id, ...fields }),
    done: 'products.gifts.edited',
  },
  editGiftRule,
);

export const turn = action(
  {
    name: 'gifts.switch',
    role: 'operator',
    schema: z.object({ id, isActive: z.boolean() }),
    done: 'products.gifts.switched',
  },
  (ctx, rule) => switchGiftRule(ctx, rule),
);

export const giveNow = action(
  { name: 'gifts.give', role: 'operator', schema: z.object({}), done: 'products.gifts.done' },
  (ctx) => giveGifts(ctx),
);
