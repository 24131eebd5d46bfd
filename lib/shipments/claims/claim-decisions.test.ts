import { describe, expect, it } from 'vitest';
import { type ClaimedParcel, type ClaimToDecide, decisionsOf } from './claim-decisions';

const cancel: ClaimToDecide = {
  kind: 'cancel',
  state: 'requested',
  qty: 2,
  sentQty: 0,
  goodQty: 0,
  defectiveQty: 0,
  isDecided: false,
  isReceived: false,
  replacementShipmentId: null,
};
const here: ClaimedParcel = { stage: 'allocated', holdKinds: ['claim'], qty: 2 };
const away: ClaimedParcel = { stage: 'shipped', holdKinds: [], qty: 2 };

const may = (changes: Partial<ClaimToDecide>, ...parcels: ClaimedParcel[]) =>
  decisionsOf({ ...cancel, ...changes }, parcels);

describe('승인', () => {
  it.each(['requested', 'accepted'] as const)('of a cancel that stands at %s', (state) => {
    expect(may({ state }, here)).toMatchObject({ accept: 'request', reject: true });
  });

  it('of a cancel says how many of its units have left already', () => {
    expect(may({ qty: 3 }, here, { ...away, qty: 1 })).toMatchObject({ awayQty: 1 });
    expect(may({}, here, away)).toMatchObject({ awayQty: 0 });
    expect(may({}, away)).toMatchObject({ awayQty: 0 });
    expect(may({ kind: 'return', qty: 3 }, here, away)).toMatchObject({ awayQty: 0 });
  });

  it('lets come in what of a cancel had left', () => {
    const done = { state: 'done', isDecided: true, qty: 3 } as const;
    expect(may({ ...done, sentQty: 2, goodQty: 1 }, away)).toMatchObject({ receiveQty: 1 });
    expect(may(done, away)).toMatchObject({ receiveQty: 0 });
  });

  it('of a finished cancel only while its units are stuck in a parcel', () => {
    const stuck = { ...here, holdKinds: ['cancelled_by_channel'] };
    expect(may({ state: 'done' }, stuck).accept).toBe('stuck');
    expect(may({ state: 'done', isDecided: true }, away).accept).toBeNull();
  });

  it('of a return that is not expected yet, or whose goods never left', () => {
    expect(may({ kind: 'return' }, away).accept).toBe('request');
    expect(may({ kind: 'return', state: 'accepted' }, away).accept).toBeNull();
    expect(may({ kind: 'return', state: 'accepted' }, here).accept).toBe('request');
  });

  it.each(['return', 'exchange'] as const)(
    'of a %s that its channel has finished alone',
    (kind) => {
      expect(may({ kind, state: 'done' }, away, here).accept).toBe('finished');
      expect(may({ kind, state: 'done' }, away).accept).toBeNull();
      expect(may({ kind, state: 'done', isDecided: true }, here).accept).toBeNull();
    },
  );

  it('of an exchange once it is said what is sent instead', () => {
    expect(may({ kind: 'exchange' }, here)).toMatchObject({ accept: null, exchange: true });
    const sent = may({ kind: 'exchange', state: 'accepted', replacementShipmentId: 7 }, away);
    expect(sent).toMatchObject({ exchange: false, reject: true, receiveQty: 2 });
  });
});

describe('처리 취소', () => {
  it('of what was decided here', () => {
    expect(may({ state: 'rejected', isDecided: true }, here).reopen).toBe(true);
    expect(may({ state: 'rejected' }, here).reopen).toBe(false);
  });

  it('is over once goods came in, were sent in exchange or were swapped', () => {
    const back = { kind: 'return', state: 'accepted', isDecided: true } as const;
    expect(may(back, away).reopen).toBe(true);
    expect(may({ ...back, isReceived: true, goodQty: 1 }, away).reopen).toBe(false);
    expect(may({ ...back, kind: 'exchange', replacementShipmentId: 7 }, away).reopen).toBe(false);
    expect(may({ ...back, kind: 'exchange', state: 'done' }, away).reopen).toBe(false);
  });
});

describe('입고', () => {
  it('of what has left and has not come in', () => {
    const back = { kind: 'return', state: 'accepted' } as const;
    expect(may({ ...back, goodQty: 1 }, away).receiveQty).toBe(1);
    expect(may(back, here).receiveQty).toBe(0);
    expect(may({ ...back, kind: 'cancel' }, away).receiveQty).toBe(0);
  });

  it.each(['withdrawn', 'rejected'] as const)('is nothing of what is %s', (state) => {
    expect(may({ kind: 'return', state }, away)).toEqual({
      ...{ accept: null, awayQty: 0, reject: false, reopen: false, exchange: false, receiveQty: 0 },
    });
  });
});
