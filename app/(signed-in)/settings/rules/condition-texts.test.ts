import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { provinces } from '@/lib/recipients/region';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';
import { conditionTexts } from './condition-texts';

const nothing = { channels: [], suppliers: [] };

it('names every province in the language of who reads it', () => {
  const inEnglish = createTranslator({ locale: 'en', messages: en, namespace: 'rules' });
  const [english = ''] = conditionTexts(inEnglish, { provinces }, nothing);
  expect(english).toMatch(/^Seoul, Gyeonggi, .*, Jeju$/);
  expect(english).not.toMatch(/[가-힣]/);
  const inKorean = createTranslator({ locale: 'ko', messages: ko, namespace: 'rules' });
  expect(conditionTexts(inKorean, { provinces }, nothing)).toEqual([provinces.join(', ')]);
});
