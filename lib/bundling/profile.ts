import { sql } from 'drizzle-orm';
import { normalisePostcode } from '@/lib/recipients/address';
import type { PhoneClass } from '@/lib/recipients/phone';
import type { Profile } from './likeness';

export type ProfileRow = {
  recipientId: number;
  nameKey: string | null;
  addressKey: string | null;
  placeKey: string | null;
  phoneKey: string | null;
  mobileKey: string | null;
  phoneClass: PhoneClass;
  mobileClass: PhoneClass;
  postcode: string;
  /** Read only where a postcode may have to be found in it. */
  address1: string;
  isRoadAddress: boolean;
  hasUnit: boolean;
};

export const profileColumns = sql`
  recipient.id as "recipientId", recipient.name_key as "nameKey", recipient.address_key as "addressKey",
  recipient.place_key as "placeKey", recipient.phone_key as "phoneKey",
  recipient.mobile_key as "mobileKey", recipient.phone_class as "phoneClass",
  recipient.mobile_class as "mobileClass", recipient.postcode,
  case when recipient.postcode ~ '^[0-9]{5}$' then '' else recipient.address1 end as address1,
  recipient.is_road_address as "isRoadAddress", recipient.has_unit as "hasUnit"`;

export function profileOf(row: ProfileRow): Profile {
  const mobiles = numbersOf(row, 'mobile');
  const landlines = numbersOf(row, 'landline');
  return {
    recipientId: row.recipientId,
    nameKey: row.nameKey,
    addressKey: row.addressKey,
    placeKey: row.placeKey,
    postcode: normalisePostcode(row.postcode, row.address1),
    isRoadAddress: row.isRoadAddress,
    hasUnit: row.hasUnit,
    mobiles,
    landlines,
    hasVirtualPhone: row.phoneClass === 'virtual' || row.mobileClass === 'virtual',
  };
}

/** The keys of a class of phones, in whichever field they stand. */
function numbersOf(row: ProfileRow, kind: PhoneClass): string[] {
  const phone = row.phoneClass === kind ? row.phoneKey : null;
  const mobile = row.mobileClass === kind ? row.mobileKey : null;
  if (phone === null || phone === mobile) return mobile === null ? [] : [mobile];
  return mobile === null ? [phone] : [phone, mobile].sort();
}
