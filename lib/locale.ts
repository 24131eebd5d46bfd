/** Holds the language that a browser has chosen: `ko` or `en`. */
export const LOCALE_COOKIE = 'moa_locale';

export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words. */
export const languageNames: Record<Language, string> = { ko: '한국어', en: 'English' };
