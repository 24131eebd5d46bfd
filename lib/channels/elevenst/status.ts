import type { ChannelState } from '../collected';

/** 주문상태코드: where the goods stand, and whether a claim is being dealt with. */
export type LineStatus = { state: ChannelState; claimOpen: boolean };

const states: ReadonlyMap<string, LineStatus> = new Map([
  ['200', { state: 'paid', claimOpen: false }],
  ['201', { state: 'paid', claimOpen: false }],
  ['202', { state: 'paid', claimOpen: false }],
  ['301', { state: 'acknowledged', claimOpen: false }],
  ['401', { state: 'shipping', claimOpen: false }],
  ['501', { state: 'delivered', claimOpen: false }],
  ['601', { state: 'delivered', claimOpen: true }],
  ['701', { state: 'acknowledged', claimOpen: true }],
  ['801', { state: 'paid', claimOpen: false }],
  ['901', { state: 'confirmed', claimOpen: false }],
  ['A01', { state: 'returned', claimOpen: false }],
  ['B01', { state: 'cancelled', claimOpen: false }],
  ['C01', { state: 'cancelled', claimOpen: false }],
]);

/** Null for a code that is not in the marketplace's table, or of an order not yet paid. */
export function statusOf(ordPrdStat: string): LineStatus | null {
  return states.get(ordPrdStat) ?? null;
}
