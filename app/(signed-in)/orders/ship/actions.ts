'use server';

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/lib/action';
import { openConnections, ownWorld } from '@/lib/collection/connection';
import { shipAfterClaims } from '@/lib/flows/ship-after-claims';
import { grouped } from '@/lib/grouped';
import { id } from '@/lib/ids';
import { retryPushes } from '@/lib/shipping/pushes/retry';
import { shipRuleOf } from '@/lib/shipping/reasons';
import { shippableIds } from '@/lib/shipping/screen';
import { shipSearchKinds, shipStages, toldStates } from '@/lib/shipping/ship-filter';
import { unshipShipments } from '@/lib/shipping/unship';

const ids = z.array(id).min(1).max(100_000);

export const shipSelected = action(
  {
    name: 'ship',
    role: 'operator',
    schema: z.object({ shipmentIds: ids }),
    done: 'ship.done.shipped',
  },
  async (ctx, { shipmentIds }) => {
    const open = openConnections(ownWorld(() => new Date()));
    const { shipped, refused, unread } = await shipAfterClaims(ctx, open, shipmentIds);
    const t = await getTranslations('ship');
    const byRule = grouped(refused, ({ rule }) => shipRuleOf(rule));
    const told = [...byRule].map(([rule, of]) => t(`refusals.${rule}`, { count: of.length }));
    return {
      shipped,
      refused: refused.length,
      reasons: told.join(', '),
      unread: unread.join(', ') || 'none',
    };
  },
);

export const findShippable = action(
  {
    name: 'ship.count',
    role: 'operator',
    schema: z.object({
      filter: z.object({
        from: z.coerce.date(),
        until: z.coerce.date(),
        stage: z.enum(shipStages),
        channelIds: z.array(id).optional(),
        courier: z.string().optional(),
        waveId: id.optional(),
        channelState: z.string().optional(),
        push: z.enum(toldStates).optional(),
        onlyMismatch: z.boolean().optional(),
        searchKind: z.enum(shipSearchKinds).optional(),
        word: z.string().max(100).optional(),
      }),
    }),
    reads: true,
  },
  (ctx, { filter }) => shippableIds(ctx, filter),
);

export const unship = action(
  {
    name: 'ship.unship',
    role: 'operator',
    schema: z.object({ shipmentIds: ids, from: z.enum(['shipped', 'delivered']).optional() }),
    done: 'ship.done.unshipped',
  },
  (ctx, { shipmentIds, from }) => unshipShipments(ctx, shipmentIds, from),
);

export const retry = action(
  {
    name: 'ship.retry',
    role: 'operator',
    schema: z.object({ pushIds: z.array(id).max(1000).optional() }),
    done: 'ship.done.retried',
  },
  (ctx, { pushIds }) => retryPushes(ctx, pushIds ?? 'all'),
);
