import { describe, expect, it } from 'vitest';
import { eanCheckDigit, letters, practiceKits, practiceProducts } from './catalogue';
import { practiceChannelProducts } from './listings';
import { practiceShops } from './shops';

const variants = practiceProducts.flatMap((product) => product.variants);
const codes = new Set(variants.map(({ variantCode }) => variantCode));

describe('the practice catalogue', () => {
  it('is a believable shop: 120 products, 280 variants, each code and barcode once', () => {
    expect(practiceProducts).toHaveLength(120);
    expect(variants.length).toBeGreaterThanOrEqual(270);
    expect(codes.size).toBe(variants.length);
    expect(new Set(variants.map(({ barcode }) => barcode)).size).toBe(variants.length);
  });

  it('has barcodes that scan: EAN-13 of Korea with a right check digit', () => {
    expect(eanCheckDigit('400638133393')).toBe('1');
    for (const { barcode } of variants) {
      expect(barcode).toMatch(/^880\d{10}$/);
      expect(eanCheckDigit(barcode.slice(0, 12))).toBe(barcode.slice(12));
    }
  });

  it('numbers products in letters as the malls do', () => {
    expect([14, 26, 27, 275, 702, 703].map(letters)).toEqual(['N', 'Z', 'AA', 'JO', 'ZZ', 'AAA']);
    for (const { variantCode } of variants) expect(variantCode).toMatch(/^P0{5}[A-Z]{2}0{3}[A-Z]$/);
  });

  it('has sold-out variants, some down to the last pieces, and plenty of most', () => {
    const count = (from: number, to: number) =>
      variants.filter(({ onHand }) => onHand >= from && onHand <= to).length / variants.length;
    expect(count(0, 0)).toBeGreaterThan(0.05);
    expect(count(1, 5)).toBeGreaterThan(0.05);
    expect(count(50, 300)).toBeGreaterThan(0.75);
  });

  it('has chilled and frozen goods, and kits of variants that exist', () => {
    expect(new Set(variants.map(({ temperature }) => temperature)).size).toBe(3);
    for (const { items } of practiceKits) {
      for (const { variantCode } of items) expect(codes).toContain(variantCode);
    }
  });
});

describe('what the shops sell', () => {
  it.each(practiceShops.map(({ key }) => key))('%s: no option twice, all of it ours', (shopKey) => {
    const own = practiceChannelProducts.filter((product) => product.shopKey === shopKey);
    const options = own.map(({ channelOptionCode }) => channelOptionCode);
    expect(new Set(options).size).toBe(options.length);
    const shown = own.map((product) => `${product.channelProductCode}\n${product.channelOption}`);
    expect(new Set(shown).size).toBe(shown.length);
    for (const { meaning } of own) {
      for (const { variantCode } of meaning) expect(codes).toContain(variantCode);
    }
  });

  it('is unknown to the seller for about one listing in seven, of every shop', () => {
    for (const { key } of practiceShops) {
      const own = practiceChannelProducts.filter(({ shopKey }) => shopKey === key);
      const share = own.filter(({ matchedBy }) => matchedBy === 'hand').length / own.length;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.2);
    }
  });

  it("carries the seller's code exactly where one variant stands for it", () => {
    const onlyVariantOf = new Map(
      practiceProducts
        .filter(({ variants }) => variants.length === 1)
        .map(({ productCode, variants }) => [productCode, variants[0]?.variantCode]),
    );
    for (const { matchedBy, sellerOptionCode, ...listing } of practiceChannelProducts) {
      if (matchedBy !== 'seller_code') expect(sellerOptionCode).toBe('');
      else {
        const variantCode = sellerOptionCode || onlyVariantOf.get(listing.sellerProductCode);
        expect(listing.meaning).toEqual([{ variantCode, quantity: 1 }]);
      }
    }
  });

  it('includes kits, 1+1 offers and options that were renamed', () => {
    expect(practiceChannelProducts.some(({ meaning }) => meaning.length > 1)).toBe(true);
    expect(practiceChannelProducts.some(({ meaning }) => meaning[0]?.quantity === 2)).toBe(true);
    const renamed = practiceChannelProducts.filter(({ renamedOption }) => renamedOption !== null);
    expect(renamed.length).toBeGreaterThan(20);
    for (const { renamedOption, channelOption } of renamed) {
      expect(renamedOption).not.toBe(channelOption);
    }
  });
});
