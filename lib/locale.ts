/** Holds the language that a browser has chosen: `ko` or `en`. */
export const LOCALE_COOKIE = 'moa_locale';
