import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
  TEST_NOW,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { leasedTask } from '@/lib/leases/task';
import { recentNotifications } from '@/lib/notifications/screen';
import { practiceCourier } from '@/lib/practice/courier/contract';
import { type PracticeTest, startPracticeTest } from '@/lib/practice/testing';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { addCourierAccount } from '../accounts/save-courier-account';
import { numberShipments } from '../numbers/number-shipments';
import { numberingProgress } from '../numbers/numbering-run';
import { registerRange } from '../numbers/register-range';
import { printLabels } from '../prints/print';
import { labelsOfPrint } from '../prints/printed-labels';
import { invoiceRules } from '../reasons';
import { removeWaybills } from '../remove';
import { setWaybill } from '../set-waybill';
import { holdByHand, loadAll, makeAllocated, standing } from '../testing-invoices';
import { undoInvoicing } from '../undo';
import { cancelBooking, cancellationWork } from './cancel-booking';
import type { CourierWorld } from './courier-world';

const encryptionKey = Buffer.alloc(32, 7).toString('base64');

let database: TestDatabase;
let practice: PracticeTest;
let world: CourierWorld;
let ctx: Ctx;
let otherMall: Ctx;
let otherBefore: unknown;
let variant: StockedVariant;
let accountId: number;

beforeAll(async () => {
  practice = await startPracticeTest();
  database = await createTestDatabase();
});
afterAll(async () => {
  await practice.close();
  await database.drop();
});

beforeEach(async () => {
  practice.now = TEST_NOW;
  await practice.control.reset();
  world = { encryptionKey, clock: () => TEST_NOW, fetch };
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 900 }])).V1;
  await inMall(ctx, (tx) =>
    tx.execute(sql`update mall_settings set is_practice = true where mall_id = ${ctx.mallId}`),
  );
  accountId = await contract();
  otherBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

it('registers numbers of the courier and prints labels with its sorting code, in one step', async () => {
  const ids = await shipments(3);
  const load = await loadAll(ctx);
  const wanted = { selection: load(), courierAccountId: accountId };
  const result = await registerRange(ctx, wanted, world);
  expect(result).toMatchObject({ numbered: 3, printed: 3, refused: 0 });
  const { labels } = await labelsOfPrint(ctx, result.printRunId ?? 0);
  const issued = await practice.control.courierJournal();
  expect(labels.map((label) => label.waybillNo)).toEqual(issued.map((row) => row.waybillNo));
  for (const label of labels) {
    expect(label.sorting?.code).toMatch(/^H\d\d \d{3}$/);
    expect(label.sender.name).toBe('모아상회');
  }
  expect(await standing(ctx, ids)).toMatchObject(
    issued.map(({ waybillNo }) => ({ stage: 'invoiced', courier: 'hanjin', waybillNo })),
  );
});

it('asks in portions, and two operators at once give each parcel one number', async () => {
  const ids = await shipments(130);
  const results = await Promise.all(
    [ids, [...ids].reverse()].map((shipmentIds) => number(shipmentIds)),
  );
  expect(results.reduce((sum, { numbered }) => sum + numbered, 0)).toBe(130);
  expect(await issuedCount()).toBe(130);
  const numbers = (await standing(ctx, ids)).map((shipment) => shipment.waybillNo);
  expect(new Set(numbers).size).toBe(130);
});

it('a lost answer is asked for again and brings the same number', async () => {
  const [id = 0] = await shipments(1);
  await practice.control.addFault({ marketplace: 'courier', fault: 'acceptThenDrop', times: 1 });
  await expect(number([id])).rejects.toMatchObject({
    messageKey: 'invoice.errors.courierUnavailable',
  });
  expect(await standing(ctx, [id])).toMatchObject([{ stage: 'allocated', waybillNo: null }]);
  expect(await number([id])).toMatchObject({ numbered: 1 });
  expect(await issuedCount()).toBe(1);
});

it('what the courier refuses keeps the reason, the others get their numbers', async () => {
  const ids = await shipments(4);
  await practice.control.addFault({ marketplace: 'courier', fault: 'partialFailure', times: 1 });
  expect(await number(ids)).toMatchObject({ numbered: 2 });
  expect((await standing(ctx, ids)).map((shipment) => shipment.why)).toEqual([
    invoiceRules.refusedByCourier,
    invoiceRules.fromApi,
    invoiceRules.refusedByCourier,
    invoiceRules.fromApi,
  ]);
  expect(await number(ids)).toMatchObject({ numbered: 2 });
});

it('when it breaks down in between, what was answered counts and the rest goes on later', async () => {
  const ids = await shipments(120);
  await practice.control.addFault({
    marketplace: 'courier',
    operation: 'waybills',
    fault: 'http500',
    times: 1,
  });
  await expect(number(ids)).rejects.toMatchObject({
    messageKey: 'invoice.errors.courierUnavailable',
  });
  let calls = 0;
  const second: typeof fetch = async (...given) => {
    if (++calls !== 2) return fetch(...given);
    expect(await issuedCount()).toBe(100);
    expect(await numberingProgress(ctx)).toEqual({ done: 100, total: 120 });
    throw new TypeError('fetch failed');
  };
  expect(await number(ids, { fetch: second })).toMatchObject({ numbered: 100 });
  expect(await numberingProgress(ctx)).toBeNull();
  expect((await pastRuns(ctx, 'invoice')).map(({ counts }) => counts)).toEqual([
    { numbered: 100, refused: 20 },
  ]);
  expect(await number(ids)).toMatchObject({ numbered: 20 });
  expect(await issuedCount()).toBe(120);
});

it('a number that stands already leaves the others their numbers, and is given back', async () => {
  const [typed = 0, ...ids] = await shipments(3);
  const waybillNo = '510000000005';
  await setWaybill(ctx, { shipmentId: typed, courier: 'hanjin', waybillNo });
  const clashing: typeof fetch = async (...given) => {
    const body = await (await fetch(...given)).json();
    return Response.json({
      results: body.results.map((row: object, at: number) =>
        at === 0 ? { ...row, waybillNo } : row,
      ),
    });
  };
  expect(await number(ids, { fetch: clashing })).toMatchObject({
    numbered: 1,
    refused: [{ shipmentId: ids[0], rule: invoiceRules.numberTaken }],
  });
  expect(await standing(ctx, ids)).toMatchObject([
    { stage: 'allocated', why: invoiceRules.numberTaken },
    { stage: 'invoiced' },
  ]);
  await cancelAll();
  expect(await journalKinds()).toEqual(['issue', 'issue', 'cancel']);
  expect(await number(ids)).toMatchObject({ numbered: 1 });
  expect(await standing(ctx, [typed])).toMatchObject([{ waybillNo }]);
});

it('gives a number back when the parcel was held while the courier was asked', async () => {
  const [id = 0] = await shipments(1);
  const holding: typeof fetch = async (...given) => {
    const answer = await fetch(...given);
    await holdByHand(ctx, id, 'claim');
    return answer;
  };
  expect(await number([id], { fetch: holding })).toMatchObject({ numbered: 0 });
  await cancelAll();
  expect(await journalKinds()).toEqual(['issue', 'cancel']);
});

it('송장삭제 retires the number and tells the courier, again after a failure', async () => {
  const [id = 0] = await shipments(1);
  await number([id]);
  const [before] = await standing(ctx, [id]);
  await removeWaybills(ctx, [id]);
  await practice.control.addFault({ marketplace: 'courier', fault: 'http500', times: 1 });
  await cancelAll();
  expect(await journalKinds()).toEqual(['issue']);
  await cancelAll(new Date(TEST_NOW.getTime() + 60_000));
  expect(await journalKinds()).toEqual(['issue', 'cancel']);
  await number([id]);
  const [after] = await standing(ctx, [id]);
  expect(after?.waybillNo).not.toBe(before?.waybillNo);
  await expect(
    setWaybill(ctx, { shipmentId: id, courier: 'hanjin', waybillNo: before?.waybillNo ?? '' }),
  ).rejects.toMatchObject({ messageKey: 'invoice.reasons.retired' });
});

it('tells the mall when the courier will not take a number back', async () => {
  const [id = 0] = await shipments(1);
  await number([id]);
  await removeWaybills(ctx, [id]);
  await practice.control.addFault({ marketplace: 'courier', fault: 'partialFailure', times: 1 });
  await cancelAll();
  const { notifications } = await recentNotifications(ctx);
  expect(notifications).toMatchObject([
    { kind: 'waybill_not_cancelled', values: { said: 'ERROR-12 이미 집하된 운송장입니다.' } },
  ]);
});

it('an undone replacement stands again only while the courier still knows the number', async () => {
  const ids = await shipments(2);
  await number(ids);
  const [kept, given] = await standing(ctx, ids);
  const replaced = [
    await setWaybill(ctx, { shipmentId: ids[0] ?? 0, courier: 'lotte', waybillNo: '320000000003' }),
    await setWaybill(ctx, { shipmentId: ids[1] ?? 0, courier: 'lotte', waybillNo: '320000000014' }),
  ];
  await undoInvoicing(ctx, replaced[0]?.runId ?? 0);
  await cancelAll();
  await undoInvoicing(ctx, replaced[1]?.runId ?? 0);
  const [first, second] = await standing(ctx, ids);
  expect(first).toMatchObject({ stage: 'invoiced', waybillNo: kept?.waybillNo });
  expect(second).toMatchObject({ stage: 'allocated', waybillNo: null });
  expect(await journalKinds()).toEqual(['issue', 'issue', 'cancel']);
  const cancelled = (await practice.control.courierJournal()).at(-1);
  expect(cancelled?.waybillNo).toBe(given?.waybillNo);
});

it('a typed number has no sorting code: only a packing label comes out', async () => {
  const [id = 0] = await shipments(1);
  await setWaybill(ctx, { shipmentId: id, courier: 'hanjin', waybillNo: '510000000005' });
  const load = await loadAll(ctx);
  await expect(printLabels(ctx, load())).rejects.toMatchObject({
    messageKey: 'invoice.errors.noSortingCode',
  });
  const packing = { kind: 'packing' as const, printerId: null };
  expect(await printLabels(ctx, load(), packing)).toMatchObject({ printed: 1 });
});

it('says that the key is wrong, in words a person can act on', async () => {
  const wrong = await contract('WRONG');
  const ids = await shipments(1);
  await expect(
    numberShipments(ctx, { shipmentIds: ids, courierAccountId: wrong }, world),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.courierRefused' });
});

function contract(contractCode: string = practiceCourier.contractCode) {
  return addCourierAccount(
    ctx,
    {
      name: `한진 ${contractCode}`,
      courier: 'hanjin',
      contractCode,
      senderName: '모아상회',
      senderPhone: '02-777-1234',
      senderAddress: '경기도 이천시 마장면 물류로 12',
      labelSize: '100x150',
      numbersFrom: 'api',
      apiBaseUrl: practice.server.url + practiceCourier.path,
      apiKey: practiceCourier.apiKey,
    },
    { encryptionKey },
  );
}

const number = (shipmentIds: number[], changes: Partial<CourierWorld> = {}) =>
  numberShipments(ctx, { shipmentIds, courierAccountId: accountId }, { ...world, ...changes });

async function shipments(count: number): Promise<number[]> {
  const channelId = await makeChannel(ctx);
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `A-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map((made) => made.shipmentId);
}

/** The jobs process until nothing is due any more. */
async function cancelAll(now = TEST_NOW) {
  const cancelling = leasedTask(
    { name: 'courierCancellation', work: cancellationWork, workers: 1 },
    cancelBooking(world),
  );
  const surroundings = { clock: () => now, signal: new AbortController().signal };
  while (await cancelling.work({ ...ctx, now }, surroundings));
}

const journalKinds = async () => (await practice.control.courierJournal()).map((row) => row.kind);

async function issuedCount(): Promise<number> {
  const found = await inMall(ctx, (tx) =>
    rows(tx, sql`select from waybills where mall_id = ${ctx.mallId} and source = 'api'`),
  );
  expect(found.length).toBe((await practice.control.courierJournal()).length);
  return found.length;
}
