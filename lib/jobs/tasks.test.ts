import { expect, it } from 'vitest';
import { jobTasks } from './tasks';

it('leaves a worker to the others wherever a server that a seller named is waited for', () => {
  const world = { encryptionKey: '', baseUrls: {}, clock: () => new Date(0), fetch };
  const leaving = jobTasks(world).filter(({ leavesOne }) => leavesOne);
  expect(leaving.map(({ name }) => name)).toEqual([
    'collect',
    'reconcile',
    'acknowledge',
    'push',
    'courierCancellation',
    'notification',
    'notice',
    'answer',
    'track',
  ]);
  expect(leaving.every(({ workers }) => workers > 2)).toBe(true);
});
