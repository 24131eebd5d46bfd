import { expect, it } from 'vitest';
import { maskAddress, maskName, maskPhone, shownAnswer, shownRecipient, shownText } from './mask';

it.each([
  ['윤서아', '윤*아'],
  ['윤서', '윤*'],
  ['남궁서아', '남**아'],
  ['윤', '윤'],
  ['', ''],
  ['John Smith', 'J********h'],
  ['윤*아', '윤*아'],
])('the name %s is shown as %s', (name, shown) => expect(maskName(name)).toBe(shown));

it.each([
  ['010-2345-6789', '010-****-6789'],
  ['01023456789', '010****6789'],
  ['02-345-6789', '0*-***-6789'],
  ['0504-123-45678', '0504-***-*5678'],
  ['1588-1234', '****-1234'],
  ['', ''],
])('the phone %s is shown as %s', (phone, shown) => expect(maskPhone(phone)).toBe(shown));

it.each([
  ['010-2345-6789로 전화 주세요', '010-****-6789로 전화 주세요'],
  ['전화(01023456789)', '전화(010****6789)'],
  ['+82 10 2345 6789', '+82 10 **** 6789'],
  ['주문 20260302000123 2건', '주문 20260302000123 2건'],
])('the text "%s" is shown as "%s"', (text, shown) => {
  expect(shownText({ canSeePersonalData: false }, text)).toBe(shown);
  expect(shownText({ canSeePersonalData: true }, text)).toBe(text);
});

it('what a channel said is shown to who may see personal data alone, a key of ours to everybody', () => {
  const said = '윤서아 테헤란로 12: 주소 오류';
  expect(shownAnswer({ canSeePersonalData: false }, said)).toBe('***');
  expect(shownAnswer({ canSeePersonalData: true }, said)).toBe(said);
  for (const ours of ['', 'noAnswer'])
    expect(shownAnswer({ canSeePersonalData: false }, ours)).toBe(ours);
});

it('an address is shown down to its quarter', () => {
  expect(maskAddress('서울 강남구 테헤란로 12 한빛아파트')).toBe('서울 강남구 테헤란로 ***');
  expect(maskAddress('서울 강남구 역삼동736')).toBe('서울 강남구 역삼동***');
});

it('whoever may see personal data sees it whole', () => {
  const recipient = {
    name: '윤서아',
    phone: '',
    mobile: '010-2345-6789',
    postcode: '06236',
    address1: '서울 강남구 테헤란로 12',
    address2: '101동 1203호',
  };
  expect(shownRecipient({ canSeePersonalData: true }, recipient)).toEqual({
    name: '윤서아',
    phone: '',
    mobile: '010-2345-6789',
    address: '(06236) 서울 강남구 테헤란로 12 101동 1203호',
  });
  expect(shownRecipient({ canSeePersonalData: false }, recipient)).toEqual({
    name: '윤*아',
    phone: '',
    mobile: '010-****-6789',
    address: '서울 강남구 테헤란로 ***',
  });
});
