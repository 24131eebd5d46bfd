import { cookies } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';
import { LOCALE_COOKIE } from './locale';

export type Messages = typeof ko;

const messagesOf = { ko, en } satisfies Record<string, Messages>;

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: keyof typeof messagesOf;
  }
}

/** Korean, unless this browser has chosen English. */
export default getRequestConfig(async () => {
  const locale = (await cookies()).get(LOCALE_COOKIE)?.value === 'en' ? 'en' : 'ko';
  return { locale, messages: messagesOf[locale], timeZone: 'Asia/Seoul' };
});
