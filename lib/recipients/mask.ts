import { isMaskedName } from './name';

export type ShownRecipient = {
  name: string;
  phone: string;
  mobile: string;
  /** Both parts of it, after the postcode where there is one. */
  address: string;
};

type StoredRecipient = {
  name: string;
  phone: string;
  mobile: string;
  postcode: string;
  address1: string;
  address2: string;
};

const WORDS_OF_ADDRESS = 3;

/** A recipient for a list: whole for those who may see personal data, masked for the others. */
export function shownRecipient(
  viewer: { canSeePersonalData: boolean },
  recipient: StoredRecipient,
): ShownRecipient {
  const { name, phone, mobile, postcode, address1, address2 } = recipient;
  if (!viewer.canSeePersonalData) {
    const address = maskAddress(address1);
    return { name: maskName(name), phone: maskPhone(phone), mobile: maskPhone(mobile), address };
  }
  const address = [postcode && `(${postcode})`, address1, address2].filter(Boolean).join(' ');
  return { name, phone, mobile, address };
}

/** 홍길동 → 홍*동, 홍길 → 홍* */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  if (letters.length < 2 || isMaskedName(name)) return name.trim();
  const last = letters.length > 2 ? letters.at(-1) : '';
  return `${letters[0]}${'*'.repeat(letters.length - (last ? 2 : 1))}${last}`;
}

/** 010-1234-5678 → 010-****-5678: the last four digits stay, as people know a number by them. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').length;
  let seen = 0;
  return phone.replace(/\d/g, (digit) => {
    seen++;
    const isShown = digits > 8 ? seen <= digits - 8 || seen > digits - 4 : seen > digits - 4;
    return isShown ? digit : '*';
  });
}

const PHONE_IN_TEXT = /(?<!\d)(?:\+?82[-. ]?\d{1,2}|0\d{1,3})[-. ]?\d{3,4}[-. ]?\d{4}(?!\d)/g;

/** What somebody wrote: whoever may not see personal data sees no phone number in it. */
export function shownText(viewer: { canSeePersonalData: boolean }, text: string): string {
  return viewer.canSeePersonalData ? text : text.replace(PHONE_IN_TEXT, maskPhone);
}

/**
 * What a channel or a courier said in its own words: whom it names nobody knows beforehand, so whoever
 * may not see personal data sees none of it. A single word is a key of ours, or a code.
 */
export function shownAnswer(viewer: { canSeePersonalData: boolean }, answer: string): string {
  return viewer.canSeePersonalData || /^\w*$/.test(answer) ? answer : '***';
}

/** What somebody wrote, of every text in what a change left behind. */
export function shownDetail<Detail extends Record<string, unknown>>(
  viewer: { canSeePersonalData: boolean },
  detail: Detail,
): Detail {
  return JSON.parse(shownText(viewer, JSON.stringify(detail)));
}

/** Province, city and quarter stay; the rest tells who it is. */
export function maskAddress(address1: string): string {
  const words = address1.trim().split(/\s+/);
  const shown = words.slice(0, WORDS_OF_ADDRESS).join(' ').replace(/\d/g, '*');
  return words.length > WORDS_OF_ADDRESS ? `${shown} ***` : shown;
}
