import { isCourierKey } from '@/lib/couriers/registry';
import { channelOf } from './registry';

/**
 * By which code a marketplace is told of a courier: the mall's own, else the adapter's. Null sends no
 * waybill: neither is known, or the mall has emptied its own.
 */
export function courierCodeFor(
  marketplace: string,
  courier: string,
  ownCode: string | null,
): string | null {
  const known = isCourierKey(courier) ? channelOf(marketplace)?.courierCodes[courier] : null;
  return (ownCode ?? known) || null;
}
