import { cafe24 } from './cafe24/channel';
import type { Channel } from './channel';
import { coupang } from './coupang/channel';
import { elevenst } from './elevenst/channel';
import { auction, gmarket } from './esm/channel';
import { type Marketplace, marketplacesWithoutApi } from './marketplaces';
import { smartstore } from './smartstore/channel';

/** The marketplaces that have an adapter. A new one is added here and nowhere else. */
export const channels: readonly Channel[] = [
  coupang,
  cafe24,
  smartstore,
  auction,
  gmarket,
  elevenst,
];

/** Every marketplace an order can come from, in the order that pickers show them. */
export const marketplaces: readonly Marketplace[] = [
  ...channels.map(asMarketplace),
  ...marketplacesWithoutApi,
];

/** Null where orders come by sheet or by hand. */
export function channelOf(marketplace: string): Channel | null {
  return channels.find((channel) => channel.marketplace === marketplace) ?? null;
}

export function marketplaceOf(key: string): Marketplace {
  const marketplace = marketplaces.find((candidate) => candidate.key === key);
  if (!marketplace) throw new Error(`No such marketplace: ${key}`);
  return marketplace;
}

/** Where the same product code means the same product in every account. */
export function marketplaceWideCodes(): string[] {
  return channels
    .filter((channel) => channel.capabilities.codesAreMarketplaceWide)
    .map((channel) => channel.marketplace);
}

/** Where the same order number in two accounts is chance. */
export function marketplacesNumberingByAccount(): string[] {
  return marketplaces.filter((market) => market.numbersOrdersByAccount).map(({ key }) => key);
}

/** Where the market order number is a cart: two channels that show the same one are no mirrors. */
export function cartMarketplaces(): string[] {
  return channels
    .filter((channel) => channel.capabilities.marketOrderIsCart)
    .map((channel) => channel.marketplace);
}

/** Where waybill numbers go out by themselves. */
export function apiMarketplaces(): string[] {
  return channels.map((channel) => channel.marketplace);
}

/** Where a unit may be shipped line by line. */
export function partialShipmentMarketplaces(): string[] {
  return channels
    .filter((channel) => channel.capabilities.partialShipment)
    .map((channel) => channel.marketplace);
}

function asMarketplace(channel: Channel): Marketplace {
  const { marketplace, koreanName, englishName, capabilities } = channel;
  const { mark, sellerCentreUrl, isClosed } = capabilities;
  return {
    key: marketplace,
    koreanName,
    englishName,
    mark,
    sellerCentreUrl,
    isClosed,
    numbersOrdersByAccount: capabilities.numbersOrdersByAccount ?? false,
    hasApi: true,
  };
}
