import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { claimDetail } from '../detail';
import { askAnswers } from './ask';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('leaves in the log of a claim which answer was sent, and why it was refused', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: '11st' });
  await takeIn(ctx, channelId, [collectedOrder('A-1', [collectedLine('A-1:1')])]);
  const claim = { claimNo: '7', orderNo: 'A-1', lineKey: 'A-1:1', quantity: 1 };
  const asked = { state: 'requested', reason: '', requestedAt: ctx.now, raw: {} } as const;
  const { id } = await inMall(ctx, async (tx) => {
    await intakeClaims(tx, ctx, channelId, [{ ...claim, kind: 'return', ...asked }]);
    return oneRow<{ id: number }>(tx, sql`select id from claims where mall_id = ${ctx.mallId}`);
  });
  const refused = { verb: 'reject_return', reason: 'not_returnable' } as const;
  await askAnswers(ctx, { claimIds: [id], ...refused, detail: '010-2222-3333 확인' });
  const detail = { verb: 'reject_return', refusal: 'not_returnable' };
  expect((await claimDetail(ctx, id))?.events).toMatchObject([
    { verb: 'claim.answer', detail: { ...detail, reason: '010-2222-3333 확인' } },
  ]);
  const viewer = { ...ctx, canSeePersonalData: false };
  const [seen] = (await claimDetail(viewer, id))?.events ?? [];
  expect(seen).toMatchObject({ detail });
  expect(String(seen?.detail.reason)).not.toContain('2222-3333');
});
