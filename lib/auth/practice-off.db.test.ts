import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel } from '@/db/testing-data';
import { markDue } from '@/lib/collection/mark-due';
import { readBaseUrl } from '@/lib/outside/base-url';
import { createMall } from '@/lib/system/create-mall';
import { dueMalls, mallsInSilence, mallsToCollect } from '@/lib/system/due-malls';
import { mallsOf } from '@/lib/system/members';
import { practiceOwner } from '@/lib/system/practice-mall';
import { memberOf } from './member';
import { signIn } from './sign-in';

const at = new Date('2026-11-22T00:00:00Z');

vi.stubEnv('MOA_PRACTICE', '0');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

it('the public account of a practice mall opens nothing once practice is off', async () => {
  const mall = { name: '모아 연습몰', owner: practiceOwner, isPractice: true };
  const { userId, mallId } = await createMall(mall, at);
  expect(await signIn({ ...practiceOwner, ip: '192.0.2.7' }, at)).toBe('wrong');
  expect(await memberOf({ userId: userId ?? 0, mallId, sessionVersion: 1 })).toBeUndefined();
  expect(await mallsOf(userId ?? 0)).toEqual([]);
});

it('nothing is collected for it, and what it had queued waits', async () => {
  const owner = { email: 'other@moa.example', password: 'another password', name: '다른' };
  const mall = { name: '연습', owner, isPractice: true };
  const { userId, mallId } = await createMall(mall, at);
  const role = 'owner' as const;
  const ctx = { userId, mallId, role, canSeePersonalData: true, now: at };
  await makeChannel(ctx);
  const later = new Date('2100-01-01T00:00:00Z');
  await markDue(ctx);
  const queued = { table: 'collection_runs', waiting: 'queued', working: 'running' } as const;
  expect(await dueMalls(queued, later)).toEqual({ malls: [], nextDueAt: null });
  expect(await mallsToCollect(later)).not.toContain(mallId);
  expect(await mallsInSilence(later)).not.toContain(mallId);
});

it('a real mall goes on', async () => {
  const owner = { email: 'owner@moa.example', name: '한대표', password: 'a long password' };
  const { mallId } = await createMall({ name: '가게', owner }, at);
  const session = await signIn({ ...owner, ip: '192.0.2.7' }, at);
  if (typeof session === 'string') throw new Error(session);
  expect(session.mallId).toBe(mallId);
  expect(await memberOf(session)).toMatchObject({ mallName: '가게' });
});

it('nothing is sent to this machine any more', () => {
  expect(readBaseUrl('http://127.0.0.1:4100/coupang', true)).toBeNull();
});
