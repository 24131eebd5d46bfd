import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
  untilSomebodyWaits,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { lockShipments } from '@/lib/shipments/locks';
import { everyRow } from '../load/load-rows';
import { labelsOfPrint } from '../prints/printed-labels';
import { invoiceScreen } from '../screen';
import { holdByHand, loadAll, makeAccount, makeAllocated, standing } from '../testing-invoices';
import { numberFromRange } from './number-from-range';
import { registerRange } from './register-range';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let variant: StockedVariant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 500 }])).V1;
});

it('registers the rows of a range box and prints them by their running number', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(5);
  const load = await loadAll(ctx);
  const result = await registerRange(ctx, { selection: load('4, 1-2'), courierAccountId: account });
  expect(result).toMatchObject({ numbered: 3, printed: 3, refused: 0 });
  const { labels } = await labelsOfPrint(ctx, result.printRunId ?? 0);
  expect(labels.map((label) => [label.sequenceNo, label.shipmentNo, label.waybillNo])).toEqual([
    [1, String(ids[0]), serial(32_000_000_000)],
    [2, String(ids[1]), serial(32_000_000_001)],
    [4, String(ids[3]), serial(32_000_000_002)],
  ]);
  expect(labels[0]).toMatchObject({
    sender: { name: '모아상회' },
    recipient: { name: '홍길순' },
    items: [{ name: '상품 V1', quantity: 1 }],
    note: '문 앞',
  });
});

it('tells the later of two operators that the labels are out', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(2);
  await numberFromRange(ctx, { shipmentIds: ids, courierAccountId: account });
  const range = { selection: (await loadAll(ctx))(), courierAccountId: account };
  const later = await inMall(ctx, async (tx) => {
    await lockShipments(tx, ctx, ids);
    const waiting = registerRange(ctx, range);
    await untilSomebodyWaits(tx);
    await tx.execute(sql`update shipments set printed_count = 1 where mall_id = ${ctx.mallId}`);
    return { waiting };
  });
  expect(await later.waiting).toMatchObject({
    ...{ numbered: 0, printed: 0, printRunId: null },
    leftOut: [{ reason: 'printed', count: 2 }],
  });
});

it('what is with the courier’s program waits, and is no error', async () => {
  const account = await makeAccount(ctx);
  const [requested = 0, held = 0, free = 0] = await shipments(3);
  await markRequested(requested);
  await holdByHand(ctx, held);
  const load = await loadAll(ctx);
  const range = { selection: load(), courierAccountId: account };
  expect(await registerRange(ctx, range)).toMatchObject({
    ...{ numbered: 1, printed: 1, refused: 1 },
    leftOut: [{ reason: 'requested', count: 1 }],
  });
  await numberFromRange(ctx, { shipmentIds: [requested], courierAccountId: account });
  const screen = await invoiceScreen(ctx, load().loadId, everyRow, { size: 20, at: 'first' });
  expect(screen?.page.rows.map((row) => [row.shipmentId, row.waybillState])).toEqual([
    [free, 'issued'],
    [held, 'error'],
    [requested, 'none'],
  ]);
});

it('prints no label a second time, whoever numbers from a list that is old by then', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipments(30);
  const range = { selection: (await loadAll(ctx))(), courierAccountId: account };
  const results = await Promise.all([registerRange(ctx, range), registerRange(ctx, range)]);
  expect(results.reduce((sum, { numbered }) => sum + numbered, 0)).toBe(30);
  expect(await registerRange(ctx, range)).toMatchObject({
    ...{ numbered: 0, printed: 0, printRunId: null },
    leftOut: [{ reason: 'printed', count: 30 }],
  });
  expect((await standing(ctx, ids)).map((row) => row.printedCount)).toEqual(ids.map(() => 1));
});

it('prints what has its number where the contract can print nothing of what lacks one', async () => {
  const [lotte, hanjin] = [
    await makeAccount(ctx),
    await makeAccount(ctx, { courier: 'hanjin', from: '410000000001', to: '410000000992' }),
  ];
  const [numbered = 0, lacking = 0] = await shipments(2);
  await numberFromRange(ctx, { shipmentIds: [numbered], courierAccountId: lotte });
  const load = await loadAll(ctx);
  const result = await registerRange(ctx, { selection: load(), courierAccountId: hanjin });
  expect(result).toMatchObject({ numbered: 0, printed: 1, refused: 0 });
  expect(result.leftOut).toEqual([{ reason: 'unprintable', count: 1 }]);
  expect(await standing(ctx, [numbered, lacking])).toMatchObject([
    { printedCount: 1 },
    { printedCount: 0, waybillNo: null },
  ]);
});

async function shipments(count: number): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `A-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map((made) => made.shipmentId);
}

const serial = (of: number) => waybillNoFromSerial('lotte', of);

/** It is with the courier's program. */
async function markRequested(shipmentId: number) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set requested_export_id = 1, requested_hash = 'x'
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );
}
