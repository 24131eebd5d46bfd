import { describe, expect, it } from 'vitest';
import { collectedLine } from '../intake/testing-intake';
import type { Stage } from '../stages';
import { isElsewhere, placeKeys, planParcel, readdressed } from './address-plan';

const home = collectedLine('x').recipient;
const keys = (recipient: typeof home) => placeKeys(recipient, 'mall');

describe('a newer answer of the channel', () => {
  it('says nothing new when it is the same, masked or blank', () => {
    expect(readdressed(home, home)).toBeNull();
    expect(readdressed(home, { ...home, name: '한*윤', mobile: '010-****-7788' })).toBeNull();
    expect(
      readdressed(home, {
        ...home,
        mobile: '',
        postcode: '',
        address1: '',
        address2: '',
        note: '',
      }),
    ).toBeNull();
    expect(readdressed(home, { ...home, address2: '1204*' })).toBeNull();
  });

  it('replaces the address as a whole', () => {
    const moved = readdressed(home, {
      ...home,
      address1: '부산광역시 해운대구 우동 1',
      address2: '',
    });
    expect(moved).toMatchObject({ address1: '부산광역시 해운대구 우동 1', address2: '' });
  });

  it('fills in what was masked or missing before', () => {
    const masked = { ...home, name: '한*윤', mobile: '' };
    expect(readdressed(masked, home)).toEqual(home);
  });

  it('takes one of several joined notes for nothing new, and a fresh one beside them', () => {
    const joined = { ...home, note: '문 앞 / 경비실' };
    expect(readdressed(joined, { ...home, note: '경비실' })).toBeNull();
    expect(readdressed(joined, { ...home, note: '택배함' })?.note).toBe('문 앞 / 경비실 / 택배함');
    const both = '문 앞 / 택배함';
    expect(readdressed(joined, { ...home, note: both })?.note).toBe('문 앞 / 경비실 / 택배함');
    expect(readdressed({ ...home, note: `${both} / 경비실` }, { ...home, note: both })).toBeNull();
    expect(readdressed({ ...home, note: '문 앞' }, { ...home, note: '택배함' })?.note).toBe(
      '택배함',
    );
  });
});

describe('somewhere else', () => {
  it('is another postcode, where both have one', () => {
    expect(isElsewhere(keys(home), keys({ ...home, postcode: '04524' }))).toBe(true);
    expect(isElsewhere(keys(home), keys({ ...home, postcode: '' }))).toBe(false);
    expect(isElsewhere(keys(home), keys({ ...home, postcode: ' 06236 ' }))).toBe(false);
  });

  it('is another name, address or real phone', () => {
    expect(isElsewhere(keys(home), keys({ ...home, name: '오다은' }))).toBe(true);
    expect(isElsewhere(keys(home), keys({ ...home, address2: '903호' }))).toBe(true);
    expect(isElsewhere(keys(home), keys({ ...home, mobile: '010-9999-1234' }))).toBe(true);
  });

  it('is not another spelling, note or relay number', () => {
    expect(isElsewhere(keys(home), keys({ ...home, address1: '서울시 강남구 테헤란로 152' }))).toBe(
      false,
    );
    expect(isElsewhere(keys(home), keys({ ...home, note: '택배함' }))).toBe(false);
    expect(isElsewhere(keys(home), keys({ ...home, mobile: '0504-1234-5678' }))).toBe(false);
  });
});

describe('a changed address in a shipment', () => {
  const [OLD, NEW, OTHER] = [100, 200, 300];
  const parcel = { id: 1, stage: 'ready' as Stage, requestedExportId: null, recipientId: OLD };
  const part = (id: number, homeShipmentId = 1, qty = 1) => ({
    id,
    orderLineId: id,
    homeShipmentId,
    qty,
  });
  const reported = new Map([
    [1, OLD],
    [2, OLD],
    [3, OTHER],
  ]);

  it('is used when all that goes there moves', () => {
    const plan = planParcel(
      parcel,
      [part(1), part(2)],
      reported,
      new Map([
        [1, NEW],
        [2, NEW],
      ]),
    );
    expect(plan).toEqual({ kind: 'apply', recipientId: NEW, leavingPartIds: [] });
  });

  it('takes a bundled order out', () => {
    const plan = planParcel(parcel, [part(1), part(3, 7)], reported, new Map([[3, NEW]]));
    expect(plan).toEqual({
      kind: 'leave',
      leavingPartIds: [3],
      homes: [{ shipmentId: 7, recipientId: NEW }],
    });
  });

  it('sends the others home when the bundle’s own order moves', () => {
    const plan = planParcel(parcel, [part(1), part(3, 7)], reported, new Map([[1, NEW]]));
    expect(plan).toEqual({ kind: 'apply', recipientId: NEW, leavingPartIds: [3] });
  });

  it('is for a person when only a part of an order moves, or its recipient was edited', () => {
    const some = new Map([[1, NEW]]);
    expect(planParcel(parcel, [part(1), part(2)], reported, some)).toEqual({ kind: 'hold' });
    const edited = { ...parcel, recipientId: 999 };
    expect(planParcel(edited, [part(1)], reported, some)).toEqual({ kind: 'hold' });
  });

  it.each([{ stage: 'invoiced' as Stage }, { stage: 'allocated' as Stage, requestedExportId: 4 }])(
    'is for a person once the label is out of our hands',
    (changes) => {
      const committed = { ...parcel, ...changes };
      expect(planParcel(committed, [part(1)], reported, new Map([[1, NEW]]))).toEqual({
        kind: 'hold',
      });
    },
  );

  it('changes nothing that has left, nor for units that were cancelled', () => {
    const some = new Map([[1, NEW]]);
    expect(planParcel({ ...parcel, stage: 'shipped' }, [part(1)], reported, some).kind).toBe(
      'untouched',
    );
    expect(planParcel(parcel, [part(1, 1, 0), part(2)], reported, some).kind).toBe('untouched');
  });
});
