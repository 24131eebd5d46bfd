import type { ParcelLine } from '@/lib/shipping/scanning/parcel';

/** As its channel names it; a gift has no name there. */
export function parcelLineName({ isGift, productName, option }: ParcelLine, gift: string): string {
  return isGift ? gift : [productName, option].filter(Boolean).join(' / ') || '-';
}
