import { cafe24 } from './cafe24/marketplace';
import { coupang } from './coupang/marketplace';
import { elevenst } from './elevenst/marketplace';
import { auction, gmarket } from './esm/marketplace';
import type { PracticeMarketplace } from './marketplace';
import type { Marketplace } from './shops';
import { smartstore } from './smartstore/marketplace';

/** A new one is added here, and as a shop in the catalogue. */
export const practiceMarketplaces: readonly PracticeMarketplace[] = [
  coupang,
  cafe24,
  smartstore,
  elevenst,
  auction,
  gmarket,
];

export function practiceMarketplace(key: Marketplace): PracticeMarketplace {
  const found = practiceMarketplaces.find((marketplace) => marketplace.key === key);
  if (!found) throw new Error(`No practice marketplace ${key}`);
  return found;
}
