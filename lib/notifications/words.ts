import { createTranslator } from 'next-intl';
import { ko } from '@/messages/ko';

/** A notification in words, outside of any page: mailboxes and webhooks get Korean. */
export function wordsOf(
  kind: string,
  values: Record<string, string | number>,
): { title: string; text: string } {
  const t = createTranslator({ locale: 'ko', messages: ko, timeZone: 'Asia/Seoul' });
  const say = (key: string) => t(key as Parameters<typeof t>[0], values);
  return {
    title: `[${ko.frame.product}] ${say(`notifications.titles.${kind}`)}`,
    text: say(kind === 'test' ? 'notifications.testText' : `notifications.kinds.${kind}`),
  };
}
