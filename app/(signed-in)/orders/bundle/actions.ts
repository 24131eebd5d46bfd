'use server';

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import type { Preview } from '@/app/ui/run/preview';
import { action } from '@/lib/action';
import { answerReviews, revokeAnswer } from '@/lib/bundling/answer';
import { bundleShipments } from '@/lib/bundling/bundle';
import { lockBundling } from '@/lib/bundling/lock';
import { scopes } from '@/lib/bundling/neighbours';
import { previewBundles } from '@/lib/bundling/screen';
import { setVirtualPhonesSuffice } from '@/lib/bundling/settings';
import { unbundle } from '@/lib/bundling/unbundle';
import { undoBundling } from '@/lib/bundling/undo';
import { goOn } from '@/lib/flows/autopilot';
import { withGifts } from '@/lib/flows/with-gifts';
import { id } from '@/lib/ids';

const day = z.iso.date();
const conditions = z.object({
  from: day,
  to: day,
  scope: z.enum(scopes),
});
const shipmentIds = z.array(id).min(1).max(1000);

export const previewRun = action(
  { name: 'bundle.preview', role: 'operator', schema: conditions, reads: true },
  async (ctx, asked): Promise<Preview> => {
    const { groups, isClearing, isRunnable, ...counts } = await previewBundles(ctx, asked);
    const t = await getTranslations('bundle');
    const keys = ['bundled', 'joined', 'reviews', 'leftOut'] as const;
    const notes = [
      !isRunnable && t('preview.nothing'),
      groups.length < counts.bundled && t('preview.sampled', { count: groups.length }),
      isClearing && t('preview.clearing'),
    ];
    return {
      counts: keys.map((key) => ({
        label: t(`preview.${key}`),
        count: counts[key],
        tone: key === 'reviews' && counts[key] > 0 ? 'warn' : undefined,
      })),
      sample: {
        columns: (['shipmentId', 'name', 'address', 'orders'] as const).map((key) =>
          t(`columns.${key}`),
        ),
        rows: groups.map(({ base, orderNos }) => [
          String(base.shipmentId),
          base.recipient.name,
          base.recipient.address,
          orderNos.join(', '),
        ]),
      },
      note: notes.filter(Boolean).join(' ') || undefined,
      runnable: isRunnable,
    };
  },
);

export const run = action(
  { name: 'bundle', role: 'operator', schema: conditions, done: 'bundle.done.run' },
  (ctx, asked) => withGifts(ctx, () => bundleShipments(ctx, asked)),
);

export const answer = action(
  {
    name: 'bundle.answer',
    role: 'operator',
    schema: z.object({
      answers: z
        .array(
          z.object({
            baseShipmentId: id,
            members: z
              .array(z.object({ shipmentId: id, together: z.boolean() }))
              .min(1)
              .max(1000),
            leavesOpen: z.boolean().optional(),
            seen: z.array(z.string().max(10_000)).max(1000),
          }),
        )
        .min(1)
        .max(500),
    }),
    done: 'bundle.done.answered',
  },
  (ctx, { answers }) => answerReviews(ctx, answers),
  goOn,
);

export const takeApart = action(
  {
    name: 'bundle.unbundle',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      orderId: id.optional(),
      keepApart: z.literal('on').optional(),
    }),
    done: 'bundle.done.unbundled',
  },
  (ctx, { keepApart, ...asked }) => unbundle(ctx, { ...asked, keepApart: keepApart === 'on' }),
);

export const forbid = action(
  {
    name: 'bundle.lock',
    role: 'operator',
    schema: z.object({ shipmentIds }),
    done: 'bundle.done.locked',
  },
  (ctx, asked) => lockBundling(ctx, asked.shipmentIds, true),
);

export const allow = action(
  {
    name: 'bundle.unlock',
    role: 'operator',
    schema: z.object({ shipmentIds }),
    done: 'bundle.done.unlocked',
  },
  (ctx, asked) => lockBundling(ctx, asked.shipmentIds, false),
);

export const revoke = action(
  {
    name: 'bundle.revoke',
    role: 'operator',
    schema: z.object({ answerId: id }),
    done: 'bundle.done.revoked',
  },
  (ctx, { answerId }) => revokeAnswer(ctx, answerId),
);

export const configure = action(
  {
    name: 'bundle.settings',
    role: 'manager',
    schema: z.object({ virtualPhonesSuffice: z.literal('on').optional() }),
    done: 'bundle.done.settings',
  },
  (ctx, asked) => setVirtualPhonesSuffice(ctx, asked.virtualPhonesSuffice === 'on'),
);

export const undo = action(
  {
    name: 'bundle.undo',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'bundle.done.undone',
  },
  (ctx, { runId }) => undoBundling(ctx, runId),
);
