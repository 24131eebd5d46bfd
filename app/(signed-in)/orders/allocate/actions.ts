'use server';

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import type { Preview } from '@/app/ui/run/preview';
import { action } from '@/lib/action';
import { allocateShipments, allocateThese } from '@/lib/allocation/allocate';
import { deallocateShipments } from '@/lib/allocation/deallocate';
import { allocateLine, deallocateLine } from '@/lib/allocation/lines';
import { type AllocationPreview, previewAllocation } from '@/lib/allocation/preview';
import { isCriterion } from '@/lib/allocation/priority';
import { savePriority } from '@/lib/allocation/saved-priority';
import { simulateAllocation } from '@/lib/allocation/simulate';
import { splitShipments } from '@/lib/allocation/split';
import { undoAllocation } from '@/lib/allocation/undo';
import { withGifts } from '@/lib/flows/with-gifts';
import { id } from '@/lib/ids';
import { whereOf } from './asked';
import { conditionsSchema, simulationSchema } from './conditions-schema';
import { reasonTexts } from './reason-texts';

const ids = z.array(id).min(1).max(1_000);

export const previewRun = action(
  { name: 'allocate.preview', role: 'operator', schema: conditionsSchema, reads: true },
  async (ctx, conditions): Promise<Preview> => drawn(await previewAllocation(ctx, conditions)),
);

export const run = action(
  { name: 'allocate', role: 'operator', schema: conditionsSchema, done: 'allocate.done.run' },
  (ctx, conditions) => withGifts(ctx, () => allocateShipments(ctx, conditions)),
);

export const allocateChosen = action(
  {
    name: 'allocate.chosen',
    role: 'operator',
    schema: z.object({ shipmentIds: ids }),
    done: 'allocate.done.chosen',
  },
  async (ctx, { shipmentIds }) => {
    const counts = await allocateThese(ctx, shipmentIds);
    return { ...counts, none: shipmentIds.length - counts.whole };
  },
);

export const release = action(
  {
    name: 'allocate.release',
    role: 'operator',
    schema: z.object({ shipmentIds: ids }),
    done: 'allocate.done.release',
  },
  (ctx, { shipmentIds }) => deallocateShipments(ctx, shipmentIds),
);

export const allocateOneLine = action(
  {
    name: 'allocate.line',
    role: 'operator',
    schema: z.object({ lineId: id }),
    done: 'allocate.done.line',
  },
  (ctx, { lineId }) => allocateLine(ctx, lineId),
);

export const releaseOneLine = action(
  {
    name: 'allocate.lineRelease',
    role: 'operator',
    schema: z.object({ lineId: id }),
    done: 'allocate.done.lineRelease',
  },
  (ctx, { lineId }) => deallocateLine(ctx, lineId),
);

export const simulate = action(
  { name: 'allocate.simulate', role: 'operator', schema: simulationSchema, reads: true },
  (ctx, { policies, ...where }) => simulateAllocation(ctx, whereOf(where), policies),
);

export const split = action(
  {
    name: 'allocate.split',
    role: 'operator',
    schema: z.object({ shipmentIds: z.preprocess((given) => given ?? [], ids) }),
    done: 'allocate.done.split',
  },
  (ctx, { shipmentIds }) => splitShipments(ctx, shipmentIds),
);

export const prioritise = action(
  {
    name: 'allocate.priority',
    role: 'manager',
    schema: z.object({
      priority: z.array(z.string().max(60).refine(isCriterion)).max(30).default([]),
    }),
    done: 'allocate.done.priority',
  },
  (ctx, { priority }) => savePriority(ctx, priority.filter(isCriterion)),
);

export const undoRun = action(
  {
    name: 'allocate.undo',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'allocate.done.undo',
  },
  (ctx, { runId }) => undoAllocation(ctx, runId),
);

async function drawn(preview: AllocationPreview): Promise<Preview> {
  const { counts, unserved, served, isChanging } = preview;
  const t = await getTranslations('allocate.preview');
  const textOf = await reasonTexts(preview);
  const shown = unserved.length;
  const rest = counts.partly + counts.none + counts.leftOut - shown;
  return {
    counts: [
      { label: t('whole'), count: counts.whole, tone: 'good' },
      { label: t('partly'), count: counts.partly, tone: 'warn' },
      { label: t('none'), count: counts.none, tone: 'bad' },
      { label: t('leftOut'), count: counts.leftOut },
      { label: t('split'), count: counts.split },
    ],
    note: isChanging ? t('note', { shown, rest, served: served.length }) : t('unchanged'),
    sample: {
      columns: [t('shipmentId'), t('orderNo'), t('why')],
      rows: [...unserved, ...served].map((row) => [
        String(row.shipmentId),
        row.orderNo,
        textOf(row.reason),
      ]),
    },
    runnable: isChanging || unserved.length > 0,
  };
}
