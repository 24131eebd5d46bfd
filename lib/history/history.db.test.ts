import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { bundleShipments } from '@/lib/bundling/bundle';
import { undoBundling } from '@/lib/bundling/undo';
import type { Ctx } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/testing-intake';
import { setSafetyQty } from '@/lib/stock/safety';
import { eventHistory } from './events';
import { operators } from './operators';
import { type AskedRuns, runHistory } from './runs';
import { orderIdOf } from './subject';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);
beforeEach(async () => {
  await morning(await makeMall('다른 상회'));
  ctx = await makeMall();
});

const always = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };
const anything: AskedRuns = { ...always, kind: null, userId: null, shipmentId: null };
const first = { size: 20, at: 'first' } as const;

describe('history', () => {
  it('runs of all stages stand in one list, the newest on top, each with its operator', async () => {
    const runId = await morning(ctx);
    await undoBundling(ctx, runId);
    const page = await runHistory(ctx, anything, first);
    expect(page.rows.map((run) => [run.kind, run.operator, run.isUndone])).toEqual([
      ['bundle', '김담당', false],
      ['bundle', '김담당', true],
      ['match', '김담당', false],
    ]);
    expect(page.rows[0]?.undoesRunId).toBe(runId);
  });

  it('finds the runs that decided about one shipment', async () => {
    const runId = await morning(ctx);
    const [shipment] = await seeShipments(ctx);
    const found = await runHistory(
      ctx,
      { ...anything, kind: 'bundle', shipmentId: shipment?.id ?? 0 },
      first,
    );
    expect(found.rows.map((run) => run.id)).toEqual([runId]);
    const nobodys = await runHistory(ctx, { ...anything, shipmentId: 0 }, first);
    expect(nobodys.total).toBe(0);
  });

  it('a page goes on where the last one ended', async () => {
    await morning(ctx);
    const one = await runHistory(ctx, anything, { size: 1, at: 'first' });
    const key = [one.rows[0]?.id ?? 0];
    const two = await runHistory(ctx, anything, { size: 1, at: 'after', key, rowsBefore: 1 });
    expect([one.total, one.rows[0]?.kind, two.rows[0]?.kind]).toEqual([2, 'bundle', 'match']);
  });

  it('single changes say what was before and after, of this mall alone', async () => {
    await morning(ctx);
    const { variantId = 0 } = (await makeVariants(ctx, [{ code: 'CUP' }])).CUP ?? {};
    await setSafetyQty(ctx, { variantId, safetyQty: 5 });
    const asked = { ...always, userId: ctx.userId, subject: { kind: 'variant', id: variantId } };
    const page = await eventHistory(ctx, asked, first);
    expect(page.rows).toMatchObject([
      { verb: 'set_safety_stock', operator: '김담당', detail: { before: 0, after: 5 } },
    ]);
  });

  it('an order is found by its number, in this mall alone', async () => {
    await morning(ctx);
    expect(await orderIdOf(ctx, 'A-1')).toBeGreaterThan(0);
    expect(await orderIdOf(ctx, 'Z-9')).toBe(0);
    expect(await operators(ctx)).toMatchObject([{ name: '김담당' }]);
  });
});

/** Two orders of one person, matched and bundled. Returns the bundling run. */
async function morning(mall: Ctx): Promise<number> {
  await makeVariants(mall, [{ code: 'SKU-1', onHand: 10 }]);
  const line = (key: string) => collectedLine(key, { sellerOptionCode: 'SKU-1' });
  await takeIn(mall, await makeChannel(mall), [
    collectedOrder('A-1', [line('A-1:1')]),
    collectedOrder('A-2', [line('A-2:1')]),
  ]);
  await matchShipments(mall);
  const period = { from: '2020-01-01', to: '2030-01-01' };
  return (await bundleShipments(mall, { ...period, scope: 'any_channel' })).runId;
}
