'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import { repairs } from '@/lib/shipping/decisions/mismatch-plan';
import { repairMismatches } from '@/lib/shipping/decisions/repair-mismatches';
import { unshipStopped } from '@/lib/shipping/decisions/unship-stopped';
import { sendDespiteCancel } from '@/lib/shipping/pushes/send-despite-cancel';

const ids = z.array(id).min(1).max(1000);

export const alreadySent = action(
  {
    name: 'ship.sendDespiteCancel',
    role: 'operator',
    schema: z.object({ pushIds: ids }),
    done: 'ship.done.sentDespite',
  },
  (ctx, { pushIds }) => sendDespiteCancel(ctx, pushIds),
);

export const bringBack = action(
  {
    name: 'ship.unshipStopped',
    role: 'operator',
    schema: z.object({ pushIds: ids }),
    done: 'ship.done.unshipped',
  },
  (ctx, { pushIds }) => unshipStopped(ctx, pushIds),
);

export const repair = action(
  {
    name: 'ship.repair',
    role: 'operator',
    schema: z.object({ shipmentIds: ids, only: z.enum(repairs).optional() }),
    done: 'ship.done.repaired',
  },
  (ctx, { shipmentIds, only }) => repairMismatches(ctx, shipmentIds, only),
);

export const queueAgain = action(
  {
    name: 'ship.queueAgain',
    role: 'operator',
    schema: z.object({ shipmentIds: ids }),
    done: 'ship.done.requeued',
  },
  (ctx, { shipmentIds }) => releaseHold(ctx, { shipmentIds, kind: 'short' }),
);
