import { expect, it } from 'vitest';
import { type DiscardLine, type DiscardParcel, planDiscard } from './discard-plan';

const order = { id: 1, orderNo: 'A-1' };
const line: DiscardLine = {
  orderId: 1,
  recipientId: 7,
  cancelledQty: 0,
  claimState: 'none',
  isTold: false,
  isNoted: false,
  isCollected: false,
};
const parcel: DiscardParcel = {
  orderId: 1,
  baseOrderId: 1,
  stage: 'ready',
  holdKinds: [],
  recipientId: 7,
  isAllocated: false,
  isRequested: false,
  isSplit: false,
  isLocked: false,
  isHistory: false,
  isBundle: false,
  isAutomatic: false,
};

function reasonFor(changed: { line?: Partial<DiscardLine>; parcel?: Partial<DiscardParcel> }) {
  const plan = planDiscard(
    [order],
    [{ ...line, ...changed.line }],
    [{ ...parcel, ...changed.parcel }],
  );
  return plan.kept[0]?.reason ?? null;
}

it.each([
  { parcel: { stage: 'unmatched' } },
  { parcel: { stage: 'ready' } },
  { parcel: { stage: 'shipped', isHistory: true } },
  { parcel: { holdKinds: ['duplicate', 'no_address', 'rule'] as const } },
  { parcel: { isAutomatic: true, isAllocated: true } },
  { parcel: { isAutomatic: true, isBundle: true, baseOrderId: 2, recipientId: 8 } },
  { parcel: { isAutomatic: true, stage: 'absorbed' } },
])('an order with %o can go: nothing but matching has happened to it', ({ parcel }) => {
  expect(reasonFor({ parcel: { ...parcel, holdKinds: [...(parcel.holdKinds ?? [])] } })).toBeNull();
});

it.each([
  ['shipped', { parcel: { stage: 'delivered' } }],
  ['invoiced', { parcel: { stage: 'invoiced' } }],
  ['requested', { parcel: { isRequested: true } }],
  ['claimed', { line: { claimState: 'cancel_requested' } }],
  ['claimed', { line: { cancelledQty: 1 } }],
  ['told', { line: { isTold: true, isNoted: true } }],
  ['noted', { line: { isNoted: true } }],
  ['bundled', { parcel: { baseOrderId: 2 } }],
  ['bundled', { parcel: { isBundle: true } }],
  ['bundled', { parcel: { stage: 'absorbed' } }],
  ['split', { parcel: { isSplit: true } }],
  ['allocated', { parcel: { isAllocated: true } }],
  ['held', { parcel: { holdKinds: ['operator' as const] } }],
  ['edited', { parcel: { recipientId: 8 } }],
  ['edited', { parcel: { isLocked: true } }],
  ['collected', { line: { isCollected: true } }],
  ['held', { parcel: { isAutomatic: true, isAllocated: true, holdKinds: ['operator' as const] } }],
  ['invoiced', { parcel: { isAutomatic: true, stage: 'invoiced' } }],
])('an order stays as %s with %o', (reason, changed) => {
  expect(reasonFor(changed)).toBe(reason);
});

it('names the furthest thing that has happened', () => {
  const plan = planDiscard(
    [order],
    [line],
    [parcel, { ...parcel, isAllocated: true }, { ...parcel, stage: 'shipped' }],
  );
  expect(plan.kept).toEqual([{ ...order, reason: 'shipped' }]);
});
