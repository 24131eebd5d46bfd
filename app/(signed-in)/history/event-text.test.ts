import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { ko } from '@/messages/ko';
import { detailText } from './event-text';

const t = createTranslator({ locale: 'ko', messages: ko, namespace: 'history' });

it('names the courier and the number of what was typed', () => {
  expect(detailText(t, { courier: 'cj', waybillNo: '346685023785' })).toBe(
    'CJ대한통운 · 346685023785',
  );
});

it('names the fields of a recipient that were changed', () => {
  expect(detailText(t, { recipientFields: ['name', 'address1'] })).toBe('항목: 이름, 주소');
});
