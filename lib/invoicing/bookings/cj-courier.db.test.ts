import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
  TEST_NOW,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { checkWaybillNo } from '@/lib/couriers/waybill-no';
import { leasedTask } from '@/lib/leases/task';
import { recentNotifications } from '@/lib/notifications/screen';
import { practiceCj } from '@/lib/practice/cj/contract';
import { type PracticeTest, startPracticeTest } from '@/lib/practice/testing';
import { addCourierAccount } from '../accounts/save-courier-account';
import { numberShipments } from '../numbers/number-shipments';
import { numberingProgress } from '../numbers/numbering-run';
import { registerRange } from '../numbers/register-range';
import { labelsOfPrint } from '../prints/printed-labels';
import { invoiceRules } from '../reasons';
import { removeWaybills } from '../remove';
import { loadAll, makeAllocated, standing } from '../testing-invoices';
import { cancelBooking, cancellationWork } from './cancel-booking';
import type { CourierWorld } from './courier-world';

const encryptionKey = Buffer.alloc(32, 7).toString('base64');
const DAY_MS = 24 * 60 * 60 * 1000;

let database: TestDatabase;
let practice: PracticeTest;
let world: CourierWorld;
let ctx: Ctx;
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
  world = { encryptionKey, clock: () => practice.now, fetch };
  ctx = await makeMall();
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 900 }])).V1;
  await inMall(ctx, (tx) =>
    tx.execute(sql`update mall_settings set is_practice = true where mall_id = ${ctx.mallId}`),
  );
  accountId = await contract();
});

it('numbers parcels and prints labels with the code they are sorted by', async () => {
  const ids = await shipments(6);
  const wanted = { selection: (await loadAll(ctx))(), courierAccountId: accountId };
  const result = await registerRange(ctx, wanted, world);
  expect(result).toMatchObject({ numbered: 6, printed: 6, refused: 0 });
  const { labels } = await labelsOfPrint(ctx, result.printRunId ?? 0);
  for (const { waybillNo, sorting } of labels) {
    expect(checkWaybillNo('cj', waybillNo).verdict).toBe('ok');
    expect(sorting?.code).toMatch(/^\d[A-H]\d\d-\d$/);
  }
  const numbers = (await standing(ctx, ids)).map(({ waybillNo }) => waybillNo);
  expect(numbers.toSorted()).toEqual((await journal('issue')).toSorted());
});

it('tells how far it is while somebody waits for a few parcels', async () => {
  const ids = await shipments(12);
  const seen: unknown[] = [];
  const looking: typeof fetch = async (...given) => {
    if (String(given[0]).endsWith('/RegBook')) seen.push(await numberingProgress(ctx));
    return fetch(...given);
  };
  world = { ...world, fetch: looking };
  expect(await number(ids)).toMatchObject({ numbered: 12 });
  expect(seen).toHaveLength(12);
  expect(seen.at(0)).toBeNull();
  expect(seen.at(-1)).toEqual({ done: 8, total: 12 });
});

it('books a parcel once, however an answer was lost', async () => {
  const ids = await shipments(1);
  await practice.control.addFault({
    marketplace: 'cj',
    operation: 'booking',
    fault: 'acceptThenDrop',
    times: 1,
  });
  await expect(number(ids)).rejects.toMatchObject({
    messageKey: 'invoice.errors.courierUnavailable',
  });
  expect(await number(ids)).toMatchObject({ numbered: 1 });
  const [parcel] = await standing(ctx, ids);
  const [issued, cancelled] = [await journal('issue'), await journal('cancel')];
  expect(issued).toHaveLength(2);
  expect(cancelled).toEqual([issued[0]]);
  expect(parcel?.waybillNo).toBe(issued[1]);
});

it('two operators at once book each parcel once', async () => {
  const ids = await shipments(8);
  await Promise.all([number(ids), number([...ids].reverse())]);
  await number(ids);
  expect(await journal('cancel')).toEqual([]);
  const numbers = (await standing(ctx, ids)).map(({ waybillNo }) => waybillNo);
  expect(numbers.toSorted()).toEqual((await journal('issue')).toSorted());
});

it('an answer that comes when another has asked again counts no more', async () => {
  const [id = 0] = await shipments(1);
  const slow: typeof fetch = async (...given) => {
    const answer = await fetch(...given);
    if (!String(given[0]).endsWith('/RegBook') || world.fetch === fetch) return answer;
    world = { ...world, fetch, clock: () => new Date(TEST_NOW.getTime() + 10 * 60_000) };
    await number([id]);
    return answer;
  };
  world = { ...world, fetch: slow };
  expect(await number([id])).toMatchObject({ numbered: 0 });
  const [issued, cancelled] = [await journal('issue'), await journal('cancel')];
  expect(cancelled).toEqual([issued[0]]);
  expect(await standing(ctx, [id])).toMatchObject([{ waybillNo: issued[1] }]);
});

it('takes back what was booked by the values it was booked with, though they have changed', async () => {
  const ids = await shipments(1);
  await number(ids);
  await removeWaybills(ctx, ids);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update recipients set name = '다른 이' where mall_id = ${ctx.mallId}`),
  );
  await cancelAll();
  expect(await journal('cancel')).toEqual(await journal('issue'));
  expect(await kept()).toEqual([null]);
});

it('tells the mall in the words of the courier when a number cannot be given back', async () => {
  const ids = await shipments(1);
  await number(ids);
  await removeWaybills(ctx, ids);
  await practice.control.addFault({ marketplace: 'cj', fault: 'partialFailure', times: 1 });
  await cancelAll();
  const { notifications } = await recentNotifications(ctx);
  expect(notifications).toMatchObject([
    { kind: 'waybill_not_cancelled', values: { said: '이미 스캔된 운송장입니다.' } },
  ]);
});

it('goes on with another token when the day of the first is over', async () => {
  expect(await number(await shipments(1))).toMatchObject({ numbered: 1 });
  practice.now = new Date(TEST_NOW.getTime() + DAY_MS + 60_000);
  world = { ...world, clock: () => TEST_NOW };
  expect(await number(await shipments(1))).toMatchObject({ numbered: 1 });
});

it('says which address cannot be sorted, and numbers the others', async () => {
  const [bad = 0, good = 0] = await shipments(2);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients recipient set address1 = '???', address2 = ''
      from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.id = ${bad}
        and recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id`),
  );
  expect(await number([bad, good])).toMatchObject({
    numbered: 1,
    refused: [{ shipmentId: bad, rule: invoiceRules.refusedByCourier }],
  });
});

it('says that the contract is unknown', async () => {
  const wrong = await contract('30501859');
  await expect(
    numberShipments(ctx, { shipmentIds: await shipments(1), courierAccountId: wrong }, world),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.courierRefused' });
});

function contract(contractCode: string = practiceCj.customerId) {
  return addCourierAccount(
    ctx,
    {
      name: `CJ ${contractCode}`,
      courier: 'cj',
      contractCode,
      senderName: '모아상회',
      senderPhone: '02-777-1234',
      senderAddress: '경기도 이천시 마장면 물류로 12',
      labelSize: '100x150',
      numbersFrom: 'api',
      apiBaseUrl: practice.server.url + practiceCj.path,
      apiKey: '120-88-00767',
    },
    { encryptionKey },
  );
}

const number = (shipmentIds: number[]) =>
  numberShipments(ctx, { shipmentIds, courierAccountId: accountId }, world);

let made = 0;

async function shipments(count: number): Promise<number[]> {
  const channelId = await makeChannel(ctx, { account: `채널${++made}` });
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `A-${made}-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map(({ shipmentId }) => shipmentId);
}

async function cancelAll() {
  const cancelling = leasedTask(
    { name: 'courierCancellation', work: cancellationWork, workers: 1 },
    cancelBooking(world),
  );
  const surroundings = { clock: world.clock, signal: new AbortController().signal };
  while (await cancelling.work({ ...ctx, now: world.clock() }, surroundings));
}

async function journal(kind: string): Promise<string[]> {
  const noted = await practice.control.courierJournal();
  return noted.filter((row) => row.kind === kind).map(({ waybillNo }) => waybillNo);
}

/** What is still known of what the courier was asked. */
async function kept(): Promise<unknown[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ request: unknown }>(
      tx,
      sql`select request from courier_bookings where mall_id = ${ctx.mallId}`,
    ),
  );
  return found.map(({ request }) => request);
}
