import { expect, it } from 'vitest';
import { maskName, maskPhone } from './mask';

it.each([
  ['홍길동', '홍*동'],
  ['홍길', '홍*'],
  ['남궁길동', '남**동'],
  ['홍', '홍'],
  ['', ''],
  ['John Smith', 'J********h'],
])('maskName of %j is %j', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

it.each([
  ['010-1234-5678', '010-1234-****'],
  ['0212345678', '021234****'],
  ['0502-1234-56-78', '0502-1234-**-**'],
  ['123', '***'],
  ['', ''],
])('maskPhone of %j is %j', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
