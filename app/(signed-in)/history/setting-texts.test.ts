import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { ko } from '@/messages/ko';
import { type SettingWords, settingText } from './setting-texts';

const words: SettingWords = {
  automation: createTranslator({ locale: 'ko', messages: ko, namespace: 'automation' }),
  priority: createTranslator({ locale: 'ko', messages: ko, namespace: 'allocate.priority' }),
  rules: createTranslator({ locale: 'ko', messages: ko, namespace: 'rules' }),
};
const named = {
  channels: [{ id: 1, name: '쿠팡(모아)' }],
  suppliers: [{ id: 2, name: '모아식품' }],
  accounts: [{ id: 3, name: '롯데 계약' }],
};
const said = (verb: string, detail: Record<string, unknown>) =>
  settingText(words, named, { verb, detail });

it('says what of the autopilot was changed, from what to what', () => {
  const whole = { servesPartly: false, reallocatesPartly: false, channelIds: [1] };
  const before = { days: 7, bundleScope: null, allocation: whole };
  const after = { days: 14, bundleScope: 'any_channel', allocation: whole };
  expect(said('autopilot.set', { before, after })).toBe(
    '주문일 기간(일) 7 → 14 · 합포 자동으로 하지 않음 → 판매처 구분 없음',
  );
  expect(said('autopilot.set', { before, after: null })).toMatch(/^자동처리 사용 → 사용안함/);
});

it('names the criteria of the priority in their order', () => {
  const detail = { before: ['ship_by', 'amount'], after: ['tag:VIP', 'ship_by'] };
  expect(said('save_priority', detail)).toBe(
    '발송기한 빠른 순 > 주문금액 높은 순 → 옵션태그 VIP 먼저 > 발송기한 빠른 순',
  );
  expect(said('save_priority', { allocationPriority: ['amount'] })).toBe('주문금액 높은 순');
});

it('says the conditions and the contract of a rule', () => {
  const before = { conditions: { regions: ['jeju'] }, courier_account_id: null };
  const after = { conditions: { channelIds: [1], qtyFrom: 3 }, courier_account_id: 3 };
  expect(said('parcelRule.edit', { name: '제주', before, after })).toBe(
    '조건 제주 → 쿠팡(모아), 수량 3 이상 · 배송업체 계약 - → 롯데 계약',
  );
  expect(said('stock.adjust', { before: 1, after: 2 })).toBe('');
});
