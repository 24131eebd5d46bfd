'use server';

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import type { Preview } from '@/app/ui/run/preview';
import { action } from '@/lib/action';
import { createProduct } from '@/lib/matching/create-product';
import { matchShipments } from '@/lib/matching/match';
import { matchByHand } from '@/lib/matching/match-key';
import { previewMatching } from '@/lib/matching/preview';
import { lineToMatch } from '@/lib/matching/screen';
import { searchKinds, searchVariants, suggestVariants } from '@/lib/matching/search';
import { undoMatching } from '@/lib/matching/undo';
import { previewOf } from './preview';

const id = z.coerce.number().int().positive();
const items = z
  .array(z.object({ variantId: id, qty: z.coerce.number().int().min(1).max(999) }))
  .max(50);

export const previewRun = action(
  { name: 'match.preview', role: 'operator', schema: z.object({}), reads: true },
  async (ctx): Promise<Preview> =>
    previewOf(await getTranslations('match'), await previewMatching(ctx)),
);

export const runMatching = action(
  { name: 'match', role: 'operator', schema: z.object({}), done: 'match.done.run' },
  (ctx) => matchShipments(ctx),
);

export const openLine = action(
  { name: 'match.open', role: 'viewer', schema: z.object({ lineId: id }), reads: true },
  async (ctx, { lineId }) => {
    const line = await lineToMatch(ctx, lineId);
    return { line, suggestions: line ? await suggestVariants(ctx, line) : [] };
  },
);

export const findVariants = action(
  {
    name: 'match.search',
    role: 'viewer',
    schema: z.object({ kind: z.enum(searchKinds), word: z.string().trim().max(100) }),
    reads: true,
  },
  (ctx, search) => searchVariants(ctx, search),
);

export const matchLine = action(
  {
    name: 'match.byHand',
    role: 'operator',
    schema: z.object({ lineId: id, items, remember: z.boolean() }),
    done: 'match.done.byHand',
  },
  (ctx, input) => matchByHand(ctx, input),
);

export const makeProduct = action(
  {
    name: 'match.createProduct',
    role: 'operator',
    schema: z.object({
      name: z.string().trim().min(1).max(200),
      option: z.string().trim().max(200),
      variantCode: z.string().trim().min(1).max(50),
      barcode: z.string().trim().max(50),
      price: z.coerce.number().int().min(0),
    }),
    reads: true,
  },
  async (ctx, product) => {
    await createProduct(ctx, product);
    return searchVariants(ctx, { kind: 'variantCode', word: product.variantCode });
  },
);

export const undoRun = action(
  {
    name: 'match.undo',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'match.done.undo',
  },
  (ctx, { runId }) => undoMatching(ctx, runId),
);
