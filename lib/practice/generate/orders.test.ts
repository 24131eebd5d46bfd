import { describe, expect, it } from 'vitest';
import { groupBy } from '../group';
import { practiceChannelProducts } from '../listings';
import { practiceShops } from '../shops';
import { type GenerateInput, generateOrders, type PracticeOrder } from './orders';

const now = new Date('2026-01-15T12:00:00+09:00');
const input: GenerateInput = {
  seed: 42,
  now,
  count: 2000,
  shops: practiceShops,
  products: practiceChannelProducts,
  spreadMinutes: 660,
  acknowledgedShare: 0.85,
};
const orders = generateOrders(input);

function share(holds: (order: PracticeOrder) => boolean): number {
  return orders.filter(holds).length / orders.length;
}

function homes(order: PracticeOrder): string {
  const { name, address1, address2 } = order.recipient;
  return [name, address1, address2].join('|');
}

describe('generated orders', () => {
  it('are the same for the same seed and now, and others for another seed', () => {
    expect(generateOrders(input)).toEqual(orders);
    expect(generateOrders({ ...input, seed: 43 })).not.toEqual(orders);
  });

  it('are as many as asked for, over all shops, oldest first', () => {
    expect(orders).toHaveLength(2000);
    expect(generateOrders({ ...input, count: 1 })).toHaveLength(1);
    const shops = groupBy(orders, ({ shopKey }) => shopKey);
    const evenShare = orders.length / practiceShops.length;
    for (const own of shops.values()) expect(own.length).toBeGreaterThan(evenShare / 2);
    const times = orders.map(({ orderedAt }) => orderedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('lie in the asked-for hours, paid after they were placed and before now', () => {
    for (const { orderedAt, paidAt } of orders) {
      expect(orderedAt.getTime()).toBeGreaterThanOrEqual(now.getTime() - 660 * 60_000);
      expect(paidAt.getTime()).toBeGreaterThan(orderedAt.getTime());
      expect(paidAt.getTime()).toBeLessThan(now.getTime());
    }
  });

  it('are acknowledged for 85 in 100', () => {
    expect(share(({ isAcknowledged }) => isAcknowledged)).toBeCloseTo(0.85, 1);
    const fresh = generateOrders({ ...input, count: 50, acknowledgedShare: 0 });
    expect(fresh.some(({ isAcknowledged }) => isAcknowledged)).toBe(false);
  });

  it('hold one to five different products of their own shop, some in several pieces', () => {
    for (const { lines, shopKey } of orders) {
      expect(lines.length).toBeGreaterThanOrEqual(1);
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(new Set(lines.map(({ product }) => product.channelOptionCode)).size).toBe(
        lines.length,
      );
      for (const { product, discountWon, unitPriceWon, quantity } of lines) {
        expect(product.shopKey).toBe(shopKey);
        expect(discountWon).toBeLessThanOrEqual(unitPriceWon * quantity);
      }
    }
    expect(share(({ lines }) => lines.length > 1)).toBeGreaterThan(0.3);
    expect(share(({ lines }) => lines.some(({ quantity }) => quantity > 1))).toBeGreaterThan(0.1);
    expect(
      share(({ lines }) => lines.some(({ product }) => product.matchedBy === 'hand')),
    ).toBeGreaterThan(0.1);
    expect(
      share(({ lines }) => lines.some(({ product, option }) => option !== product.channelOption)),
    ).toBeGreaterThan(0.01);
  });

  it('bring buyers who order thrice in one shop, and in every shop, on one morning', () => {
    const visits = [...groupBy(orders, homes).values()];
    const isOneShop = (own: PracticeOrder[]) =>
      new Set(own.map(({ shopKey }) => shopKey)).size === 1;
    expect(visits.filter((own) => own.length === 3 && isOneShop(own)).length).toBeGreaterThan(20);
    expect(
      visits.filter((own) => own.length === practiceShops.length && !isOneShop(own)).length,
    ).toBeGreaterThan(20);
  });

  it('bring near matches: the same home with another phone, without its 동·호, written otherwise', () => {
    const sameHome = [...groupBy(orders, homes).values()];
    const phones = (own: PracticeOrder[]) =>
      new Set(own.map(({ recipient }) => recipient.mobile)).size;
    expect(sameHome.filter((own) => phones(own) > 1).length).toBeGreaterThan(20);
    const samePhone = [...groupBy(orders, ({ recipient }) => recipient.mobile).values()];
    const units = (own: PracticeOrder[]) => own.map(({ recipient }) => recipient.address2);
    expect(samePhone.filter((own) => units(own).includes('')).length).toBeGreaterThan(20);
    const otherwise = samePhone.filter(
      (own) => !units(own).includes('') && new Set(own.map(homes)).size > 1,
    );
    expect(otherwise.length).toBeGreaterThan(20);
  });

  it('give each order a relay number of its own and nobody a number that is in use', () => {
    const relays = orders.map(({ recipient }) => recipient.relayPhone);
    expect(new Set(relays).size).toBeGreaterThan(relays.length - 3);
    for (const { recipient } of orders) {
      expect(recipient.relayPhone).toMatch(/^050[2-7]-\d{4}-\d{4}$/);
      expect(recipient.mobile).toMatch(/^010-[01]\d{3}-\d{4}$/);
      expect(recipient.landline).toMatch(/^(|0\d{1,2}-\d{3,4}-\d{4})$/);
      expect(recipient.postcode).toMatch(/^\d{5}$/);
    }
  });

  it('are 착불 only where the marketplace can say so', () => {
    const collect = orders.filter(({ freight }) => freight === 'collect');
    expect(collect.length).toBeGreaterThan(20);
    for (const { shopKey, shippingFeeWon } of collect) {
      expect(shopKey).not.toMatch(/^coupang/);
      expect(shippingFeeWon).toBe(0);
    }
  });

  it('of a scripted day have as many new products and near matches as asked for', () => {
    const day = generateOrders({
      ...{ ...input, count: 1000, nearMatches: 50, newProducts: 30 },
      shares: { 'coupang-daily': 6, '11st-daily': 0.5 },
    });
    expect(day).toHaveLength(1000);
    const unknown = day.flatMap(({ lines, shopKey }) =>
      lines
        .filter(({ product }) => product.matchedBy === 'hand')
        .map(({ product }) => `${shopKey} ${product.channelOptionCode}`),
    );
    expect(new Set(unknown).size).toBe(30);
    const byPhone = groupBy(day, ({ recipient }) => recipient.mobile);
    const halfWritten = [...byPhone.values()].filter((own) => new Set(own.map(homes)).size > 1);
    const byHome = groupBy(day, homes);
    const twoPhones = [...byHome.values()].filter(
      (own) => new Set(own.map(({ recipient }) => recipient.mobile)).size > 1,
    );
    expect(halfWritten.length + twoPhones.length).toBe(50);
    const shops = groupBy(day, ({ shopKey }) => shopKey);
    expect(shops.get('coupang-daily')?.length).toBeGreaterThan(
      3 * (shops.get('11st-daily')?.length ?? 0),
    );
  });
});
