'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { type Autopilot, saveAutopilot } from '@/lib/settings/autopilot';

const on = z
  .object({
    isOn: z.literal('on'),
    days: z.coerce.number().int().min(1).max(365),
    bundleScope: z.enum(['same_channel', 'any_channel', '']),
    allocation: z.enum(['whole', 'partly', '']),
    reallocatesPartly: z.coerce.boolean().default(false),
  })
  .transform(
    ({ days, bundleScope, allocation, reallocatesPartly }): Autopilot => ({
      days,
      bundleScope: bundleScope || null,
      allocation:
        allocation === '' ? null : { servesPartly: allocation === 'partly', reallocatesPartly },
    }),
  );

const off = z.object({ isOn: z.literal('off') }).transform(() => null);

export const save = action(
  {
    name: 'automation.save',
    role: 'manager',
    schema: z.union([off, on]),
    done: 'automation.saved',
  },
  (ctx, autopilot) => saveAutopilot(ctx, autopilot),
);
