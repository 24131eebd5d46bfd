import { describe, expect, it } from 'vitest';
import { type LineToTell, planNotices } from './plan';

const line: LineToTell = {
  id: 1,
  orderId: 1,
  channelId: 1,
  marketplace: 'smartstore',
  isFromChannel: true,
  leftQty: 2,
  channelState: 'acknowledged',
  hasLeft: false,
  isClaimed: false,
  isBeingTold: false,
  isTold: false,
};
const tells = (marketplace: string) => (marketplace === 'smartstore' ? 'always' : 'never');

describe('a line', () => {
  it('is told by the API where there is one, else by hand', () => {
    const lines = [line, { ...line, marketplace: 'coupang' }, { ...line, isFromChannel: false }];
    expect(planNotices(lines, tells).told.map(({ way }) => way)).toEqual(['api', 'hand', 'hand']);
  });

  it('waits for its acknowledgement where the marketplace wants that, and not by hand', () => {
    const told = (one: Partial<LineToTell>) =>
      planNotices([{ ...line, ...one }], () => 'acknowledged');
    expect(told({})).toMatchObject({ told: [{ way: 'api' }], unacknowledged: 0 });
    expect(told({ channelState: 'paid' })).toEqual({ told: [], kept: 0, unacknowledged: 1 });
    const typed = told({ channelState: 'paid', isFromChannel: false });
    expect(typed).toMatchObject({ told: [{ way: 'hand' }], unacknowledged: 0 });
    const elsewhere = planNotices([{ ...line, channelState: 'paid' }], tells);
    expect(elsewhere).toMatchObject({ told: [{ way: 'api' }], unacknowledged: 0 });
  });

  it.each<[string, Partial<LineToTell>]>([
    ['is cancelled', { leftQty: 0 }],
    ['is on its way there', { channelState: 'shipping' }],
    ['has left', { hasLeft: true }],
    ['is under a claim', { isClaimed: true }],
    ['is being told of', { isBeingTold: true }],
    ['was told of', { isTold: true }],
  ])('that %s is not told of', (_, change) => {
    expect(planNotices([line, { ...line, ...change }], tells)).toMatchObject({
      told: [{ id: 1 }],
      kept: 1,
    });
  });
});
