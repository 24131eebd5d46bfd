import { z } from 'zod';
import type { ChannelState, CollectedClaim } from '../collected';

type Claim = Pick<CollectedClaim, 'kind' | 'state'>;

export const orderStatus = z.enum([
  'PAYMENT_WAITING',
  'PAYED',
  'DELIVERING',
  'DELIVERED',
  'PURCHASE_DECIDED',
  'EXCHANGED',
  'CANCELED',
  'RETURNED',
  'CANCELED_BY_NOPAYMENT',
]);

type OrderStatus = z.output<typeof orderStatus>;

/** Null: never paid, so never ours. */
const states: Record<OrderStatus, ChannelState | null> = {
  PAYMENT_WAITING: null,
  PAYED: 'paid',
  DELIVERING: 'shipping',
  DELIVERED: 'delivered',
  PURCHASE_DECIDED: 'confirmed',
  EXCHANGED: 'exchanged',
  CANCELED: 'cancelled',
  RETURNED: 'returned',
  CANCELED_BY_NOPAYMENT: null,
};

export function stateOf(status: OrderStatus, placeOrderStatus: string): ChannelState | null {
  return status === 'PAYED' && placeOrderStatus === 'OK' ? 'acknowledged' : states[status];
}

const claimKinds: ReadonlyMap<string, Claim['kind']> = new Map([
  ['CANCEL', 'cancel'],
  ['ADMIN_CANCEL', 'cancel'],
  ['RETURN', 'return'],
  ['EXCHANGE', 'exchange'],
]);

const claimStates: ReadonlyMap<string, Claim['state']> = new Map([
  ['CANCEL_REQUEST', 'requested'],
  ['CANCELING', 'accepted'],
  ['CANCEL_DONE', 'done'],
  // Sellers cannot turn a cancel down: 취소철회 is the buyer's.
  ['CANCEL_REJECT', 'withdrawn'],
  ['ADMIN_CANCELING', 'accepted'],
  ['ADMIN_CANCEL_DONE', 'done'],
  ['ADMIN_CANCEL_REJECT', 'rejected'],
  ['RETURN_REQUEST', 'requested'],
  ['EXCHANGE_REQUEST', 'requested'],
  ['COLLECTING', 'accepted'],
  ['COLLECT_DONE', 'accepted'],
  ['EXCHANGE_REDELIVERING', 'accepted'],
  ['RETURN_DONE', 'done'],
  ['EXCHANGE_DONE', 'done'],
  ['RETURN_REJECT', 'rejected'],
  ['EXCHANGE_REJECT', 'rejected'],
]);

/** A buyer who puts off deciding on what arrived claims no goods. */
const notOnGoods = /^PURCHASE_DECISION_/;

/** Null when the order has no claim on its goods; a word that is not in the tables is a fault. */
export function claimOf(type: string, status: string): Claim | null | 'unknown' {
  if (status === '' || notOnGoods.test(type) || notOnGoods.test(status)) return null;
  const kind = claimKinds.get(type);
  const state = claimStates.get(status);
  return kind && state ? { kind, state } : 'unknown';
}

export function progressOf(status: string): 'none' | 'collected' | 'resent' {
  if (status === 'COLLECT_DONE') return 'collected';
  return status === 'EXCHANGE_REDELIVERING' ? 'resent' : 'none';
}
