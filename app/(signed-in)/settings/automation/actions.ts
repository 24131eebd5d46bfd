'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { scopes } from '@/lib/bundling/neighbours';
import { id } from '@/lib/ids';
import { type Autopilot, saveAutopilot } from '@/lib/settings/autopilot';

const ids = z.array(id).max(1_000).default([]);

const on = z
  .object({
    isOn: z.literal('on'),
    days: z.coerce.number().int().min(1).max(365),
    bundleScope: z.enum([...scopes, '']),
    allocation: z.enum(['whole', 'partly', '']),
    reallocatesPartly: z.coerce.boolean().default(false),
    channelIds: ids,
    supplierIds: ids,
    tags: z.array(z.string().max(60)).max(100).default([]),
  })
  .transform(
    ({ isOn, days, bundleScope, allocation, ...rest }): Autopilot => ({
      days,
      bundleScope: bundleScope || null,
      allocation: allocation === '' ? null : { servesPartly: allocation === 'partly', ...rest },
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
