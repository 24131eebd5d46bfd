'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { createOrdinaryProduct } from '@/lib/products/create-product';
import { adjustStock } from '@/lib/stock/adjust';
import { receiveStock } from '@/lib/stock/receive';
import { setSafetyQty } from '@/lib/stock/safety';
import { variantsByCode } from '@/lib/stock/screen';

const MOST = 1_000_000;
const reason = z.string().trim().max(200);

export const createVariant = action(
  {
    name: 'stock.createVariant',
    role: 'operator',
    schema: z.object({
      variantCode: z.string().trim().min(1).max(50),
      name: z.string().trim().min(1).max(200),
      option: z.string().trim().max(200).default(''),
      barcode: z.string().trim().max(50).default(''),
      price: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
    }),
    done: 'stock.done.created',
  },
  (ctx, product) => createOrdinaryProduct(ctx, product),
);

export const findByCode = action(
  {
    name: 'stock.findByCode',
    role: 'viewer',
    schema: z.object({ code: z.string().trim().min(1).max(50) }),
    reads: true,
  },
  (ctx, { code }) => variantsByCode(ctx, code),
);

export const receive = action(
  {
    name: 'stock.receive',
    role: 'operator',
    schema: z.object({
      receipts: z
        .array(z.object({ variantId: id, qty: z.number().int().min(1).max(MOST) }))
        .min(1)
        .max(500),
      memo: reason,
    }),
    done: 'stock.done.received',
  },
  (ctx, { receipts, memo }) => receiveStock(ctx, receipts, memo),
);

export const adjust = action(
  {
    name: 'stock.adjust',
    role: 'operator',
    schema: z.object({
      variantId: id,
      changeQty: z.coerce.number().int().min(-MOST).max(MOST),
      reason: reason.min(1),
    }),
    done: 'stock.done.adjusted',
  },
  (ctx, adjustment) => adjustStock(ctx, adjustment),
);

export const setSafety = action(
  {
    name: 'stock.safety',
    role: 'operator',
    schema: z.object({ variantId: id, safetyQty: z.coerce.number().int().min(0).max(MOST) }),
    done: 'stock.done.safety',
  },
  (ctx, given) => setSafetyQty(ctx, given),
);
