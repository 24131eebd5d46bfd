import { describe, expect, it } from 'vitest';
import { type RecipientText, recipientKeys } from './key';
import { isMaskedName, lettersOf, mayBeOneName, normaliseName } from './name';

const MALL_KEY = '5b0e5f9c-3a57-4a8e-9d5f-0c2f7b1f6a11';
const OTHER_MALL_KEY = '0d9a6a52-6a0e-4c5c-8f3d-1d1f7a5f9b22';

const recipient: RecipientText = {
  name: '윤서아',
  phone: '02-345-6789',
  mobile: '010-2345-6789',
  postcode: '06236',
  address1: '서울특별시 강남구 테헤란로 12',
  address2: '101동 1203호',
};
const keys = (change: Partial<RecipientText> = {}) =>
  recipientKeys({ ...recipient, ...change }, MALL_KEY);

describe('a name', () => {
  it.each([
    ['윤 서아', '윤서아'],
    ['윤서아님', '윤서아'],
    ['윤서아 귀하', '윤서아'],
    ['서아님', '서아님'],
    ['Ann  Lee', 'annlee'],
  ])('%s reads %s', (name, expected) => expect(normaliseName(name)).toBe(expected));

  it.each(['윤*아', '윤○아', '윤O아', '윤**', '김O'])('%s is masked', (name) => {
    expect(isMaskedName(name)).toBe(true);
    expect(keys({ name }).nameKey).toBeNull();
  });

  it.each(['윤서아', 'Otto', '㈜오투'])('%s is not masked', (name) =>
    expect(isMaskedName(name)).toBe(false),
  );
});

it.each([
  ['윤*아', '윤서아', true],
  ['윤**', '윤서아', true],
  ['윤*아', '윤*', true],
  ['윤○아', '윤서아 님', true],
  ['**', '윤서아', true],
  ['윤*아', '윤서미', false],
  ['박*아', '윤서아', false],
  ['윤서아', '윤서아', true],
  ['윤서아', '윤서', false],
])('%s and %s can be one name: %s', (one, other, may) => {
  expect(mayBeOneName(lettersOf(one), lettersOf(other))).toBe(may);
  expect(mayBeOneName(lettersOf(other), lettersOf(one))).toBe(may);
});

describe('keys', () => {
  it('are uuids, equal for one recipient in two spellings', () => {
    const spelled = keys({ name: '윤서아 님', mobile: '+82 10 2345 6789', address2: '101-1203' });
    expect(spelled).toEqual(keys());
    expect(spelled.nameKey).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('of two malls are never equal', () => {
    const [ours, theirs] = [keys(), recipientKeys(recipient, OTHER_MALL_KEY)];
    for (const key of ['nameKey', 'addressKey', 'placeKey', 'phoneKey', 'mobileKey'] as const) {
      expect(ours[key]).not.toBe(theirs[key]);
    }
  });

  it('of a phone are the same in either field', () => {
    expect(keys({ phone: recipient.mobile }).phoneKey).toBe(keys().mobileKey);
  });

  it.each(['0504-123-45678', '010-****-6789', '010-0000-0000', '', '12'])(
    'are none for the phone %s',
    (mobile) => expect(keys({ mobile }).mobileKey).toBeNull(),
  );

  it('meet at the place when 동·호 is missing on one side', () => {
    const short = keys({ address2: '' });
    expect(short.placeKey).toBe(keys().placeKey);
    expect(short.addressKey).not.toBe(keys().addressKey);
  });

  it('are none where there is nothing to compare', () => {
    const empty = { name: '', phone: '', mobile: '', postcode: '', address1: '', address2: '' };
    expect(recipientKeys(empty, MALL_KEY)).toMatchObject({
      nameKey: null,
      addressKey: null,
      placeKey: null,
      phoneKey: null,
      mobileKey: null,
    });
  });
});

it('reads 100,000 recipients within a collection’s time', () => {
  const before = process.cpuUsage();
  for (let at = 0; at < 20_000; at++) keys({ name: `윤서아${at}`, address2: `101동 ${at}호` });
  const { user, system } = process.cpuUsage(before);
  expect(((user + system) / 1000) * 5).toBeLessThan(10_000);
});
