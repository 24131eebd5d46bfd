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

it('says of a measure with one end on which side of it a parcel lies', () => {
  const inKorean = createTranslator({ locale: 'ko', messages: ko, namespace: 'rules' });
  const inEnglish = createTranslator({ locale: 'en', messages: en, namespace: 'rules' });
  const ends = { amountFrom: 150_000, qtyTo: 3, unitsFrom: 2, unitsTo: 5 };
  expect(conditionTexts(inKorean, ends, nothing)).toEqual([
    '수량 3 이하',
    '낱개 2–5',
    '150,000원 이상',
  ]);
  expect(conditionTexts(inEnglish, ends, nothing)).toEqual([
    'ordered 3 or fewer',
    'pieces 2–5',
    '₩150,000 or more',
  ]);
});
