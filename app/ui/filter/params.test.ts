import { describe, expect, it } from 'vitest';
import {
  channelParams,
  choiceParam,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
  widened,
  withParams,
  wordParams,
} from './params';

const now = new Date('2026-11-22T03:00:00Z');

const shape = {
  ...periodParams(now),
  ...channelParams,
  ...wordParams(['orderNo', 'recipient']),
  ...pageParams,
  tab: choiceParam(['done', 'review']),
};

it('widens a period to whole days, and makes it nowhere narrower', () => {
  const asked = { from: '2026-11-10T09:00', to: '2026-11-20T18:00' };
  expect(widened(asked, { from: '2026-11-10', to: '2026-11-20' })).toEqual({
    from: '2026-11-10',
    to: '2026-11-20',
  });
  expect(widened(asked, { from: '2026-11-12', to: '2026-11-15' })).toEqual(asked);
});

describe('the URL of a screen', () => {
  it('an empty one is a month, all channels, 20 rows, the first tab', () => {
    expect(readParams({}, shape)).toEqual({
      from: '2026-10-22',
      to: '2026-11-22',
      channel: [],
      kind: 'orderNo',
      word: '',
      size: 20,
      page: undefined,
      tab: 'done',
    });
  });

  it('says what was chosen', () => {
    const given = {
      from: '2026-11-01T09:00',
      to: '2026-11-02T18:00',
      channel: ['3', '5'],
      kind: 'recipient',
      word: ' 문보라 ',
      size: '500',
      page: 'last',
      tab: 'review',
    };
    expect(readParams(given, shape)).toMatchObject({
      from: '2026-11-01T09:00',
      channel: [3, 5],
      kind: 'recipient',
      word: '문보라',
      size: 500,
      tab: 'review',
    });
    expect(readParams({ channel: '7' }, shape).channel).toEqual([7]);
  });

  it('nonsense falls to the default, field by field', () => {
    const given = {
      from: '2026-13-45',
      to: "'; drop",
      channel: 'x',
      size: '7',
      tab: 'no',
      kind: '',
    };
    expect(readParams({ ...given, word: '긴팔' }, shape)).toEqual({
      ...readParams({}, shape),
      word: '긴팔',
    });
  });

  it('a link keeps the other parameters and drops empty ones', () => {
    expect(withParams({ channel: ['3', '5'], word: '', page: 'last' }, { page: undefined })).toBe(
      '?channel=3&channel=5',
    );
  });

  it('presets end today and count today', () => {
    expect(periodPresets(now).map(({ from, to }) => [from, to])).toEqual([
      ['2026-11-22', '2026-11-22'],
      ['2026-11-16', '2026-11-22'],
      ['2026-10-22', '2026-11-22'],
      ['2026-08-22', '2026-11-22'],
    ]);
  });
});
