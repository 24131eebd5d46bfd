import {
  type Department,
  letters,
  type Meaning,
  type PracticeProduct,
  practiceKits,
  practiceProducts,
  practiceVariant,
  type Temperature,
} from './catalogue';
import { type Marketplace, type PracticeShop, practiceShops } from './shops';

/** How the seller keeps this listing: by its own code, by a remembered match, or not at all. */
type MatchedBy = 'seller_code' | 'remembered' | 'hand';

/** One buyable option as one shop of a marketplace shows it. */
export interface ChannelProduct {
  readonly shopKey: string;
  readonly marketplace: Marketplace;
  /** Coupang and SmartStore productId, Cafe24 product_code, 11번가 prdNo, ESM SiteGoodsNo. */
  readonly channelProductCode: string;
  /** Coupang vendorItemId, Cafe24 variant_code, SmartStore optionCode, 11번가 prdStckNo. */
  readonly channelOptionCode: string;
  /** Coupang sellerProductId, Cafe24 product_no, SmartStore originalProductId. */
  readonly sellerProductNo: number;
  readonly channelProductName: string;
  readonly channelOption: string;
  /** What the marketplace shows for the same option since the seller renamed it. */
  readonly renamedOption: string | null;
  /** '' where the seller left it empty. */
  readonly sellerOptionCode: string;
  readonly sellerProductCode: string;
  readonly meaning: readonly Meaning[];
  readonly matchedBy: MatchedBy;
  /** The code that the marketplace's orders are remembered by. */
  readonly rememberedCode: string;
  readonly basePriceWon: number;
  readonly optionPriceWon: number;
  readonly temperature: Temperature;
}

/** How a marketplace shows a product and writes out an option. */
interface Display {
  readonly shown: typeof onCoupang;
  readonly option: (names: readonly string[], values: readonly string[]) => string;
  /** The seller's own code stands on each option, not on the product alone. */
  readonly codesOptions: boolean;
  /** One product's page shows goods of others too: its number tells nothing. */
  readonly isKnownByOption?: true;
}

const displays: Readonly<Record<Marketplace, Display>> = {
  coupang: {
    shown: onCoupang,
    option: (_, values) => values.join(' '),
    codesOptions: true,
    isKnownByOption: true,
  },
  cafe24: { shown: onCafe24, option: withNames, codesOptions: true },
  smartstore: { shown: onSmartstore, option: withColons, codesOptions: true },
  '11st': { shown: on11st, option: withSlashes, codesOptions: true },
  auction: { shown: onEsm('B'), option: (_, values) => values.join('/'), codesOptions: false },
  gmarket: { shown: onEsm(''), option: (_, values) => values.join('/'), codesOptions: false },
};

/** What every practice shop sells; about one listing in seven is known to nobody. */
export const practiceChannelProducts: readonly ChannelProduct[] = practiceShops.flatMap(
  (shop, shopIndex) =>
    offersOf(shop).flatMap((offer, at) => listingsOf(shop, shopIndex, offer, at)),
);

interface OfferedOption {
  readonly values: readonly string[];
  readonly names: readonly string[];
  readonly extraWon: number;
  readonly meaning: readonly Meaning[];
  /** '' for kits and several-in-one offers: no single variant stands for them. */
  readonly variantCode: string;
}

interface Offer {
  readonly name: string;
  readonly productCode: string;
  readonly priceWon: number;
  readonly temperature: Temperature;
  readonly options: readonly OfferedOption[];
}

function offersOf(shop: PracticeShop): Offer[] {
  const sold = practiceProducts.filter(({ department }) => shop.sells.includes(department));
  return [
    ...sold.map((product) => singleOffer(product)),
    ...sold.filter(({ productNo }) => productNo % 9 === 4).map(twoForOneOffer),
    ...kitOffers(shop.sells),
  ];
}

function singleOffer(product: PracticeProduct): Offer {
  return {
    name: product.productName,
    productCode: product.productCode,
    priceWon: product.basePriceWon,
    temperature: product.variants[0]?.temperature ?? 'ambient',
    options: product.variants.map(({ variantCode, option, optionValues, priceWon }) => ({
      values: optionValues,
      names: option === '' ? [] : option.split(', ').map((part) => part.split('=')[0] ?? ''),
      extraWon: priceWon - product.basePriceWon,
      meaning: [{ variantCode, quantity: 1 }],
      variantCode,
    })),
  };
}

function twoForOneOffer(product: PracticeProduct): Offer {
  const single = singleOffer(product);
  return {
    ...single,
    name: `[1+1] ${product.productName}`,
    productCode: '',
    priceWon: Math.round((product.basePriceWon * 1.7) / 100) * 100,
    options: single.options.map((option) => ({
      ...option,
      meaning: [{ variantCode: option.variantCode, quantity: 2 }],
      variantCode: '',
    })),
  };
}

function kitOffers(sells: readonly Department[]): Offer[] {
  const departmentOf = new Map(
    practiceProducts.flatMap(({ department, variants }) =>
      variants.map(({ variantCode }) => [variantCode, department] as const),
    ),
  );
  return practiceKits
    .filter(({ items }) =>
      items.every(({ variantCode }) =>
        sells.some((each) => each === departmentOf.get(variantCode)),
      ),
    )
    .map(({ kitName, priceWon, items }) => ({
      name: kitName,
      productCode: '',
      priceWon,
      temperature: practiceVariant(items[0]?.variantCode ?? '').temperature,
      options: [{ values: [], names: [], extraWon: 0, meaning: items, variantCode: '' }],
    }));
}

function listingsOf(shop: PracticeShop, shopIndex: number, offer: Offer, at: number) {
  const { shown, codesOptions, isKnownByOption } = displays[shop.marketplace];
  const isCoded = offer.productCode !== '' && (codesOptions || offer.options.length === 1);
  const matchedBy = matchedByOf(shopIndex, at, !isCoded);
  return offer.options.map((option, optionAt): ChannelProduct => {
    const isRenamed =
      option.values.length > 0 && mix(shopIndex + 11, at * 31 + optionAt) % 17 === 0;
    const codes = shown(shopIndex, at, optionAt, offer, option);
    return {
      shopKey: shop.key,
      marketplace: shop.marketplace,
      ...codes,
      rememberedCode: isKnownByOption ? codes.channelOptionCode : codes.channelProductCode,
      renamedOption: isRenamed ? renamed(shop.marketplace, option) : null,
      sellerOptionCode: matchedBy === 'seller_code' && codesOptions ? option.variantCode : '',
      sellerProductCode: matchedBy === 'seller_code' ? offer.productCode : '',
      meaning: option.meaning,
      matchedBy,
      basePriceWon: offer.priceWon,
      optionPriceWon: option.extraWon,
      temperature: offer.temperature,
    };
  });
}

function onCoupang(
  shopIndex: number,
  at: number,
  optionAt: number,
  { name }: Offer,
  { values }: OfferedOption,
) {
  return {
    channelProductCode: String(6_140_000_000 + shopIndex * 1_000_000 + at * 37),
    channelOptionCode: String(71_400_000_000 + shopIndex * 10_000_000 + at * 640 + optionAt * 7),
    sellerProductNo: 13_200_000_000 + shopIndex * 1_000_000 + at * 41,
    channelProductName: shopIndex % 2 === 0 ? `모아데일리 ${name}` : `${name} 모아키친`,
    channelOption: values.join(' '),
  };
}

function onCafe24(
  shopIndex: number,
  at: number,
  optionAt: number,
  { name }: Offer,
  { names, values }: OfferedOption,
) {
  const productNo = shopIndex * 1000 + at + 1;
  const productCode = `P${letters(productNo).padStart(7, '0')}`;
  return {
    channelProductCode: productCode,
    channelOptionCode: `${productCode}${letters(optionAt + 1).padStart(4, '0')}`,
    sellerProductNo: productNo,
    channelProductName: name,
    channelOption: withNames(names, values),
  };
}

function onSmartstore(
  shopIndex: number,
  at: number,
  optionAt: number,
  { name }: Offer,
  { names, values }: OfferedOption,
) {
  return {
    channelProductCode: String(8_410_000_000 + shopIndex * 1_000_000 + at * 37),
    channelOptionCode: String(41_300_000_000 + shopIndex * 10_000_000 + at * 640 + optionAt * 7),
    sellerProductNo: 8_390_000_000 + shopIndex * 1_000_000 + at * 41,
    channelProductName: `${name} 무료배송`,
    channelOption: withColons(names, values),
  };
}

function withColons(names: readonly string[], values: readonly string[]): string {
  return values.map((value, index) => `${names[index]}: ${value}`).join(' / ');
}

/** Goods of ESM have a number for each site and a master number; options have none of their own. */
function onEsm(prefix: string): typeof onCoupang {
  return (shopIndex, at, optionAt, { name }, { values }) => {
    const goodsNo = `${prefix}${560_000_000 + shopIndex * 1_000_000 + at * 53}`;
    return {
      channelProductCode: goodsNo,
      channelOptionCode: `${goodsNo}-${optionAt + 1}`,
      sellerProductNo: 2_100_000_000 + shopIndex * 1_000_000 + at * 43,
      channelProductName: `${name} (당일발송)`,
      channelOption: values.join('/'),
    };
  };
}

function withNames(names: readonly string[], values: readonly string[]): string {
  return values.map((value, index) => `${names[index]}=${value}`).join(', ');
}

function on11st(
  shopIndex: number,
  at: number,
  optionAt: number,
  { name }: Offer,
  { names, values }: OfferedOption,
) {
  const productNo = 6_900_000_000 + shopIndex * 1_000_000 + at * 31;
  return {
    channelProductCode: String(productNo),
    channelOptionCode: String(28_000_000_000 + shopIndex * 10_000_000 + at * 640 + optionAt * 7),
    sellerProductNo: productNo,
    channelProductName: `[모아] ${name}`,
    channelOption: withSlashes(names, values),
  };
}

function withSlashes(names: readonly string[], values: readonly string[]): string {
  return values.map((value, index) => `${names[index]}:${value}`).join('/');
}

function renamed(marketplace: Marketplace, { names, values }: OfferedOption): string {
  const [first = '', ...others] = values;
  return displays[marketplace].option(names, [`${first}(신상)`, ...others]);
}

function matchedByOf(shopIndex: number, at: number, hasNoVariantCode: boolean): MatchedBy {
  const share = (at * 3 + shopIndex * 7) % 20;
  if (share < 3) return 'hand';
  return hasNoVariantCode || share < 8 ? 'remembered' : 'seller_code';
}

/** An even spread that stays the same for ever. */
function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
