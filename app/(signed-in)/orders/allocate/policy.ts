import { z } from 'zod';
import type { Params } from '@/app/ui/filter/params';
import type { Criterion } from '@/lib/allocation/priority';
import { isCriterion } from '@/lib/allocation/priority';

export const bases = ['partly', 'whole'] as const;
export const heldChoices = ['without', 'with'] as const;
export const splittings = ['off', 'by_row', 'all'] as const;
export const switches = ['off', 'on'] as const;

/** How a run allocates, as the forms and the URL of this screen spell it. */
export type Policy = {
  /** Empty: the saved priority alone. */
  first: Criterion | '';
  basis: (typeof bases)[number];
  held: (typeof heldChoices)[number];
  splitting: (typeof splittings)[number];
  reallocatesWhole: (typeof switches)[number];
  reallocatesPartly: (typeof switches)[number];
};

export const firstField = z.literal('').or(z.string().max(60).refine(isCriterion));

/** Of the URL: what it does not say is the default of a morning. */
export const policyParams = {
  first: firstField.catch(''),
  basis: z.enum(bases).catch('partly'),
  held: z.enum(heldChoices).catch('without'),
  splitting: z.enum(splittings).catch('off'),
  reallocatesWhole: z.enum(switches).catch('off'),
  reallocatesPartly: z.enum(switches).catch('on'),
};

/** What the URL says of it: a search goes on with that. */
export function givenPolicy(params: Params): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.keys(policyParams).map((name) => [name, [params[name]].flat()[0]]),
  );
}
