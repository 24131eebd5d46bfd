'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { applyCount } from '@/lib/flows/apply-count';
import { undoCount } from '@/lib/flows/undo-count';
import { countByCode, giveUpCount, setCounted, startCount } from '@/lib/stock/counts';

const id = z.coerce.number().int().positive();
const MOST = 1_000_000;

export const start = action(
  {
    name: 'count.start',
    role: 'operator',
    schema: z.object({ name: z.string().trim().min(1).max(100) }),
    done: 'stock.counts.started',
  },
  (ctx, { name }) => startCount(ctx, name),
);

export const scan = action(
  {
    name: 'count.scan',
    role: 'operator',
    schema: z.object({
      countId: id,
      code: z.string().trim().min(1).max(50),
      qty: z.coerce.number().int().min(0).max(MOST).default(1),
    }),
  },
  (ctx, scanned) => countByCode(ctx, scanned),
);

export const correct = action(
  {
    name: 'count.correct',
    role: 'operator',
    schema: z.object({
      countId: id,
      variantId: id,
      qty: z.coerce.number().int().min(0).max(MOST),
    }),
    done: 'stock.counts.corrected',
  },
  (ctx, line) => setCounted(ctx, line),
);

export const takeOut = action(
  {
    name: 'count.takeOut',
    role: 'operator',
    schema: z.object({ countId: id, variantId: id }),
    done: 'stock.counts.takenOut',
  },
  (ctx, line) => setCounted(ctx, { ...line, qty: null }),
);

export const apply = action(
  {
    name: 'count.apply',
    role: 'operator',
    schema: z.object({ countId: id }),
    done: 'stock.counts.applied',
  },
  (ctx, { countId }) => applyCount(ctx, countId),
);

export const undo = action(
  {
    name: 'count.undo',
    role: 'operator',
    schema: z.object({ countId: id }),
    done: 'stock.counts.undone',
  },
  (ctx, { countId }) => undoCount(ctx, countId),
);

export const giveUp = action(
  {
    name: 'count.giveUp',
    role: 'operator',
    schema: z.object({ countId: id }),
    done: 'stock.counts.givenUp',
  },
  (ctx, { countId }) => giveUpCount(ctx, countId),
);
