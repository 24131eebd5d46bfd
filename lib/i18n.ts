import { getRequestConfig } from 'next-intl/server';
import { ko } from '@/messages/ko';

export type Messages = typeof ko;

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: 'ko';
  }
}

export default getRequestConfig(() => ({
  locale: 'ko',
  messages: ko,
  timeZone: 'Asia/Seoul',
}));
