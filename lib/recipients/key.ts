import { normaliseAddress } from './address';
import { hmacUnder } from './hmac';
import { isMaskedName, normaliseName } from './name';
import { isComparable, type Phone, type PhoneClass, readPhone } from './phone';

/** Raised with every change of what is equal; keys of different versions are never compared. */
export const KEY_VERSION = 1;

export type RecipientText = {
  name: string;
  phone: string;
  mobile: string;
  postcode: string;
  address1: string;
  address2: string;
};

/** What is compared of a recipient, without saying who it is. Null: cannot be compared. */
export type RecipientKeys = {
  nameKey: string | null;
  /** The address as written, in one spelling; the postcode is compared beside it, where both have one. */
  addressKey: string | null;
  placeKey: string | null;
  phoneKey: string | null;
  mobileKey: string | null;
  phoneClass: PhoneClass;
  mobileClass: PhoneClass;
  isRoadAddress: boolean;
  hasUnit: boolean;
  isDomestic: boolean;
  keyVersion: number;
};

/** Keys under the mall's own secret: equal people of two malls never have equal keys. */
export function recipientKeys(recipient: RecipientText, mallKey: string): RecipientKeys {
  const name = isMaskedName(recipient.name) ? '' : normaliseName(recipient.name);
  const address = normaliseAddress(recipient.address1, recipient.address2);
  const phone = readPhone(recipient.phone);
  const mobile = readPhone(recipient.mobile);
  const addressKey = keyOf('address', address.whole, mallKey);
  return {
    nameKey: keyOf('name', name, mallKey),
    addressKey,
    placeKey: address.hasUnit ? keyOf('address', address.place, mallKey) : addressKey,
    phoneKey: phoneKey(phone, mallKey),
    mobileKey: phoneKey(mobile, mallKey),
    phoneClass: phone.kind,
    mobileClass: mobile.kind,
    isRoadAddress: address.isRoadAddress,
    hasUnit: address.hasUnit,
    isDomestic: address.isDomestic,
    keyVersion: KEY_VERSION,
  };
}

/** A number has one key in whichever field it was written. */
function phoneKey(phone: Phone, mallKey: string): string | null {
  return isComparable(phone) ? keyOf('phone', phone.digits, mallKey) : null;
}

/** 128 bits of an HMAC as uuid text. */
function keyOf(part: 'name' | 'address' | 'phone', text: string, mallKey: string): string | null {
  if (text === '') return null;
  const hex = signerOf(mallKey)(`${KEY_VERSION}:${part}:${text}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

const signers = new Map<string, ReturnType<typeof hmacUnder>>();

function signerOf(mallKey: string): ReturnType<typeof hmacUnder> {
  const signer = signers.get(mallKey) ?? hmacUnder(mallKey);
  signers.set(mallKey, signer);
  return signer;
}
