import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { bundleShipments } from '@/lib/bundling/bundle';
import { bundleRules } from '@/lib/bundling/reasons';
import { undoBundling } from '@/lib/bundling/undo';
import type { Ctx } from '@/lib/context';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { makeAccount, makeAllocated, standing } from '@/lib/invoicing/testing-invoices';
import { matchShipments } from '@/lib/matching/match';
import { matchDecisions } from '@/lib/matching/reasons';
import { pageRequest } from '@/lib/paging';
import { holdByHand } from '@/lib/shipments/holds/operator-hold';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { setSafetyQty } from '@/lib/stock/safety';
import { eventHistory } from './events';
import { operators } from './operators';
import { decisionsOfRun } from './run-decisions';
import { type AskedRuns, runHistory } from './runs';
import { subjectsOf } from './subject';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await morning(await makeMall('다른 상회'));
  ctx = await makeMall();
});

const always = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };
const anything: AskedRuns = { ...always, kind: null, userId: null, shipmentIds: null };
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
      { ...anything, kind: 'bundle', shipmentIds: [shipment?.id ?? 0] },
      first,
    );
    expect(found.rows.map((run) => run.id)).toEqual([runId]);
    const nobodys = await runHistory(ctx, { ...anything, shipmentIds: [] }, first);
    expect(nobodys.total).toBe(0);
  });

  it('a page goes on where the last one ended', async () => {
    await morning(ctx);
    const one = await runHistory(ctx, anything, { size: 1, at: 'first' });
    const key = [one.rows[0]?.id ?? 0];
    const two = await runHistory(ctx, anything, { size: 1, at: 'after', key, rowsBefore: 1 });
    expect([one.total, one.rows[0]?.kind, two.rows[0]?.kind]).toEqual([2, 'bundle', 'match']);
  });

  it('a run tells parcel by parcel what it decided and what had been decided before', async () => {
    const bundleId = await morning(ctx);
    const [one, other] = await seeShipments(ctx);
    const all = await decisionsOfRun(ctx, bundleId, first);
    expect(all).toMatchObject({ kind: 'bundle', page: { total: 2 } });
    expect(all?.page.rows.map(({ id, orderNo }) => [id, orderNo])).toEqual([
      [other?.id, 'A-2'],
      [one?.id, 'A-1'],
    ]);
    expect(all?.page.rows.map((row) => row.decisions.map(({ rule }) => rule))).toEqual([
      [bundleRules.joined.number],
      [bundleRules.base.number],
    ]);
    expect(all?.page.rows.map((row) => row.before.map(({ rule }) => rule))).toEqual([
      [matchDecisions.complete],
      [matchDecisions.complete],
    ]);
    const top = await decisionsOfRun(ctx, bundleId, { size: 1, at: 'first' });
    const next = await decisionsOfRun(ctx, bundleId, pageRequest(top?.page.next ?? '', 1));
    expect(next?.page.rows).toEqual(all?.page.rows.slice(1));
    const runs = await runHistory(ctx, anything, first);
    expect(runs.rows.map((run) => run.hasDecisions)).toEqual([true, true]);
    expect(await decisionsOfRun(await makeMall('남의 상회'), bundleId, first)).toBeNull();
  });

  it('a numbering run tells the number that each parcel got from it', async () => {
    const { CUP } = await makeVariants(ctx, [{ code: 'CUP', onHand: 5 }]);
    const orders = [{ orderNo: 'B-1', channelId: await makeChannel(ctx) }];
    const [parcel] = await makeAllocated(ctx, CUP, orders);
    const shipmentIds = [parcel?.shipmentId ?? 0];
    const courierAccountId = await makeAccount(ctx);
    const { runId } = await numberFromRange(ctx, { shipmentIds, courierAccountId });
    const [standingNow] = await standing(ctx, shipmentIds);
    const told = await decisionsOfRun(ctx, runId, first);
    expect(told?.page.rows).toMatchObject([{ waybillNo: standingNow?.waybillNo }]);
  });

  it('single changes say what was before and after, of this mall alone', async () => {
    await morning(ctx);
    const { variantId } = (await makeVariants(ctx, [{ code: 'CUP' }])).CUP;
    await setSafetyQty({ ...ctx, address: '203.0.113.7' }, { variantId, safetyQty: 5 });
    const asked = { ...always, userId: ctx.userId, subjects: null };
    const page = await eventHistory(ctx, asked, first);
    expect(page.rows[0]).toMatchObject({
      ...{ verb: 'set_safety_stock', operator: '김담당', address: '203.0.113.7' },
      detail: { before: 0, after: 5 },
    });
    expect(page.rows.slice(1).every(({ address }) => address === null)).toBe(true);
  });

  it('an order number finds what was done to the order, its parcels and its claims', async () => {
    const runId = await morning(ctx);
    const of = (word: string) => subjectsOf(ctx, { kind: 'orderNo', word });
    const subjects = await of('A-2');
    const shipmentIds = subjects.filter(({ kind }) => kind === 'shipment').map(({ id }) => id);
    await holdByHand(ctx, { shipmentIds, reason: '구매자 요청' });
    const runs = await runHistory(ctx, { ...anything, shipmentIds }, first);
    expect(runs.rows.map((run) => run.id)).toContain(runId);
    const events = await eventHistory(ctx, { ...always, userId: null, subjects }, first);
    expect(events.rows.map((event) => event.verb)).toContain('hold.put');
    const nobodys = await of('Z-9');
    expect(nobodys).toEqual([]);
    const none = { ...always, userId: null, subjects: nobodys };
    expect((await eventHistory(ctx, none, first)).total).toBe(0);
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
