export type PhoneClass = 'mobile' | 'landline' | 'virtual' | 'masked' | 'dummy' | 'empty' | 'bad';

const MASK = /[*＊●○◯]|x{3,}/i;
const WITHOUT_LEADING_ZERO =
  /^(1[016789]\d{7,8}|2\d{7,8}|[3-6][1-5]\d{7,8}|[78]0\d{7,8}|50\d{8,9})$/;
const SHAPES = [
  ['virtual', /^050\d{8,9}$/],
  ['mobile', /^01[016789]\d{7,8}$/],
  ['landline', /^(02|0[3-6][1-5]|070|080)\d{7,8}$|^1[568]\d{6}$/],
] as const satisfies readonly (readonly [PhoneClass, RegExp])[];

export type Phone = { digits: string; kind: PhoneClass };

/** Only mobile and landline numbers say anything about who somebody is. */
export function readPhone(text: string): Phone {
  const digits = phoneDigits(text);
  if (MASK.test(text)) return { digits, kind: 'masked' };
  if (digits === '') return { digits, kind: 'empty' };
  if (/^0*$/.test(digits.replace(/^(02|0\d\d)/, ''))) return { digits, kind: 'dummy' };
  return { digits, kind: SHAPES.find(([, shape]) => shape.test(digits))?.[0] ?? 'bad' };
}

/** The digits as dialled inside Korea: country code gone, a zero that a spreadsheet ate restored. */
export function phoneDigits(text: string): string {
  const digits = text
    .normalize('NFKC')
    .replace(/\D+/g, '')
    .replace(/^(00)?82(?=\d{8})/, '');
  return WITHOUT_LEADING_ZERO.test(digits) ? `0${digits}` : digits;
}

/** What people write where there is no number: `전화없음`. */
export function isPhoneOfWords(text: string): boolean {
  return /\p{L}/u.test(text) && readPhone(text).kind === 'empty';
}

export function isComparable(phone: Phone): boolean {
  return phone.kind === 'mobile' || phone.kind === 'landline';
}
