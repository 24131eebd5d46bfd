import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holdKinds } from '@/lib/shipments/stages';
import type { Profile } from './likeness';
import type { Candidate, Rules } from './parcel';
import { planBundles } from './plan';
import { bundleRules, holdCode, type Reason } from './reasons';
import { candidate, plainRules } from './testing-candidates';

const recipient = fc.record(
  {
    addressKey: fc.constantFrom('teheran 12 101-1203', 'teheran 12'),
    hasUnit: fc.boolean(),
    mobiles: fc.subarray(['m1', 'm2'], { maxLength: 1 }),
    landlines: fc.subarray(['l1', 'l2'], { maxLength: 1 }),
    hasVirtualPhone: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** A shipment that differs from a plain one in at most two things. */
const shipment = fc
  .array(
    fc.oneof(
      fc.record({ recipient }),
      fc.record({ recipient }),
      fc.record({ holdKinds: fc.subarray([...holdKinds], { maxLength: 2 }) }),
      fc.record({ isUnacknowledged: fc.boolean() }),
      fc.record({ isBundleLocked: fc.boolean() }),
      fc.record({ requestedExportId: fc.constantFrom(null, 9) }),
      fc.record({ freightTerm: fc.constantFrom(1, 2) }),
      fc.record({ temperatures: fc.constantFrom(0, 1, 4) }),
      fc.record({ sender: fc.constantFrom(0, 31) }),
      fc.record({ splitGroups: fc.subarray([7]) }),
      fc.record({ stage: fc.constantFrom('ready', 'allocated', 'invoiced') }),
      fc.record({ needs: fc.integer({ min: 1, max: 3 }).map((qty) => new Map([[500, qty]])) }),
      fc.record({ units: fc.integer({ min: 1, max: 3 }).map((qty) => new Map([[500, qty]])) }),
    ),
    { maxLength: 2 },
  )
  .map((changes): Parameters<typeof candidate>[1] => Object.assign({}, ...changes));
const rules = fc.record({
  freeQty: fc.integer({ min: 0, max: 3 }).map((qty) => new Map([[500, qty]])),
  virtualPhonesSuffice: fc.boolean(),
  goods: fc
    .constantFrom(null, 2, 4)
    .map((maxPerParcel) => new Map([[500, { bundling: 'normal' as const, maxPerParcel }]])),
});

it('a reason of two shipments can be derived again from them, and not when any value is another', () => {
  const told = new Set<string>();
  fc.assert(
    fc.property(shipment, shipment, rules, (one, other, given) => {
      const pair = [candidate(1, one), candidate(2, other)] as const;
      const mall = { ...plainRules, ...given };
      const { bundles, reviews, leftOut } = planBundles(pair, mall, 'same_channel');
      const members = [...bundles, ...reviews].flatMap((group) => group.members);
      for (const { id, reason } of [...members, ...leftOut]) {
        const [own, partner] = id === 1 ? pair : [pair[1], pair[0]];
        const again = derivedAgain(reason.rule, own, partner, mall);
        expect({ ...reason, own: id }).toEqual({ rule: reason.rule, values: again, own: id });
        for (const at of again.keys()) {
          const changed = reason.values.map((value, index) => (index === at ? value + 1 : value));
          expect(changed).not.toEqual(again);
        }
        told.add(reason.rule);
      }
    }),
    { numRuns: 3_000, seed: 11 },
  );
  expect([...told].sort()).toEqual([
    'freightTerm',
    'held',
    'invoiced',
    'joined',
    'joinedByVirtualPhone',
    'locked',
    'noComparablePhone',
    'notReservable',
    'otherSender',
    'parcelMaximum',
    'partnerLeftOut',
    'phoneDiffers',
    'requested',
    'splitParts',
    'temperature',
    'unacknowledged',
    'unitMissing',
  ]);
});

/** What a rule must say of a shipment and its partner, found without the plan. */
function derivedAgain(
  rule: Reason['rule'],
  own: Candidate,
  partner: Candidate,
  mall: Rules,
): number[] {
  const [waiting] = [own, partner].filter((one) => one.stage === 'ready');
  const needed = waiting?.needs.get(500) ?? 0;
  const isMixed = own.stage !== partner.stage;
  const [equal, different] = phonesOf(own, partner);
  const values: Partial<Record<Reason['rule'], number[]>> = {
    joined: [equal, ...(isMixed ? [needed] : [])],
    joinedByVirtualPhone: isMixed ? [needed] : [],
    held: [holdCode(own.holdKinds[0] ?? 'operator')],
    requested: [own.requestedExportId ?? 0],
    partnerLeftOut: barOf(partner),
    splitParts: [7],
    freightTerm: [own.freightTerm, partner.freightTerm],
    temperature: [own.temperatures, partner.temperatures],
    otherSender: [own.sender, partner.sender],
    parcelMaximum: [500, unitsOf(own) + unitsOf(partner), maximumOf(mall)],
    notReservable: [500, needed, mall.freeQty.get(500) ?? 0],
    phoneDiffers: [equal, different],
    noComparablePhone: [equal, different],
    unitMissing: [equal, different],
  };
  return [partner.id, ...(values[rule] ?? [])];
}

/** The rule that keeps a shipment out of every bundle, and what it compared. */
function barOf(one: Candidate): number[] {
  const [hold] = one.holdKinds;
  if (hold) return [bundleRules.held.number, holdCode(hold)];
  if (one.isUnacknowledged) return [bundleRules.unacknowledged.number, 0];
  if (one.requestedExportId) return [bundleRules.requested.number, one.requestedExportId];
  if (one.isBundleLocked) return [bundleRules.locked.number, 0];
  return [bundleRules.invoiced.number, 0];
}

function phonesOf(one: Candidate, other: Candidate): [equal: number, different: number] {
  const [ours, theirs] = [one.profiles[0], other.profiles[0]];
  const kinds: (keyof Pick<Profile, 'mobiles' | 'landlines'>)[] = ['mobiles', 'landlines'];
  const pairs = kinds.flatMap((kind) => {
    const [a] = ours?.[kind] ?? [];
    const [b] = theirs?.[kind] ?? [];
    return a && b ? [a === b] : [];
  });
  return [pairs.filter(Boolean).length, pairs.filter((isEqual) => !isEqual).length];
}

const unitsOf = (one: Candidate) => one.units.get(500) ?? 0;
const maximumOf = (mall: Rules) => mall.goods.get(500)?.maxPerParcel ?? 0;
