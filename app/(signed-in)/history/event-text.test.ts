import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { ko } from '@/messages/ko';
import { detailText } from './event-text';

it('names the courier and the number of what was typed', () => {
  const t = createTranslator({ locale: 'ko', messages: ko, namespace: 'history' });
  expect(detailText(t, { courier: 'cj', waybillNo: '346685023785' })).toBe(
    'CJ대한통운 · 346685023785',
  );
});
