import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stage } from '@/lib/shipments/stages';
import { fingerprintOf } from './fingerprint';
import type { Profile } from './likeness';
import type { Scope } from './neighbours';
import { type Candidate, type GoodsRule, pairOf, type Rules } from './parcel';
import { type Plan, planBundles } from './plan';
import type { BundleRule } from './reasons';
import { candidate, plainRules, profile } from './testing-candidates';

const plan = (candidates: Candidate[], rules: Partial<Rules> = {}, scope: Scope = 'same_channel') =>
  planBundles(candidates, { ...plainRules, ...rules }, scope);

const groupsOf = (groups: Plan['bundles']) =>
  groups.map((group) => [group.base, ...group.members.map((member) => member.id)]);

const reasonOf = (decided: Plan['leftOut'], id: number) =>
  decided.find((one) => one.id === id)?.reason;

const pair = (a: Partial<Profile>, b: Partial<Profile>) => [
  candidate(1, { recipient: a }),
  candidate(2, { recipient: b }),
];

const lot: Partial<Profile> = {
  isRoadAddress: false,
  addressKey: 'yeoksam 7',
  placeKey: 'yeoksam 7',
};
const withoutUnit: Partial<Profile> = { hasUnit: false, addressKey: 'teheran 12' };
const whole: Partial<Profile> = { unit: { block: '101', room: '1203' } };
const withoutBlock: Partial<Profile> = {
  addressKey: 'teheran 12 1203',
  unit: { block: null, room: '1203' },
};
const masked = (name: string): Partial<Profile> => ({ nameKey: null, name });
const withoutPhone: Partial<Profile> = { mobiles: [], hasVirtualPhone: true };

describe('the same recipient', () => {
  it('is bundled, on the earliest order, with what was compared', () => {
    const { bundles, reviews, leftOut } = plan([candidate(3), candidate(1), candidate(2)]);
    expect(groupsOf(bundles)).toEqual([[1, 2, 3]]);
    expect(bundles[0]?.members[0]?.reason).toEqual({ rule: 'joined', values: [1, 1] });
    expect([reviews, leftOut]).toEqual([[], []]);
  });

  it.each<[string, Partial<Profile>, Partial<Profile>]>([
    ['one phone is empty on one side', { landlines: ['l1'] }, {}],
    [
      'a landline and a mobile cannot contradict each other',
      { landlines: ['l1'] },
      { landlines: ['l1'], mobiles: [] },
    ],
    ['one side has no postcode', { postcode: '' }, {}],
    ['a virtual phone stands beside an equal one', { hasVirtualPhone: true }, {}],
  ])('is the same when %s', (_, a, b) => {
    expect(groupsOf(plan(pair(a, b)).bundles)).toEqual([[1, 2]]);
  });

  it.each<[string, Partial<Profile>]>([
    ['another name', { nameKey: 'jiho' }],
    ['a masked name', { nameKey: null }],
    ['another flat of the house', { addressKey: 'teheran 12 102-3' }],
    ['another postcode', { postcode: '04524' }],
  ])('is not one with %s', (_, other) => {
    expect(plan(pair({}, other))).toEqual({ bundles: [], reviews: [], leftOut: [] });
  });
});

describe('a near match', () => {
  it.each<[string, Partial<Profile>, Partial<Profile>, BundleRule, number[]]>([
    ['the mobile differs', {}, { mobiles: ['m2'] }, 'phoneDiffers', [1, 0, 1]],
    [
      'one phone is equal, the other differs',
      { landlines: ['l1'] },
      { landlines: ['l2'] },
      'phoneDiffers',
      [1, 1, 1],
    ],
    ['no phones can be compared', withoutPhone, withoutPhone, 'noComparablePhone', [1, 0, 0]],
    ['only one side has a real phone', withoutPhone, {}, 'noComparablePhone', [1, 0, 0]],
    ['동·호 is missing on one side', {}, withoutUnit, 'unitMissing', [1, 1, 0]],
    ['동 alone is missing on one side', whole, withoutBlock, 'unitMissing', [1, 1, 0]],
    ['one side has the lot of the house', {}, lot, 'roadAndLot', [1, 1, 0]],
    ['a name is masked', { name: '윤서아' }, masked('윤*아'), 'nameMasked', [1, 1, 0]],
    ['both names are masked', masked('윤*'), masked('윤*아'), 'nameMasked', [1, 1, 0]],
    [
      'a name is masked and no phone can be compared',
      { name: '윤서아', mobiles: [] },
      masked('윤*아'),
      'nameMasked',
      [1, 0, 0],
    ],
  ])('waits for a person when %s', (_, a, b, rule, values) => {
    const { bundles, reviews } = plan(pair(a, b));
    expect(bundles).toEqual([]);
    expect(reviews).toEqual([{ base: 1, members: [{ id: 2, reason: { rule, values } }] }]);
  });

  it.each<[string, Partial<Profile>]>([
    ['of another name', masked('박*호')],
    ['with another phone', { ...masked('윤*아'), mobiles: ['m2'] }],
    ['at another address of the house', { ...masked('윤*아'), addressKey: 'teheran 12 102-3' }],
  ])('is none under a mask %s', (_, other) => {
    expect(plan(pair({ name: '윤서아' }, other)).reviews).toEqual([]);
  });

  it('asks about a masked name beside a bundle, and beside a crowd of one name', () => {
    const crowd = Array.from({ length: 30 }, (_, at) =>
      candidate(at + 1, { recipient: { name: '윤서아' } }),
    );
    const { bundles, reviews } = plan([...crowd, candidate(31, { recipient: masked('윤*아') })]);
    expect(bundles.map((group) => group.members.length)).toEqual([29]);
    expect(reviews.map((group) => group.members.at(-1))).toEqual([
      { id: 31, reason: { rule: 'nameMasked', values: [1, 1, 0] } },
    ]);
  });

  it.each<[string, Partial<Profile>]>([
    ['without an equal phone', { ...lot, mobiles: ['m2'] }],
    ['without a postcode', { ...lot, postcode: '' }],
  ])('is none between road and lot %s', (_, other) => {
    expect(plan(pair({}, other)).reviews).toEqual([]);
  });

  it('is none where 동 is missing on one side, and 호 is another', () => {
    const elsewhere = { addressKey: 'teheran 12 3', unit: { block: null, room: '3' } };
    expect(plan(pair(whole, elsewhere)).reviews).toEqual([]);
  });

  it('is found among many of one name', () => {
    const flats = Array.from({ length: 30 }, (_, at) =>
      candidate(at + 10, { recipient: { addressKey: `seocho ${at}`, placeKey: `seocho ${at}` } }),
    );
    expect(groupsOf(plan([...pair(whole, withoutBlock), ...flats]).reviews)).toEqual([[1, 2]]);
  });

  it('is bundled by a virtual phone alone where the mall wants it so', () => {
    const { bundles } = plan(pair(withoutPhone, withoutPhone), { virtualPhonesSuffice: true });
    expect(bundles[0]?.members[0]?.reason).toEqual({ rule: 'joinedByVirtualPhone', values: [1] });
  });

  it('asks about a parcel as a whole', () => {
    const { bundles, reviews } = plan([
      candidate(1),
      candidate(2),
      candidate(3, { recipient: { mobiles: ['m2'] } }),
    ]);
    expect(groupsOf(bundles)).toEqual([[1, 2]]);
    expect(groupsOf(reviews)).toEqual([[1, 2, 3]]);
  });
});

describe('a member that equals the base but contradicts another member', () => {
  it('stays out of the bundle and is asked about', () => {
    const { bundles, reviews } = plan([
      candidate(1, { recipient: { mobiles: ['m1'], landlines: [] } }),
      candidate(2, { recipient: { mobiles: ['m1'], landlines: ['l1'] } }),
      candidate(3, { recipient: { mobiles: ['m1'], landlines: ['l2'] } }),
    ]);
    expect(groupsOf(bundles)).toEqual([[1, 2]]);
    expect(groupsOf(reviews)).toEqual([[1, 2, 3]]);
  });
});

describe('an answer', () => {
  const fingerprints = pair({}, { mobiles: ['m2'] }).map(({ profiles: [profile] }) =>
    profile ? fingerprintOf(profile) : '',
  );
  const answered = (isTogether: boolean) => ({
    answers: new Map([
      [pairOf(fingerprints[0] ?? '', fingerprints[1] ?? ''), { id: 77, isTogether }],
    ]),
  });

  it('together bundles the pair without asking again', () => {
    const { bundles, reviews } = plan(pair({}, { mobiles: ['m2'] }), answered(true));
    expect(bundles[0]?.members[0]?.reason).toEqual({ rule: 'joinedByAnswer', values: [1, 77] });
    expect(reviews).toEqual([]);
  });

  it('apart keeps the later one out, also from a bundle that a third one made', () => {
    const { bundles, reviews, leftOut } = plan(
      [candidate(1), candidate(2), candidate(3, { recipient: { mobiles: ['m2'] } })],
      answered(false),
    );
    expect([groupsOf(bundles), reviews]).toEqual([[[1, 2]], []]);
    expect(leftOut).toEqual([{ id: 3, reason: { rule: 'answeredApart', values: [1, 77] } }]);
  });
});

describe('never bundled', () => {
  it.each<[string, Partial<Candidate>, BundleRule, number[]]>([
    ['a held one', { holdKinds: ['claim'] }, 'held', [1, 2]],
    ['an unacknowledged one', { isUnacknowledged: true }, 'unacknowledged', [1]],
    ['one whose number is asked for', { requestedExportId: 9 }, 'requested', [1, 9]],
    ['a locked one', { isBundleLocked: true }, 'locked', [1]],
    ['one that the marketplace ships', { isMarketShipped: true }, 'marketShipped', [1]],
    ['one that goes overseas', { isDomestic: false }, 'overseas', [1]],
    ['an unmatched one', { stage: 'unmatched' }, 'unmatched', [1]],
    ['an invoiced one', { stage: 'invoiced' }, 'invoiced', [1]],
  ])('%s, and both say so', (_, change, rule, values) => {
    const { bundles, reviews, leftOut } = plan([candidate(1), candidate(2, change)]);
    expect([bundles, reviews]).toEqual([[], []]);
    expect(reasonOf(leftOut, 2)).toEqual({ rule, values });
    expect(reasonOf(leftOut, 1)?.rule).toBe('partnerLeftOut');
  });

  it('a left-out one without a partner has nothing to explain', () => {
    expect(plan([candidate(1, { isBundleLocked: true })]).leftOut).toEqual([]);
  });

  it.each<[string, Partial<Candidate>, Partial<Candidate>, BundleRule, number[]]>([
    ['parts of one split', { splitGroups: [7] }, { splitGroups: [7] }, 'splitParts', [1, 7]],
    ['two freight terms', {}, { freightTerm: 2 }, 'freightTerm', [1, 2, 1]],
    ['frozen with ambient', {}, { temperatures: 4 }, 'temperature', [1, 4, 1]],
    ['frozen and ambient with ambient', {}, { temperatures: 5 }, 'temperature', [1, 5, 1]],
  ])('%s', (_, a, b, rule, values) => {
    const { bundles, leftOut } = plan([candidate(1, a), candidate(2, b)]);
    expect(bundles).toEqual([]);
    expect(leftOut).toEqual([{ id: 2, reason: { rule, values } }]);
  });

  it('parts of one split through a third shipment', () => {
    const { bundles, leftOut } = plan([
      candidate(1, { splitGroups: [7] }),
      candidate(2),
      candidate(3, { splitGroups: [7] }),
    ]);
    expect(groupsOf(bundles)).toEqual([[1, 2]]);
    expect(reasonOf(leftOut, 3)).toEqual({ rule: 'splitParts', values: [1, 7] });
  });

  it('a near match that may not travel together anyway: nobody is asked', () => {
    const { reviews, leftOut } = plan([
      candidate(1),
      candidate(2, { recipient: { mobiles: ['m2'] }, freightTerm: 2 }),
    ]);
    expect(reviews).toEqual([]);
    expect(reasonOf(leftOut, 2)?.rule).toBe('freightTerm');
  });

  it('two channels, unless the run is across channels', () => {
    const orders = [candidate(1), candidate(2, { channelId: 2 })];
    expect(plan(orders).bundles).toEqual([]);
    expect(groupsOf(plan(orders, {}, 'any_channel').bundles)).toEqual([[1, 2]]);
  });
});

describe('goods', () => {
  const goods = (rule: GoodsRule) => ({ goods: new Map([[500, rule]]) });
  const of = (id: number, variantId: number, units = 1) =>
    candidate(id, { units: new Map([[variantId, units]]) });

  it('that travel alone are bundled with nothing, not even themselves', () => {
    const { bundles, leftOut } = plan(
      [of(1, 500), of(2, 500)],
      goods({ bundling: 'alone', maxPerParcel: null }),
    );
    expect(bundles).toEqual([]);
    expect(reasonOf(leftOut, 2)).toEqual({ rule: 'goodsAlone', values: [1, 500] });
  });

  it('that travel only with themselves do so', () => {
    const rules = goods({ bundling: 'same_only', maxPerParcel: null });
    const { bundles, leftOut } = plan([of(1, 500), of(2, 600), of(3, 500)], rules);
    expect(groupsOf(bundles)).toEqual([[1, 3]]);
    expect(reasonOf(leftOut, 2)).toEqual({ rule: 'goodsOnlyThemselves', values: [1, 500] });
  });

  it('fill a parcel up to their maximum', () => {
    const rules = goods({ bundling: 'normal', maxPerParcel: 3 });
    const { bundles, leftOut } = plan([of(1, 500, 2), of(2, 500, 1), of(3, 500, 1)], rules);
    expect(groupsOf(bundles)).toEqual([[1, 2]]);
    expect(reasonOf(leftOut, 3)).toEqual({ rule: 'parcelMaximum', values: [1, 500, 4, 3] });
  });
});

describe('beside an allocated one', () => {
  const allocated = candidate(2, { stage: 'allocated', needs: new Map() });
  const wanting = (id: number, qty: number) => candidate(id, { needs: new Map([[500, qty]]) });
  const free = (qty: number) => ({ freeQty: new Map([[500, qty]]) });

  it('a new order joins with its goods reserved, and the allocated one keeps its number', () => {
    const { bundles } = plan([wanting(1, 2), allocated], free(2));
    expect(bundles).toEqual([
      {
        base: 2,
        members: [{ id: 1, reason: { rule: 'joined', values: [2, 1, 2] } }],
        reserves: [1],
      },
    ]);
  });

  it('what the free stock does not cover stays apart, and says what is missing', () => {
    const { bundles, leftOut } = plan([wanting(1, 3), allocated], free(2));
    expect(bundles).toEqual([]);
    expect(reasonOf(leftOut, 1)).toEqual({ rule: 'notReservable', values: [2, 500, 3, 2] });
  });

  it('what one has taken is not there for the next one', () => {
    const { bundles, leftOut } = plan([wanting(3, 2), wanting(4, 2), allocated], free(3));
    expect(groupsOf(bundles)).toEqual([[2, 3]]);
    expect(reasonOf(leftOut, 4)).toEqual({ rule: 'notReservable', values: [2, 500, 2, 1] });
  });

  it('a waiting bundle is reserved as a whole when an allocated one joins it', () => {
    const bundle = { ...wanting(5, 3), isBundle: true };
    expect(plan([bundle, allocated], free(3)).bundles).toMatchObject([{ base: 5, reserves: [5] }]);
    expect(plan([bundle, allocated], free(2)).bundles).toEqual([]);
  });

  it('two allocated ones need nothing', () => {
    const other = candidate(1, { stage: 'allocated', needs: new Map() });
    expect(plan([other, allocated], free(0)).bundles).toMatchObject([{ base: 1, reserves: [] }]);
  });
});

describe('laws', () => {
  const recipients = fc.record(
    {
      nameKey: fc.constantFrom('seoa', 'jiho', null),
      addressKey: fc.constantFrom('teheran 12 101-1203', 'teheran 12'),
      hasUnit: fc.boolean(),
      isRoadAddress: fc.boolean(),
      postcode: fc.constantFrom('06236', '04524', ''),
      mobiles: fc.subarray(['m1', 'm2']),
      landlines: fc.subarray(['l1', 'l2']),
    },
    { requiredKeys: [] },
  );
  const change = fc.record(
    {
      recipient: recipients,
      channelId: fc.constantFrom(1, 2),
      isBundleLocked: fc.boolean(),
      freightTerm: fc.constantFrom(1, 2),
      splitGroups: fc.subarray([7]),
      temperatures: fc.constantFrom(0, 1, 4),
      stage: fc.constantFrom<Stage[]>('ready', 'ready', 'allocated'),
      needs: fc.integer({ min: 0, max: 3 }).map((qty) => new Map([[500, qty]])),
    },
    { requiredKeys: [] },
  );
  const orders = fc
    .array(change, { maxLength: 14 })
    .map((changes) => changes.map((one, at) => candidate(at + 1, one)));
  const stock = fc.integer({ min: 0, max: 12 });
  const freeOf = (qty: number) => ({ freeQty: new Map([[500, qty]]) });
  const scope = fc.constantFrom<Scope[]>('same_channel', 'any_channel');

  it('each shipment stands in at most one bundle, and in one review', () => {
    fc.assert(
      fc.property(orders, scope, (candidates, among) => {
        const { bundles, reviews, leftOut } = plan(candidates, {}, among);
        for (const groups of [bundles, reviews]) expectDistinct(groupsOf(groups).flat());
        const bundled = groupsOf(bundles).flat();
        const leftOutIds = leftOut.map((one) => one.id);
        expectDistinct([...bundled, ...leftOutIds]);
        expectDistinct([...groupsOf(reviews).flat(), ...leftOutIds]);
      }),
    );
  });

  it('the order of the input does not matter', () => {
    fc.assert(
      fc.property(
        orders.chain((candidates) =>
          fc.tuple(
            fc.constant(candidates),
            fc.shuffledSubarray(candidates, { minLength: candidates.length }),
          ),
        ),
        scope,
        stock,
        ([candidates, shuffled], among, qty) => {
          expect(plan(shuffled, freeOf(qty), among)).toEqual(plan(candidates, freeOf(qty), among));
        },
      ),
    );
  });

  it('namesakes elsewhere change nothing, however many they are', () => {
    const elsewhere = Array.from({ length: 60 }, (_, at) =>
      candidate(1000 + at, {
        channelId: 1 + (at % 2),
        recipient: {
          nameKey: at % 4 < 2 ? 'seoa' : 'jiho',
          addressKey: `mapo ${at}`,
          placeKey: `mapo ${at}`,
          postcode: `1${1000 + at}`,
          mobiles: [`n${at}`],
        },
      }),
    );
    fc.assert(
      fc.property(orders, scope, (candidates, among) => {
        const alone = plan(candidates, {}, among);
        const crowded = plan([...candidates, ...elsewhere], {}, among);
        expect(groupsOf(crowded.bundles)).toEqual(groupsOf(alone.bundles));
        expect(groupsOf(crowded.reviews)).toEqual(groupsOf(alone.reviews));
        expect(crowded.leftOut.map(({ id }) => id)).toEqual(alone.leftOut.map(({ id }) => id));
      }),
    );
  });

  it('an order without a postcode does not hide the one of its bundle', () => {
    const [first, other, bare] = ['06236', '04524', ''].map((postcode, at) =>
      candidate(at + 1, { recipient: { postcode } }),
    );
    const members = [first, bare].flatMap((one) => one ?? []);
    const bundle = members.slice(0, 1).map((base) => asBundle(base, members));
    expect(plan([...bundle, ...(other ? [other] : [])]).bundles).toEqual([]);
  });

  it('planning again after the bundling bundles nothing more', () => {
    fc.assert(
      fc.property(orders, scope, stock, (candidates, among, qty) => {
        const { bundles, reviews } = plan(candidates, freeOf(qty), among);
        const left = freeOf(qty - reservedBy(bundles, candidates));
        const again = plan(bundled(candidates, bundles), left, among);
        expect(again.bundles).toEqual([]);
        // A parcel that has grown may now need more than is free to join an allocated one.
        if (candidates.some((one) => one.stage === 'allocated')) return;
        expect(again.reviews.length).toBeGreaterThanOrEqual(Math.min(1, reviews.length));
      }),
    );
  });

  it('no bundle holds two different phones of one class, two postcodes or two parts of a split', () => {
    fc.assert(
      fc.property(orders, scope, (candidates, among) => {
        for (const ids of groupsOf(plan(candidates, {}, among).bundles)) {
          const members = candidates.filter((one) => ids.includes(one.id));
          const profiles = members.flatMap((one) => one.profiles);
          const postcodes = profiles.map((one) => one.postcode).filter(Boolean);
          expect(new Set(postcodes).size).toBeLessThanOrEqual(1);
          expect(members.flatMap((one) => one.splitGroups).length).toBeLessThanOrEqual(1);
          for (const a of profiles) for (const b of profiles) expect(contradict(a, b)).toBe(false);
        }
      }),
    );
  });

  it('a parcel with an allocated one is reserved whole, and never beyond the free stock', () => {
    fc.assert(
      fc.property(orders, scope, stock, (candidates, among, qty) => {
        const { bundles } = plan(candidates, freeOf(qty), among);
        expect(reservedBy(bundles, candidates)).toBeLessThanOrEqual(qty);
        for (const [at, ids] of groupsOf(bundles).entries()) {
          const members = candidates.filter((one) => ids.includes(one.id));
          const waiting = members.filter((one) => one.stage === 'ready').map((one) => one.id);
          const isMixed = waiting.length < members.length;
          expect(bundles[at]?.reserves?.toSorted()).toEqual(isMixed ? waiting.toSorted() : []);
        }
      }),
    );
  });

  function reservedBy(groups: Plan['bundles'], candidates: Candidate[]): number {
    const ids = groups.flatMap((group) => group.reserves ?? []);
    return candidates
      .filter((one) => ids.includes(one.id))
      .reduce((sum, one) => sum + (one.needs.get(500) ?? 0), 0);
  }

  function bundled(candidates: Candidate[], groups: Plan['bundles']): Candidate[] {
    const byId = new Map(candidates.map((one) => [one.id, one]));
    const gone = new Set(groups.flatMap((group) => group.members.map((member) => member.id)));
    for (const ids of groupsOf(groups)) {
      const members = ids.flatMap((id) => byId.get(id) ?? []);
      const [base] = members;
      if (base) byId.set(base.id, asBundle(base, members));
    }
    return [...byId.values()].filter((one) => !gone.has(one.id));
  }

  function asBundle(base: Candidate, members: Candidate[]): Candidate {
    return {
      ...base,
      isBundle: true,
      profiles: members.flatMap((member) => member.profiles),
      splitGroups: members.flatMap((member) => member.splitGroups),
      temperatures: members.find((member) => member.temperatures !== 0)?.temperatures ?? 0,
      units: new Map([[500, members.length]]),
      stage: members.some((one) => one.stage === 'allocated') ? 'allocated' : 'ready',
      needs: new Map([[500, members.reduce((sum, one) => sum + (one.needs.get(500) ?? 0), 0)]]),
    };
  }

  const contradict = (a: Profile, b: Profile) =>
    [
      [a.mobiles, b.mobiles],
      [a.landlines, b.landlines],
    ].some(
      ([ours = [], theirs = []]) =>
        ours.some((number) => !theirs.includes(number)) &&
        theirs.some((number) => !ours.includes(number)),
    );

  const expectDistinct = (ids: number[]) => expect(new Set(ids).size).toBe(ids.length);
});

it('a later order joins a bundle, which keeps its number', () => {
  const bundle = candidate(5, {
    isBundle: true,
    profiles: [profile(), profile({ landlines: ['l1'] })],
  });
  expect(groupsOf(plan([candidate(1), bundle]).bundles)).toEqual([[5, 1]]);
});

describe('thousands of one name at one building', () => {
  const ORDERS = 5000;
  const many = (change: (at: number) => Parameters<typeof candidate>[1]) =>
    Array.from({ length: ORDERS }, (_, at) => candidate(at + 1, change(at)));
  const flat = (at: number) => `teheran 12 101-${at}`;

  it.each<[string, (at: number) => Parameters<typeof candidate>[1], Partial<Rules>]>([
    ['one recipient', () => ({}), {}],
    ['a flat of each', (at) => ({ recipient: { addressKey: flat(at) } }), {}],
    ['a phone of each', (at) => ({ recipient: { mobiles: [`m${at}`] } }), {}],
    ['no phone to compare', () => ({ recipient: withoutPhone }), {}],
    [
      'half of them without 동·호',
      (at) => ({ recipient: at % 2 ? withoutUnit : { addressKey: flat(at) } }),
      {},
    ],
    ['each a parcel of its own', () => ({}), maximum(1)],
    ['half of them held', (at) => ({ holdKinds: at % 2 ? ['claim'] : [] }), {}],
    [
      'half of them held, a flat of each',
      (at) => ({ holdKinds: at % 2 ? ['claim'] : [], recipient: { addressKey: flat(at) } }),
      {},
    ],
  ])('are planned quickly: %s', (_, change, rules) => {
    const orders = many(change);
    const before = process.cpuUsage();
    plan(orders, rules);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  it('find their equals among all the others', () => {
    const orders = many((at) => ({
      recipient: { addressKey: flat(at % 2000), mobiles: [`m${at % 2500}`] },
    }));
    const { bundles } = plan(orders);
    const pairs = new Map<string, number>();
    for (const { profiles } of orders) {
      const key = `${profiles[0]?.addressKey} ${profiles[0]?.mobiles[0]}`;
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
    const expected = [...pairs.values()].filter((count) => count > 1).length;
    expect(bundles).toHaveLength(expected);
  });

  it('fill parcel after parcel', () => {
    expect(
      plan(
        many(() => ({})),
        maximum(10),
      ).bundles,
    ).toHaveLength(ORDERS / 10);
  });

  it('are asked about in questions of a size that a person can answer', () => {
    const { reviews } = plan(many((at) => ({ recipient: { mobiles: [`m${at}`] } })));
    const asked = groupsOf(reviews);
    expect(asked.flat()).toHaveLength(ORDERS);
    expect(Math.max(...asked.map((ids) => ids.length))).toBe(100);
  });

  function maximum(maxPerParcel: number): Partial<Rules> {
    return { goods: new Map([[500, { bundling: 'normal', maxPerParcel }]]) };
  }
});

it('3,000 orders of one recipient are one parcel, quickly', () => {
  const orders = Array.from({ length: 3000 }, (_, at) => candidate(at + 1));
  const startedAt = performance.now();
  expect(plan(orders).bundles[0]?.members).toHaveLength(2999);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
