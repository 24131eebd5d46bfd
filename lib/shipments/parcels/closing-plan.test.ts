import { describe, expect, it } from 'vitest';
import type { Stage } from '../stages';
import { noteBefore, planClosing, readBefore } from './closing-plan';

const parcel = (id: number, changes: { stage?: Stage; requestedExportId?: number } = {}) => ({
  id,
  stage: 'ready' as Stage,
  holdKinds: ['shipped_by_channel', 'duplicate'],
  requestedExportId: null,
  ...changes,
});
const part = (shipmentId: number, orderLineId: number | null, qty = 1) => ({
  shipmentId,
  orderLineId,
  qty,
});

describe('planClosing', () => {
  it('closes what has left as a whole, gifts aside', () => {
    const parts = [part(1, 10), part(1, null), part(2, 20), part(2, 21)];
    expect(
      planClosing('shipped_by_channel', [parcel(1), parcel(2)], parts, new Set([10, 20])),
    ).toEqual({ closed: [1], kept: [{ shipmentId: 2, why: 'mixed' }] });
  });

  it('counts no units that were cancelled', () => {
    const parts = [part(1, 10), part(1, 11, 0)];
    expect(planClosing('shipped_by_channel', [parcel(1)], parts, new Set([10])).closed).toEqual([
      1,
    ]);
  });

  it('leaves what has a number or is with the courier’s program', () => {
    const parcels = [parcel(1, { stage: 'invoiced' }), parcel(2, { requestedExportId: 5 })];
    expect(planClosing('duplicate', parcels, [], new Set()).kept.map(({ why }) => why)).toEqual([
      'numbered',
      'numbered',
    ]);
  });

  it('cancels a duplicate wherever its order stands at the channel', () => {
    expect(planClosing('duplicate', [parcel(1)], [part(1, 10)], new Set()).closed).toEqual([1]);
  });

  it('leaves out what is held so no more', () => {
    const released = { ...parcel(1), holdKinds: [] };
    expect(
      planClosing('duplicate', [released, parcel(2, { stage: 'shipped' })], [], new Set()),
    ).toEqual({ closed: [], kept: [] });
  });
});

it('reads back what it noted for the undo', () => {
  const before = {
    kinds: ['operator' as const, 'duplicate' as const],
    units: [
      { partId: 7, qty: 2 },
      { partId: 8, qty: 1 },
    ],
  };
  expect(readBefore(noteBefore(before))).toEqual(before);
  expect(readBefore(noteBefore({ kinds: [], units: [] }))).toEqual({ kinds: [], units: [] });
});
