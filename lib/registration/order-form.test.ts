import { describe, expect, it } from 'vitest';
import { orderFormSchema } from './order-form';

const form = {
  channelId: '3',
  recipientName: ' 윤슬아 ',
  recipientMobile: '010-2222-3333',
  address1: '서울특별시 마포구 물결로 1',
  lines: [{ productName: '담요', quantity: '2' }],
};

function wrongFields(changed: Record<string, unknown>) {
  const parsed = orderFormSchema.safeParse({ ...form, ...changed });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('the form of one order', () => {
  it('needs a recipient with a phone, an address and a line; the rest has defaults', () => {
    expect(orderFormSchema.parse(form)).toMatchObject({
      channelId: 3,
      orderNo: '',
      recipientName: '윤슬아',
      freightTerm: 'prepaid',
      lines: [{ quantity: 2, unitPrice: 0, option: '', variantCode: '' }],
    });
  });

  it.each([
    [{ recipientName: ' ' }, 'recipientName'],
    [{ recipientMobile: undefined }, 'recipientMobile'],
    [{ recipientMobile: '없음' }, 'recipientMobile'],
    [{ postcode: '1234' }, 'postcode'],
    [{ lines: [] }, 'lines'],
    [{ lines: [{ productName: '담요', quantity: '0' }] }, 'lines.0.quantity'],
    [{ orderedAt: '2026-11-22' }, 'orderedAt'],
    [{ orderedAt: '2026-11-99T09:00' }, 'orderedAt'],
  ])('refuses %o', (changed, field) => {
    expect(wrongFields(changed)).toContain(field);
  });

  it('says at once all that is missing', () => {
    const missing = { recipientName: '', recipientMobile: '', address1: '' };
    expect(wrongFields(missing).sort()).toEqual(['address1', 'recipientMobile', 'recipientName']);
  });

  it('is content with a landline alone', () => {
    expect(wrongFields({ recipientMobile: undefined, recipientPhone: '02-123-4567' })).toEqual([]);
  });
});
