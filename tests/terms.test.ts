import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

/** A label that is just this Korean term reads so in English: as a thing to do, a state, or done. */
const TERMS: Record<string, readonly string[]> = {
  결과불명: ['Outcome unknown'],
  결품: ['Missing goods'],
  대사: ['Reconcile', 'Reconciling'],
  도서산간: ['Island'],
  '등록 경로': ['Came by'],
  발주전: ['To acknowledge'],
  '배송 목록': ['Ship list'],
  배송메시지: ['Delivery message'],
  배송취소: ['Unship'],
  '배송후 취소요청': ['Late cancel', 'Late cancels'],
  상품구매금액: ['Goods amount'],
  송장요청중: ['Waiting for its waybill', 'Awaits no.'],
  완전배송가능만: ['Fully shippable only'],
  재고부족: ['Shortage'],
  제주·도서산간: ['Jeju and islands'],
  '판매처 알림': ['Notices to marketplaces', 'Notices to settle'],
  품목코드: ['Variant code', 'Variant codes'],
  '합포금지 해제': ['Unlock bundling', 'Unlocked bundling'],
  합포금지: ['Lock bundling', 'Bundling locked', 'Locked bundling'],
  확인필요: ['Needs review'],
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
