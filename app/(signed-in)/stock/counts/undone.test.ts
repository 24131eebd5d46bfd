import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

const inEnglish = createTranslator({ locale: 'en', messages: en, namespace: 'stock.counts' });
const inKorean = createTranslator({ locale: 'ko', messages: ko, namespace: 'stock.counts' });

it('speaks of parcels reserved again only where there are any', () => {
  const none = { variants: 2, restored: 0, kept: 0 };
  expect(inEnglish('undone', none)).toBe('Put back 2 variants. They are listed below.');
  expect(inKorean('undone', none)).toBe('품목 2종의 재고를 되돌렸습니다. 내용은 아래에 있습니다.');
  expect(inEnglish('undone', { ...none, restored: 3 })).toContain('reserved again for 3 parcels');
  expect(inKorean('undone', { ...none, restored: 3 })).toContain('되돌리고 배송 3건에 다시');
});
