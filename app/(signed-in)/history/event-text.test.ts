import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { claimVerbs, refusalReasons } from '@/lib/channels/telling';
import { ko } from '@/messages/ko';
import { detailText } from './event-text';

const t = createTranslator({ locale: 'ko', messages: ko, namespace: 'history' });

it('names the courier and the number of what was typed', () => {
  expect(detailText(t, { courier: 'cj', waybillNo: '346685023785' }, 'ko')).toBe(
    'CJ대한통운 · 346685023785',
  );
  expect(detailText(t, { courier: 'cj' }, 'en')).toBe('CJ Logistics');
});

it('names the fields of a recipient that were changed', () => {
  expect(detailText(t, { recipientFields: ['name', 'address1'] }, 'ko')).toBe('항목: 이름, 주소');
});

it('shows of a change of many what the first ones were and are', () => {
  const changes = [
    { code: 'A-1', before: { price: 12_000 }, after: { price: 1_200 } },
    { code: 'A-2', before: { tags: ['여름'] }, after: { tags: [] } },
  ];
  expect(detailText(t, { variants: 502, changes, moreChanges: 500 }, 'ko')).toBe(
    '품목 502종 · A-1 판매가 12000 → 1200 · A-2 태그 여름 → - · 외\u00a0500개 품목',
  );
});

it('shows what a setting was and is, also where it was nothing before', () => {
  expect(detailText(t, { before: 90, after: 45 }, 'ko')).toBe('90 → 45');
  expect(detailText(t, { before: '', after: '16:30' }, 'ko')).toBe('- → 16:30');
  expect(detailText(t, { before: '16:30', after: null }, 'ko')).toBe('16:30 → -');
  expect(detailText(t, { suffices: true }, 'ko')).toBe('사용');
  expect(detailText(t, { way: 'email', address: 'team@example.test' }, 'ko')).toBe(
    'team@example.test',
  );
  expect(detailText(t, { host: 'mail.example.com', port: 587 }, 'ko')).toBe('mail.example.com');
});

it('shows what a thing was and is by the fields that have words', () => {
  const kit = { before: { name: '세트', price: 100 }, after: { name: '선물세트', price: 200 } };
  expect(detailText(t, kit, 'ko')).toBe('이름 세트 → 선물세트, 판매가 100 → 200');
  const sent = { before: { isSupplierShipped: false }, after: { isSupplierShipped: true } };
  expect(detailText(t, sent, 'ko')).toBe('공급사 직송 false → true');
});

it('names the parcel that something was sent again in', () => {
  expect(detailText(t, { by: 12, reason: '누락' }, 'ko')).toBe('새 배송 12 · 사유: 누락');
});

it('tells a period from its beginning, in whatever order it was kept', () => {
  const kept = { to: '2026-12-01T00:00:00Z', from: '2026-11-29T00:00:00Z' };
  expect(detailText(t, kept, 'ko')).toBe('2026-11-29 09:00부터 · 2026-12-01 09:00까지');
});

it('says what a channel was answered and told, and by which rule a parcel is held', () => {
  expect(detailText(t, { verb: 'reject_return' }, 'ko')).toBe('반품 거부');
  const refused = { verb: 'reject_return', refusal: 'not_returned', reason: '확인했습니다' };
  expect(detailText(t, refused, 'ko')).toBe('반품 거부 · 상품 미입고 · 사유: 확인했습니다');
  expect(detailText(t, { shipOn: '2026-12-05' }, 'ko')).toBe('발송예정일 2026-12-05');
  expect(detailText(t, { rule: '제주·도서 확인' }, 'ko')).toBe('규칙 제주·도서 확인');
});

it('names the channels that were collected at once, before the period', () => {
  const collected = {
    ...{ to: '2026-12-01T00:00:00Z', from: '2026-11-29T00:00:00Z' },
    channelNames: ['쿠팡(모아데일리)', '11번가(모아)'],
  };
  expect(detailText(t, collected, 'ko')).toBe(
    '쿠팡(모아데일리), 11번가(모아) · 2026-11-29 09:00부터 · 2026-12-01 09:00까지',
  );
});

it('has a word for every reason of a refusal', () => {
  const told = refusalReasons.map((refusal) => detailText(t, { refusal }, 'ko'));
  expect(new Set(told).size).toBe(refusalReasons.length);
});

it('has a word for every answer to a claim', () => {
  const told = claimVerbs.map((verb) => detailText(t, { verb }, 'ko'));
  expect(told).not.toContain('');
});
