import { describe, expect, it } from 'vitest';
import { normaliseAddress, normalisePostcode, unitOf } from './address';

const whole = (address1: string, address2 = '') => normaliseAddress(address1, address2).whole;
const place = (address1: string, address2 = '') => normaliseAddress(address1, address2).place;

describe('one address in two spellings', () => {
  it.each([
    ['서울특별시 강남구 테헤란로 12 101동 1203호', '서울 강남구 테헤란로 12, 101동1203호'],
    ['서울시 강남구 테헤란로 12 101동 1203호', '서울 강남구 테헤란로12 101-1203'],
    ['서울 강남구 테헤란로 12 101동 12층 1203호', '서울 강남구 테헤란로 12 101동 1203호'],
    ['서울 강남구 테헤란로 12 12층 1203호', '서울 강남구 테헤란로 12 1203호'],
    [
      '서울 강남구 테헤란로 12 (역삼동, 한빛아파트) 101동 1203호',
      '서울 강남구 테헤란로 12 101동 1203호',
    ],
    ['서울 강남구 테헤란로 12 (역삼동, 101동 1203호)', '서울 강남구 테헤란로 12 101동 1203호'],
    ['서울 강남구 테헤란로 12 (역삼동', '서울 강남구 테헤란로 12'],
    ['(06236) 서울 강남구 테헤란로 12', '서울 강남구 테헤란로 12'],
    ['[06236]서울 강남구 테헤란로 12', '서울 강남구 테헤란로 12'],
    ['06236 서울 강남구 테헤란로 12', '서울 강남구 테헤란로 12'],
    ['강원특별자치도 춘천시 중앙로 1', '강원도 춘천시 중앙로 1'],
    ['전북특별자치도 전주시 완산구 효자로 225', '전라북도 전주시 완산구 효자로 225'],
    ['경상남도 창원시 의창구 상남로 2', '경남 창원시 의창구 상남로 2'],
    ['제주특별자치도 제주시 연북로 3', '제주 제주시 연북로 3'],
    ['광주광역시 북구 첨단로 4', '광주 북구 첨단로 4'],
    ['세종특별자치시 한누리대로 5', '세종 한누리대로 5'],
    ['서울 노원구 상계10동 123-4번지 203호', '서울 노원구 상계10동 123-4 203'],
    ['서울 강남구 역삼동 한빛아파트 101동 1203호', '서울 강남구 역삼동 한빛아파트 101-1203'],
    ['서울 강남구 테헤란로 12 B101호', '서울 강남구 테헤란로 12 b101'],
    ['서울 강남구 테헤란로 12 지하 1층', '서울 강남구 테헤란로 12 B1층'],
  ])('%s = %s', (one, other) => expect(whole(one)).toBe(whole(other)));

  it('may be cut into its two fields anywhere', () => {
    expect(whole('서울 강남구 테헤란로 12', '101동 1203호')).toBe(
      whole('서울 강남구', '테헤란로 12 101동 1203호'),
    );
  });
});

describe('two addresses stay two', () => {
  it.each([
    ['서울 중구 세종대로 20 11층', '서울 중구 세종대로 201 1층'],
    ['서울 강남구 테헤란로 12 101동 1203호', '서울 강남구 테헤란로 12 102동 1203호'],
    ['서울 강남구 테헤란로 12 101동 1203호', '서울 강남구 테헤란로 12 101동 1204호'],
    ['서울 강남구 테헤란로 12-3', '서울 강남구 테헤란로 12 3'],
    ['서울 강남구 테헤란로 1 203호', '서울 강남구 테헤란로 120 3호'],
    ['서울 강남구 테헤란로 12 지하 1층', '서울 강남구 테헤란로 12 1층'],
    ['서울 강남구 테헤란로 12 가동 201호', '서울 강남구 테헤란로 12 나동 201호'],
    ['서울 성동구 성수동1가 12', '서울 성동구 성수동2가 12'],
    ['부산 중구 중앙대로 1', '대구 중구 중앙대로 1'],
    ['광주광역시 북구 역동로 4', '경기도 광주시 역동로 4'],
  ])('%s ≠ %s', (one, other) => expect(whole(one)).not.toBe(whole(other)));
});

describe('동·호', () => {
  it.each([
    ['서울 강남구 테헤란로 12', '101동 1203호'],
    ['서울 강남구 테헤란로 12', '1203호'],
    ['서울 강남구 테헤란로 12', '101-1203'],
    ['서울 강남구 테헤란로 12', '11층'],
    ['서울 강남구 테헤란로 12', '(역삼동) 가동 201호'],
    ['서울 강남구 역삼동 736-12', '203호'],
    ['서울 노원구 상계10동 123-4', '101동 1203호'],
    ['경기 이천시 신둔면 수광리 12-3', 'A동 101호'],
  ])('%s + %s: without it, the same place', (address, unit) => {
    const complete = normaliseAddress(address, unit);
    const short = normaliseAddress(address, '');
    expect(complete).toMatchObject({ hasUnit: true, place: short.whole });
    expect(short.hasUnit).toBe(false);
    expect(complete.whole).not.toBe(short.whole);
  });

  it('of two flats differ, of one building not', () => {
    expect(place('서울 강남구 테헤란로 12', '101동 1203호')).toBe(
      place('서울 강남구 테헤란로 12', '102동 3호'),
    );
  });

  it.each([
    '서울 강남구 테헤란로 12-3',
    '서울 강남구 역삼동 736-12',
    '서울 노원구 상계10동 123-4',
    '서울 종로구 종로1가 24',
    '서울 강남구 테헤란로4길 12',
    '부산 부산진구 중앙대로691번길 12-3',
    '서울 강남구 강남대로 지하 396',
  ])('%s has none', (address) => expect(normaliseAddress(address, '').hasUnit).toBe(false));
});

describe('the flat of an address', () => {
  it.each([
    ['101동 1203호', { block: '101', room: '1203' }],
    ['101-1203', { block: '101', room: '1203' }],
    ['(역삼동) 가동 201호', { block: '가', room: '201' }],
    ['A동', { block: 'a', room: null }],
    ['1203호', { block: null, room: '1203' }],
    ['B102호', { block: null, room: 'b102' }],
    ['3층', null],
    ['101동 3층', null],
    ['', null],
  ])('%s', (unit, parts) => expect(unitOf('서울 강남구 테헤란로 12', unit)).toEqual(parts));
});

describe('도로명 and 지번', () => {
  it.each([
    ['서울 강남구 테헤란로 12', true],
    ['서울 강남구 테헤란로4길 12', true],
    ['서울 강남구 테헤란로12길 3-1, 101동 1203호', true],
    ['서울 강남구 강남대로 지하 396', true],
    ['부산 부산진구 중앙대로691번길 12', true],
    ['서울 강남구 역삼동 736-12', false],
    ['서울 종로구 종로1가 24', false],
    ['경기 이천시 신둔면 수광리 산 12', false],
    ['서울 구로구 구로동 1125', false],
  ])('%s: %s', (address, isRoad) =>
    expect(normaliseAddress(address, '').isRoadAddress).toBe(isRoad),
  );
});

describe('what is not compared', () => {
  it('a masked address', () => expect(whole('서울 강남구 ****')).toBe(''));
  it('an empty one', () => expect(whole('', ' ')).toBe(''));
});

describe('overseas', () => {
  it.each([
    ['서울 강남구 테헤란로 12', true],
    ['12 Teheran-ro, Gangnam-gu, Seoul', true],
    ['350 Fifth Avenue, New York, NY 10118', false],
    ['東京都新宿区西新宿2-8-1', false],
  ])('%s is domestic: %s', (address, isDomestic) =>
    expect(normaliseAddress(address, '').isDomestic).toBe(isDomestic),
  );
});

describe('a postcode', () => {
  it.each([
    ['06236', '', '06236'],
    ['06236 ', '', '06236'],
    ['6236', '', '06236'],
    ['', '(06236) 서울 강남구', '06236'],
    ['135-080', '', ''],
    ['135-080', '06236 서울 강남구', '06236'],
    ['', '서울 강남구', ''],
  ])('%s with %s: %s', (postcode, address, expected) =>
    expect(normalisePostcode(postcode, address)).toBe(expected),
  );
});
