import { expect, it } from 'vitest';
import { usualRemotePostcodes } from '@/lib/recipients/remote-postcodes';
import { postcodeListText, readPostcodeList } from './postcode-list';

it('reads a line a range, one code alone too, and keeps whose it is', () => {
  expect(readPostcodeList(' 40200-40240 경북 울릉군\n\n54000 ~ 54001\n31708 당진')).toEqual({
    ranges: [
      { from: '40200', to: '40240', place: '경북 울릉군' },
      { from: '54000', to: '54001', place: '' },
      { from: '31708', to: '31708', place: '당진' },
    ],
  });
});

it.each(['4020-40240', '40240-40200 거꾸로', '울릉군', '402001'])(
  'says that %s is wrong',
  (line) => {
    expect(readPostcodeList(`54000 군산\n${line}`)).toEqual({ wrong: line });
  },
);

it('writes the list as it reads it', () => {
  const text = postcodeListText(usualRemotePostcodes);
  expect(readPostcodeList(text)).toEqual({ ranges: usualRemotePostcodes });
});
