import { expect, it } from 'vitest';
import { conditionsSchema, simulationSchema } from './conditions-schema';

const where = { from: '2026-03-01', to: '2026-03-02' };
const policy = { first: '', basis: 'partly', held: 'without', splitting: 'off' };
const both = ['on', 'off'].flatMap((whole) => ['on', 'off'].map((partly) => [whole, partly]));

it.each(both)(
  'a policy compared takes whole ones back (%s) and partly served ones (%s) as a run does',
  (whole, partly) => {
    const compared = { ...policy, reallocatesWhole: whole, reallocatesPartly: partly };
    const { policies } = simulationSchema.parse({ ...where, policies: [compared] });
    const ticked = (choice: string | undefined) => (choice === 'on' ? 'on' : undefined);
    const run = conditionsSchema.parse({
      ...where,
      ...policy,
      reallocatesWhole: ticked(whole),
      reallocatesPartly: ticked(partly),
    });
    expect(policies).toEqual([
      {
        first: null,
        servesPartly: true,
        dividesLines: false,
        includesHeld: false,
        reallocatesWhole: run.reallocatesWhole,
        reallocatesPartly: run.reallocatesPartly,
      },
    ]);
    expect([run.reallocatesWhole, run.reallocatesPartly]).toEqual([
      whole === 'on',
      partly === 'on',
    ]);
  },
);
