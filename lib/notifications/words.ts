import { createTranslator } from 'next-intl';
import type { Language } from '@/lib/locale';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

const messagesOf = { ko, en } satisfies Record<Language, typeof ko>;

/** A notification in words, outside of any page: in the language of whoever gets it. */
export function wordsOf(
  language: Language,
  kind: string,
  values: Record<string, string | number>,
): { title: string; text: string } {
  const messages = messagesOf[language];
  const t = createTranslator({ locale: language, messages, timeZone: 'Asia/Seoul' });
  const say = (key: string) => t(key as Parameters<typeof t>[0], values);
  return {
    title: `[${messages.frame.product}] ${say(`notifications.titles.${kind}`)}`,
    text: say(kind === 'test' ? 'notifications.testText' : `notifications.kinds.${kind}`),
  };
}
