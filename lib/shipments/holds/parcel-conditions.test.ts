import { describe, expect, it } from 'vitest';
import type { ParcelConditions } from '@/db/schema/invoicing';
import {
  firstFitting,
  impossibleMeasure,
  meets,
  type ParcelFacts,
  wantedFacts,
} from './parcel-conditions';

const parcel: ParcelFacts = {
  shipmentId: 1,
  channelIds: [7],
  freightTerm: 'prepaid',
  amount: 35_000,
  qty: 2,
  units: 6,
  sizeKind: 'several',
  region: 'jeju',
  province: '제주',
  goods: { variantCodes: ['A', 'B'], tags: ['냉동'], supplierIds: [3] },
  hasMemo: true,
  peopleKeys: ['name', 'phone'],
};

describe('a condition', () => {
  it.each<[string, ParcelConditions, ParcelConditions]>([
    ['channel', { channelIds: [1, 7] }, { channelIds: [1] }],
    ['freight term', { freightTerm: 'prepaid' }, { freightTerm: 'collect' }],
    ['units ordered', { qtyFrom: 2, qtyTo: 2 }, { qtyFrom: 3 }],
    ['pieces', { unitsFrom: 6 }, { unitsTo: 5 }],
    ['amount', { amountFrom: 35_000 }, { amountFrom: 35_001 }],
    ['region', { regions: ['island', 'jeju'] }, { regions: ['island'] }],
    ['province', { provinces: ['제주'] }, { provinces: ['서울'] }],
    ['variant', { variantCodes: ['B', 'C'] }, { variantCodes: ['C'] }],
    ['tag', { tags: ['냉동'] }, { tags: ['냉장'] }],
    ['supplier', { supplierIds: [3] }, { supplierIds: [4] }],
    ['person', { people: [{ key: 'phone', shown: '' }] }, { people: [{ key: 'x', shown: '' }] }],
  ])('on the %s takes what fits and nothing else', (_, fits, differs) => {
    expect(meets(fits, parcel)).toBe(true);
    expect(meets(differs, parcel)).toBe(false);
  });

  it('on a memo takes parcels that have one', () => {
    expect(meets({ hasMemo: true }, parcel)).toBe(true);
    expect(meets({ hasMemo: true }, { ...parcel, hasMemo: false })).toBe(false);
  });
});

it('wants all of its conditions, and none at all fits every parcel', () => {
  expect(meets({ channelIds: [7], regions: ['jeju'] }, parcel)).toBe(true);
  expect(meets({ channelIds: [7], regions: ['island'] }, parcel)).toBe(false);
  expect(meets({}, parcel)).toBe(true);
});

it('a parcel on the mainland meets no condition on a region', () => {
  expect(meets({ regions: ['jeju', 'island'] }, { ...parcel, region: null })).toBe(false);
});

it('the first rule that fits counts', () => {
  const rules = [
    { id: 1, name: '섬', conditions: { regions: ['island'] } as ParcelConditions },
    { id: 2, name: '제주', conditions: { regions: ['jeju'] } as ParcelConditions },
    { id: 3, name: '모두', conditions: {} },
  ];
  expect(firstFitting(rules, parcel)?.id).toBe(2);
  expect(firstFitting(rules, { ...parcel, region: null })?.id).toBe(3);
  expect(firstFitting([], parcel)).toBeUndefined();
});

it('reads goods, memos and people only where a rule asks for them', () => {
  expect(wantedFacts([{ id: 1, name: '', conditions: { amountFrom: 1 } }])).toEqual({
    goods: false,
    memos: false,
    people: false,
  });
  expect(wantedFacts([{ id: 1, name: '', conditions: { tags: ['냉동'], hasMemo: true } }])).toEqual(
    {
      goods: true,
      memos: true,
      people: false,
    },
  );
});

it('a range that ends before it begins fits nothing; one without an end does', () => {
  expect(impossibleMeasure({ amountFrom: 300_000, amountTo: 100 })).toBe('amount');
  expect(impossibleMeasure({ qtyFrom: 2, qtyTo: 2, unitsFrom: 3, amountTo: 0 })).toBeUndefined();
});
