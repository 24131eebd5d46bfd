import { expect, it } from 'vitest';
import { sortingOf } from './sorting';

it('says how a parcel is sorted, by whichever names it is told', () => {
  const sorting = { code: '1G41-4', place: '세종대로 중구-한배달-A3' };
  expect(
    sortingOf({
      CLSFCD: '1G41',
      SUBCLSFCD: '4',
      CLSFADDR: '세종대로',
      CLLDLVBRANNM: '중구',
      CLLDLVEMPNM: '한배달',
      CLLDLVEMPNICKNM: 'A3',
    }),
  ).toEqual(sorting);
  expect(
    sortingOf({
      P_CLSFCD: '1G41',
      P_SUBCLSFCD: '4',
      P_CLSFADDR: '세종대로',
      P_CLLDLCBRANSHORTNM: '중구',
      P_CLLDLVEMPNM: '한배달',
      P_CLLDLVEMPNICKNM: 'A3',
    }),
  ).toEqual(sorting);
});

it('sorts nothing without a code', () => {
  expect(sortingOf({ CLSFADDR: '세종대로', CLSFCD: null })).toBeNull();
});
