import type { ChannelProduct } from '../listings';
import type { Random } from './random';

export interface BasketLine {
  readonly product: ChannelProduct;
  /** The option as the marketplace shows it on this order. */
  readonly option: string;
  readonly quantity: number;
  readonly unitPriceWon: number;
  /** Coupons of the whole line. */
  readonly discountWon: number;
}

export type Shelf = readonly (readonly [weight: number, product: ChannelProduct])[];

/** A shop's products, a few of them selling much better than the rest. */
export function shelfOf(products: readonly ChannelProduct[]): Shelf {
  return products.map((product, index) => [1 / (12 + ((index * 61) % products.length)), product]);
}

/** One to five different products, mostly one piece of each. */
export function fillBasket(random: Random, shelf: Shelf): BasketLine[] {
  const wanted = random.weighted([
    [58, 1],
    [25, 2],
    [11, 3],
    [4, 4],
    [2, 5],
  ]);
  const chosen = new Map<string, ChannelProduct>();
  for (let tries = 0; tries < wanted * 3 && chosen.size < wanted; tries += 1) {
    const product = random.weighted(shelf);
    chosen.set(product.channelOptionCode, product);
  }
  return [...chosen.values()].map((product) => lineOf(random, product));
}

/** How much one buyer wants of a product, and what it costs then. */
export function lineOf(random: Random, product: ChannelProduct): BasketLine {
  const quantity = random.weighted([
    [82, 1],
    [13, 2],
    [3, 3],
    [2, 5],
  ]);
  const unitPriceWon = product.basePriceWon + product.optionPriceWon;
  const coupon = random.chance(0.2) ? random.pick([500, 1000, 2000]) : 0;
  const isShownRenamed = product.renamedOption !== null && random.chance(0.6);
  return {
    product,
    option: (isShownRenamed ? product.renamedOption : null) ?? product.channelOption,
    quantity,
    unitPriceWon,
    discountWon: Math.min(coupon, unitPriceWon * quantity),
  };
}
