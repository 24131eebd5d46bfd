import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

/** A label that is just this Korean term reads so in English: as a thing to do, a state, or done. */
const TERMS: Record<string, readonly string[]> = {
  결과불명: ['Outcome unknown'],
  결품: ['Missing goods'],
  발주전: ['To acknowledge'],
  배송메시지: ['Delivery message'],
  배송취소: ['Unship'],
  '배송후 취소요청': ['Late cancel', 'Late cancels'],
  재고부족: ['Shortage'],
  합포금지: ['Lock bundling', 'Bundling locked', 'Locked bundling'],
  '합포금지 해제': ['Unlock bundling', 'Unlocked bundling'],
};

it('a term has one name in English, and no two terms share one', () => {
  const english = new Map(labelsOf(en));
  const labels = labelsOf(ko).map(([key, korean]) => ({ key, korean, english: english.get(key) }));
  const wrong = labels.filter(({ korean, english = '' }) => {
    const [owner] = Object.entries(TERMS).find(([, names]) => names.includes(english)) ?? [];
    return !(TERMS[korean]?.includes(english) ?? true) || (owner && !korean.startsWith(owner));
  });
  expect(wrong).toEqual([]);
});

/** Each text with the path of its key. */
function labelsOf(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, text]: [string, unknown]): [string, string][] => {
    const place = `${path}.${key}`;
    return typeof text === 'object' && text ? labelsOf(text, place) : [[place, String(text)]];
  });
}
