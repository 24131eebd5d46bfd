import type { Meaning } from '@/lib/practice/catalogue';
import { practiceChannelProducts } from '@/lib/practice/listings';
import { practiceShops } from '@/lib/practice/shops';

/** A listing as an operator sees it on an order line. */
export type Listing = { channel: string; product: string; option: string };

/** What one piece of a listing consists of; the seller knows, whatever the marketplaces call it. */
export function goodsOf({ channel, product, option }: Listing): readonly Meaning[] {
  const shop = practiceShops.find(({ account }) => channel.endsWith(`(${account})`));
  const listing = practiceChannelProducts.find(
    (candidate) =>
      candidate.shopKey === shop?.key &&
      candidate.channelProductName === product &&
      [candidate.channelOption || '-', candidate.renamedOption].includes(option),
  );
  if (!listing) throw new Error(`Nobody sells ${product} ${option} at ${channel}`);
  return listing.meaning;
}
