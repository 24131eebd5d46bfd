import type { NamespaceKeys, NestedKeyOf } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { ko } from '@/messages/ko';

export type Messages = typeof ko;
export type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;

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
