'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { secrets } from '@/lib/env';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { applyCount } from '@/lib/flows/apply-count';
import { undoCount } from '@/lib/flows/undo-count';
import { id } from '@/lib/ids';
import { countByCode, giveUpCount, setCounted, startCount } from '@/lib/stock/counts';
import { fillCount } from '@/lib/stock/fill-count';

const MOST = 1_000_000;

const name = z.string().trim().min(1).max(100);

const pageOf = ({ countId }: { countId: number }) => ({ href: `/stock/counts/${countId}` });

export const start = action(
  {
    name: 'count.start',
    role: 'operator',
    schema: z.object({ name }),
    done: 'stock.counts.started',
  },
  async (ctx, given) => pageOf(await startCount(ctx, given.name)),
);

export const fill = action(
  {
    name: 'count.fill',
    role: 'operator',
    schema: z.object({ uploadId: id, name }),
    done: 'stock.counts.sheet.filled',
  },
  async (ctx, given) => pageOf(await fillCount(ctx, given)),
);

export const givePassword = action(
  {
    name: 'count.password',
    role: 'operator',
    schema: z.object({ uploadId: id, password: z.string().min(1).max(255) }),
  },
  (ctx, given) => giveUploadPassword(ctx, given, secrets().encryptionKey),
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
    // The form does so once every scan has its answer.
    isDrawnByCaller: true,
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
