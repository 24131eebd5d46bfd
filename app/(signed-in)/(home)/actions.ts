'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { savePickupTime } from '@/lib/dashboard/pickup';
import { closeFirstRun } from '@/lib/settings/first-run';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const setPickupTime = action(
  {
    name: 'pickup.set',
    role: 'manager',
    schema: z.object({ pickupTime: time.optional() }),
    done: 'home.pickup.saved',
  },
  (ctx, { pickupTime }) => savePickupTime(ctx, pickupTime ?? null),
);

export const closeFirstSteps = action(
  {
    name: 'firstSteps.close',
    role: 'owner',
    schema: z.object({}),
    done: 'home.firstSteps.closed',
  },
  closeFirstRun,
);
