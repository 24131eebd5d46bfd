import { expect, it } from 'vitest';
import { nameIn } from '@/lib/name-in';
import { courierKeys } from './channel';
import { channelOf, channels, marketplaceOf, marketplaces, marketplaceWideCodes } from './registry';

it('finds the adapter of a marketplace, and none where orders come by sheet', () => {
  expect(channelOf('coupang')?.koreanName).toBe('쿠팡');
  expect(channelOf('kakao')).toBeNull();
});

it('names every marketplace once', () => {
  const keys = marketplaces.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(
    expect.arrayContaining(['coupang', 'cafe24', 'smartstore', 'auction', 'gmarket', 'manual']),
  );
  expect(marketplaceOf('coupang')).toMatchObject({ hasApi: true, isClosed: false });
  expect(marketplaceOf('tmon')).toMatchObject({ hasApi: false, isClosed: true });
  expect(() => marketplaceOf('nowhere')).toThrow('nowhere');
});

it('calls a marketplace by its English name wherever it is not read in Korean', () => {
  expect(nameIn('ko', marketplaceOf('coupang'))).toBe('쿠팡');
  const english = marketplaces.map((marketplace) => nameIn('en', marketplace));
  expect(english).toContain('Coupang');
  expect(english.filter((name) => /[가-힣]/.test(name))).toEqual([]);
});

it('shares matches across accounts only where codes mean the same everywhere', () => {
  expect(marketplaceWideCodes()).toEqual(expect.arrayContaining(['coupang', '11st']));
  expect(marketplaceWideCodes()).not.toContain('cafe24');
});

it.each(channels)('$marketplace tells changes exactly where it says so', (channel) => {
  expect(channel.changes !== undefined).toBe(channel.capabilities.changeFeed);
});

it.each(channels)('$marketplace can tell exactly what it says', (channel) => {
  const { tells } = channel.capabilities;
  expect(channel.tellDelays !== undefined).toBe(tells.includes('delay'));
  expect(channel.cancelSoldOut !== undefined).toBe(tells.includes('sold_out'));
});

it.each(channels)('$marketplace answers claims exactly where it says so', (channel) => {
  const { answers } = channel.capabilities;
  expect(channel.answerClaims !== undefined).toBe(Object.keys(answers).length > 0);
});

it('knows 기타택배 where the marketplace has it in its table, and nowhere else', () => {
  const codes = channels.map(({ marketplace, courierCodes }) => [marketplace, courierCodes.other]);
  expect(Object.fromEntries(codes)).toEqual({
    coupang: null,
    cafe24: null,
    smartstore: 'CH1',
    '11st': '00099',
    auction: '10034',
    gmarket: '10034',
  });
});

it.each(channels)(
  '$marketplace has an answer for every courier: a code, or a plain no',
  (channel) => {
    expect(Object.keys(channel.courierCodes).sort()).toEqual([...courierKeys].sort());
    expect(channel.courierCodes.cj).toBeTruthy();
  },
);
