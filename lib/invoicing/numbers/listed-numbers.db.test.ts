import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { recentNotifications } from '@/lib/notifications/screen';
import { courierAccounts } from '../accounts/courier-accounts';
import { addCourierAccount } from '../accounts/save-courier-account';
import { labelsOfPrint } from '../prints/printed-labels';
import { removeWaybills } from '../remove';
import { setWaybill } from '../set-waybill';
import { loadAll, makeAllocated, standing } from '../testing-invoices';
import { addListedNumbers } from './listed-numbers';
import { numberShipments } from './number-shipments';
import { registerRange } from './register-range';

const sealing = { encryptionKey: Buffer.alloc(32, 7).toString('base64') };
const numbers = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => String(60_000_000_000 + from + index));

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let otherBefore: unknown;
let variant: StockedVariant;
let accountId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 900 }])).V1;
  accountId = await account(ctx);
  const theirs = await account(otherMall);
  await addListedNumbers(otherMall, { accountId: theirs, text: numbers(9).join('\n') });
  otherBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

it('gives the numbers of the list from its top, each once', async () => {
  await add(numbers(5));
  const ids = await shipments(3);
  await numberShipments(ctx, { shipmentIds: ids, courierAccountId: accountId });
  expect(await numbersOf(ids)).toEqual(numbers(3));
  expect(await courierAccounts(ctx)).toMatchObject([
    { remaining: 2, isLow: true, listed: { total: 5, used: 3 } },
  ]);
});

it('two operators at once take different numbers', async () => {
  await add(numbers(40));
  const ids = await shipments(30);
  const results = await Promise.all(
    [ids.slice(0, 15), ids.slice(15), [...ids].reverse()].map((shipmentIds) =>
      numberShipments(ctx, { shipmentIds, courierAccountId: accountId }),
    ),
  );
  expect(results.reduce((sum, result) => sum + result.numbered, 0)).toBe(30);
  expect(new Set(await numbersOf(ids)).size).toBe(30);
});

it('a deleted one never comes again, not even from the same list imported twice', async () => {
  await add(numbers(2));
  const [first = 0, second = 0, third = 0] = await shipments(3);
  await numberShipments(ctx, { shipmentIds: [first], courierAccountId: accountId });
  await removeWaybills(ctx, [first]);
  expect(await addListedNumbers(ctx, { accountId, text: numbers(3).join(' ') })).toEqual({
    added: 1,
    known: 2,
  });
  await numberShipments(ctx, { shipmentIds: [second, third], courierAccountId: accountId });
  expect(await numbersOf([second, third])).toEqual(numbers(2, 2));
  const typed = { shipmentId: first, courier: 'logen' as const, waybillNo: numbers(1)[0] ?? '' };
  await expect(setWaybill(ctx, typed)).rejects.toMatchObject({
    messageKey: 'invoice.reasons.retired',
  });
});

it('passes over a number that somebody typed before its turn came', async () => {
  await add(numbers(3));
  const [typed = 0, ...others] = await shipments(3);
  await setWaybill(ctx, { shipmentId: typed, courier: 'logen', waybillNo: numbers(1, 2)[0] ?? '' });
  await numberShipments(ctx, { shipmentIds: others, courierAccountId: accountId });
  expect(await numbersOf(others)).toEqual([numbers(1)[0], numbers(1, 3)[0]]);
});

it('writes nothing when the list is too short, and says how many are missing', async () => {
  await add(numbers(1));
  const ids = await shipments(3);
  const before = await dumpMall(ctx);
  await expect(
    numberShipments(ctx, { shipmentIds: ids, courierAccountId: accountId }),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.rangeShort', values: { missing: 2 } });
  expect(await dumpMall(ctx)).toEqual(before);
});

it('tells the mall once when the numbers run low', async () => {
  await add(numbers(502));
  const ids = await shipments(4);
  for (const id of ids)
    await numberShipments(ctx, { shipmentIds: [id], courierAccountId: accountId });
  const { notifications } = await recentNotifications(ctx);
  expect(notifications).toMatchObject([
    { kind: 'numbers_low', subjectId: accountId, values: { account: '로젠', remaining: 500 } },
  ]);
});

it('takes none of a list with a number that cannot be the courier’s', async () => {
  const lotte = await account(ctx, 'lotte');
  await expect(
    addListedNumbers(ctx, { accountId: lotte, text: '320000000003 320000000004' }),
  ).rejects.toMatchObject({ messageKey: 'couriers.errors.wrongNumbers', values: { count: 1 } });
  await expect(
    addListedNumbers(otherMall, { accountId, text: numbers(1, 50).join() }),
  ).rejects.toMatchObject({ messageKey: 'errors.notFound' });
});

it('prints the sender of the contract that the number came from', async () => {
  await add(numbers(1));
  await account(ctx, 'logen', '다른 계약');
  await shipments(1);
  const load = await loadAll(ctx);
  const { printRunId } = await registerRange(ctx, {
    selection: load(),
    courierAccountId: accountId,
  });
  const { labels } = await labelsOfPrint(ctx, printRunId ?? 0);
  expect(labels).toMatchObject([{ waybillNo: numbers(1)[0], sender: { name: '로젠 보내는이' } }]);
});

const add = (list: string[]) => addListedNumbers(ctx, { accountId, text: list.join('\n') });

function account(owner: Ctx, courier: 'logen' | 'lotte' = 'logen', name = '로젠') {
  return addCourierAccount(
    owner,
    {
      name,
      courier,
      contractCode: name,
      senderName: `${name} 보내는이`,
      senderPhone: '02-777-1234',
      senderAddress: '경기도 이천시 마장면 물류로 12',
      labelSize: '100x150',
      numbersFrom: 'list',
    },
    sealing,
  );
}

async function shipments(count: number): Promise<number[]> {
  const channelId = await makeChannel(ctx);
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `A-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map((made) => made.shipmentId);
}

async function numbersOf(ids: number[]) {
  return (await standing(ctx, ids)).map((shipment) => shipment.waybillNo);
}
