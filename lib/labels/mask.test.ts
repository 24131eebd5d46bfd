import { expect, it } from 'vitest';
import { maskAddress, maskName, maskPhone } from './mask';

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

it.each([
  ['서울특별시 중구 세종대로 110 101동 1203호', '서울특별시 중구 세종대로 110 ***'],
  ['서울 중구 태평로1가 31 시청 3층', '서울 중구 태평로1가 31 ***'],
  ['경기 성남시 분당구 판교동 123-4 2층', '경기 성남시 분당구 판교동 ***'],
  ['서울특별시 중구 세종대로 110', '서울특별시 중구 세종대로 110'],
  ['어딘가 먼 곳 어느 집', '어딘가 먼 ***'],
])('maskAddress of %j is %j', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});
