'use server';

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import type { Preview } from '@/app/ui/run/preview';
import { action } from '@/lib/action';
import { goOn } from '@/lib/flows/autopilot';
import { matchAndHold } from '@/lib/flows/match-and-hold';
import { id } from '@/lib/ids';
import { deleteMatches, editMatch } from '@/lib/matching/edit-match';
import { matchShipments } from '@/lib/matching/match';
import { matchByHand } from '@/lib/matching/match-key';
import { previewMatching } from '@/lib/matching/preview';
import { radiusOfMatches } from '@/lib/matching/rematch/radius';
import { keepAsPacked } from '@/lib/matching/rematch/settle-held';
import { undoMatching } from '@/lib/matching/rematch/undo';
import { searchVariants } from '@/lib/matching/search';
import { openSubject } from '@/lib/matching/subject';
import { suggestVariants } from '@/lib/matching/suggest';
import { vouchForLine, vouchForMatches } from '@/lib/matching/vouch';
import { createOrdinaryProduct } from '@/lib/products/create-product';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';
import { previewOf } from './preview';

const ids = z.array(id).min(1).max(1000);
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
  (ctx) => matchAndHold(ctx, () => matchShipments(ctx)),
);

/** What the dialog shows: of a queue the first line that still waits. */
export const open = action(
  {
    name: 'match.open',
    role: 'viewer',
    schema: z.union([z.object({ lineIds: ids, waiting: z.boolean() }), z.object({ matchId: id })]),
    reads: true,
  },
  async (ctx, asked) => {
    const subject = await openSubject(ctx, asked);
    return { subject, suggestions: subject ? await suggestVariants(ctx, subject) : [] };
  },
);

export const findVariants = action(
  {
    name: 'match.search',
    role: 'viewer',
    schema: z.object({ kind: z.enum(variantSearchKinds), word: z.string().trim().max(100) }),
    reads: true,
  },
  (ctx, search) => searchVariants(ctx, search),
);

/** The dialog goes on to the next line: the list behind it is drawn anew when it closes. */
export const matchLine = action(
  {
    name: 'match.byHand',
    role: 'operator',
    schema: z.object({ lineId: id, items, remember: z.boolean(), rematch: z.boolean() }),
    done: 'match.done.byHand',
    reads: true,
  },
  async (ctx, input) => ({
    ...(await matchAndHold(ctx, () => matchByHand(ctx, input))),
    goods: input.items.length,
  }),
);

/** Once for all that were matched in a row. */
export const goOnAfterMatches = action(
  { name: 'match.goOn', role: 'operator', schema: z.object({}) },
  (ctx) => goOn(ctx),
);

export const changeMatch = action(
  {
    name: 'match.edit',
    role: 'operator',
    schema: z.object({ matchId: id, items, rematch: z.boolean() }),
    done: 'match.done.edited',
    reads: true,
  },
  (ctx, input) => matchAndHold(ctx, () => editMatch(ctx, input)),
);

export const lookAtDeletion = action(
  {
    name: 'match.radius',
    role: 'operator',
    schema: z.object({ matchIds: ids }),
    reads: true,
  },
  (ctx, { matchIds }) => radiusOfMatches(ctx, { matchIds, deletes: true }),
);

export const removeMatches = action(
  {
    name: 'match.delete',
    role: 'operator',
    schema: z.object({ matchIds: ids, rematch: z.boolean() }),
    done: 'match.done.deleted',
  },
  (ctx, input) => deleteMatches(ctx, input),
);

export const vouch = action(
  {
    name: 'match.vouch',
    role: 'operator',
    schema: z.object({ matchIds: ids }),
    done: 'match.done.vouched',
  },
  (ctx, { matchIds }) => vouchForMatches(ctx, matchIds),
);

export const vouchLine = action(
  {
    name: 'match.vouchLine',
    role: 'operator',
    schema: z.object({ lineId: id }),
    done: 'match.done.vouchedLine',
  },
  (ctx, { lineId }) => vouchForLine(ctx, lineId),
);

export const release = action(
  {
    name: 'match.keepAsPacked',
    role: 'operator',
    schema: z.object({ shipmentIds: ids }),
    done: 'match.done.kept',
  },
  (ctx, { shipmentIds }) => keepAsPacked(ctx, shipmentIds),
);

export const makeProduct = action(
  {
    name: 'match.createProduct',
    role: 'operator',
    schema: z.object({
      name: z.string().trim().min(1).max(200),
      option: z.string().trim().max(200).default(''),
      variantCode: z.string().trim().min(1).max(50),
      barcode: z.string().trim().max(50).default(''),
      price: z.coerce.number().int().min(0).default(0),
    }),
    reads: true,
  },
  async (ctx, product) => {
    await createOrdinaryProduct(ctx, product);
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
