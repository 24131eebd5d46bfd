import { expect, it } from 'vitest';
import { provinceOf, provinces, regionReader } from './region';
import { usualRemotePostcodes } from './remote-postcodes';

const regionOf = regionReader(usualRemotePostcodes);

it.each([
  ['63000', 'jeju'],
  ['63644', 'jeju'],
  ['63645', null],
  ['62999', null],
  ['40200', 'island'],
  ['40240', 'island'],
  ['40241', null],
  ['58826', 'island'],
  [' 23116 ', 'island'],
  ['06236', null],
  ['690-011', null],
  ['', null],
])('says of postcode %s that it is %s', (postcode, region) => {
  expect(regionOf(postcode)).toBe(region);
});

it('draws the islands as a mall drew them, and Jeju always', () => {
  const own = regionReader([{ from: '06000', to: '06999', place: '우리 섬' }]);
  expect(['06236', '40200', '63100'].map(own)).toEqual(['island', null, 'jeju']);
});

it.each([
  ['01000', '서울'],
  ['09999', '서울'],
  ['13494', '경기'],
  ['22386', '인천'],
  ['30110', '세종'],
  ['48058', '부산'],
  ['61945', '광주'],
  ['63100', '제주'],
  ['64000', null],
  ['00100', null],
  ['135-080', null],
])('says of postcode %s that it is in %s', (postcode, province) => {
  expect(provinceOf(postcode)).toBe(province);
});

it('knows all seventeen provinces', () => {
  expect(new Set(provinces).size).toBe(17);
});

it('has ranges that go forward, by place, and do not overlap', () => {
  const sorted = usualRemotePostcodes.toSorted((a, b) => a.from.localeCompare(b.from));
  sorted.forEach(({ from, to }, index) => {
    expect(from <= to).toBe(true);
    const next = sorted[index + 1];
    if (next) expect(to < next.from).toBe(true);
  });
});
