import { describe, expect, it } from 'vitest';
import { type Deed, type DeedFacts, deedsOf } from './deeds';

const allocated: DeedFacts = {
  id: 1,
  stage: 'allocated',
  holdKinds: [],
  allocatedQty: 2,
  requestedExportId: null,
  waybillNo: null,
  shipMethod: 'parcel',
  isUnbundlable: false,
  isMarketShipped: false,
  resendsShipmentId: null,
  orderedQty: 2,
};

const deeds = (changes: Partial<DeedFacts>): Deed[] =>
  (Object.entries(deedsOf({ ...allocated, ...changes })) as [Deed, boolean][])
    .filter(([, may]) => may)
    .map(([deed]) => deed);

describe('what may be done with a parcel', () => {
  it('sends an allocated one to 송장 when it waits for a number', () => {
    expect(deeds({})).toContain('invoice');
    expect(deeds({})).not.toContain('ship');
  });

  it.each(['direct', 'quick', 'pickup', 'none'])(
    'lets what travels as %s leave without a number, \
and leads to no list that does not hold it',
    (shipMethod) => {
      expect(deeds({ shipMethod })).toContain('ship');
      expect(deeds({ shipMethod })).not.toContain('invoice');
      expect(deeds({ shipMethod, holdKinds: ['operator'] })).not.toContain('ship');
    },
  );

  it('changes nothing in one that the courier has or whose number is there', () => {
    const kept = ['hold', 'invoice'];
    expect(deeds({ requestedExportId: 1 })).toEqual(kept);
    const invoiced: Partial<DeedFacts> = {
      stage: 'invoiced',
      waybillNo: '5101',
      isUnbundlable: true,
    };
    expect(deeds(invoiced)).toEqual(['hold', 'ship', 'addBoxes']);
  });

  it('takes back only what left by a number or by a way of its own', () => {
    expect(deeds({ stage: 'shipped', waybillNo: '5101' })).toEqual(['unship', 'resend']);
    expect(deeds({ stage: 'delivered', shipMethod: 'quick' })).toEqual(['unship', 'resend']);
    expect(deeds({ stage: 'shipped' })).toEqual(['resend']);
  });

  it('takes back what would be sent again until it has left', () => {
    const again = { resendsShipmentId: 9 };
    expect(deeds(again)).toContain('cancelResent');
    expect(deeds({ ...again, stage: 'invoiced', waybillNo: '5101' })).toContain('cancelResent');
    expect(deeds({ ...again, stage: 'shipped' })).not.toContain('cancelResent');
    expect(deeds({ ...again, stage: 'cancelled' })).not.toContain('cancelResent');
  });

  it('divides two units, not one', () => {
    expect(deeds({ stage: 'ready', allocatedQty: 0 })).toEqual([
      'hold',
      'edit',
      'allocate',
      'lockBundle',
      'split',
    ]);
    expect(deeds({ orderedQty: 1 })).not.toContain('split');
  });

  it.each(['cancelled', 'absorbed'] as const)('is nothing once it is %s', (stage) => {
    expect(deeds({ stage })).toEqual([]);
    expect(deeds({ stage: 'shipped', isMarketShipped: true })).toEqual([]);
  });
});
