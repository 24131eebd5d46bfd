import { z } from 'zod';
import type { Conditions } from '@/lib/allocation/conditions';
import type { SimulatedPolicy } from '@/lib/allocation/simulation';
import { id } from '@/lib/ids';
import { dayOrMinute } from '@/lib/period-field';
import { whereOf } from './asked';
import { bases, firstField, heldChoices, policyParams, splittings } from './policy';

const ids = z.array(id).max(1_000).default([]);
const checked = z.literal('on').optional();

/** Under the names of the filter's fields. */
const whereFields = {
  from: dayOrMinute,
  to: dayOrMinute,
  channel: ids,
  supplier: ids,
  tag: z.array(z.string().max(60)).max(100).default([]),
};

/** What the form of the run sends: the list's own conditions, and how to allocate. */
export const conditionsSchema = z
  .object({
    ...whereFields,
    first: firstField.default(''),
    reallocatesWhole: checked,
    reallocatesPartly: checked,
    basis: z.enum(bases),
    held: z.enum(heldChoices),
    splitting: z.enum(splittings),
  })
  .transform(
    ({
      first,
      basis,
      held,
      splitting,
      reallocatesWhole,
      reallocatesPartly,
      ...where
    }): Conditions => ({
      ...whereOf(where),
      splitting,
      first: first === '' ? null : first,
      reallocatesWhole: reallocatesWhole === 'on',
      reallocatesPartly: reallocatesPartly === 'on',
      servesPartly: basis === 'partly',
      includesHeld: held === 'with',
    }),
  );

const { reallocatesWhole, reallocatesPartly, splitting, held, basis } = policyParams;

/** What the comparison sends: the list's own conditions, and up to three policies. */
export const simulationSchema = z.object({
  ...whereFields,
  policies: z
    .array(
      z
        .object({ first: firstField, basis, held, splitting, reallocatesWhole, reallocatesPartly })
        .transform(
          (policy): SimulatedPolicy => ({
            first: policy.first === '' ? null : policy.first,
            servesPartly: policy.basis === 'partly',
            dividesLines: policy.splitting !== 'off',
            reallocatesWhole: policy.reallocatesWhole === 'on',
            reallocatesPartly: policy.reallocatesPartly === 'on',
            includesHeld: policy.held === 'with',
          }),
        ),
    )
    .min(1)
    .max(3),
});
