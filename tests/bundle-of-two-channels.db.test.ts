import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { previewAllocation } from '@/lib/allocation/preview';
import { bundleShipments } from '@/lib/bundling/bundle';
import { type Ctx, inMall } from '@/lib/context';
import { loadShipments } from '@/lib/invoicing/load/load';
import { proposeCouriers } from '@/lib/invoicing/load/propose-couriers';
import { makeAccount } from '@/lib/invoicing/testing-invoices';
import { matchShipments } from '@/lib/matching/match';
import { saveParcelRule } from '@/lib/settings/save-parcel-rule';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { shipmentsToShip } from '@/lib/shipping/screen';
import { shipShipments } from '@/lib/shipping/ship';

const always = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };
const days = { from: '2020-01-01', to: '2030-01-01' };

let database: TestDatabase;
let ctx: Ctx;
/** Those of the base and of its guest, and one that has nothing in the bundle. */
let channels: number[];
let bundle: number;
let compositionId: number;

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'numbers and allocations are given by hand' });
  ctx = await makeMall();
  const { CUP } = await makeVariants(ctx, [{ code: 'CUP', onHand: 10 }]);
  compositionId = CUP.compositionId;
  channels = [];
  for (const account of ['a', 'b', 'c']) {
    const channelId = await makeChannel(ctx, { account });
    channels.push(channelId);
    const line = collectedLine(`${account}:1`, { sellerOptionCode: 'CUP' });
    const alone = {
      ...line,
      recipient: { ...line.recipient, name: '따로', mobile: '010-1111-2222' },
    };
    await takeIn(ctx, channelId, [collectedOrder(account, [account === 'c' ? alone : line])]);
  }
  await matchShipments(ctx);
  await bundleShipments(ctx, { ...days, scope: 'any_channel' });
  const standing = await seeShipments(ctx);
  bundle = standing.find(({ wantedQty }) => wantedQty === 2)?.id ?? 0;
});
afterAll(() => database.drop());

/** Whether the bundle alone is found by the channel of its base, of its guest, and of neither. */
async function foundBy(count: (channelId: number) => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  for (const channelId of channels) found.push(await count(channelId));
  return found;
}

it('is allocated with the orders of either channel', async () => {
  const wholeOf = async (channelId: number) => {
    const where = { ...always, channelIds: [channelId], supplierIds: [], tags: [] };
    const serving = { reallocatesWhole: false, reallocatesPartly: true, servesPartly: true };
    const conditions = { ...where, ...serving, includesHeld: false, splitting: 'off' as const };
    return (await previewAllocation(ctx, conditions)).counts.whole;
  };
  expect(await foundBy(wholeOf)).toEqual([1, 1, 1]);
  expect(bundle).toBeGreaterThan(0);
});

it('is loaded for its number, and proposed to a courier, by either', async () => {
  await allocateEverything(ctx, compositionId);
  const rowsOf = async (channelId: number) =>
    (
      await loadShipments(
        { ...ctx, userId: 1 },
        { channelIds: [channelId], status: 'allocated', withoutHeld: true },
      )
    ).rowCount;
  expect(await foundBy(rowsOf)).toEqual([1, 1, 1]);
  const courierAccountId = await makeAccount(ctx);
  const rule = { kind: 'courier' as const, courierAccountId, newPeople: [], keptPeople: [] };
  const { name } = await saveParcelRule(ctx, {
    ...rule,
    name: '둘째 판매처',
    conditions: { channelIds: channels.slice(1, 2) },
  });
  expect(name).toBe('둘째 판매처');
  const others = (await seeShipments(ctx)).flatMap(({ id, stage }) =>
    stage === 'allocated' && id !== bundle ? id : [],
  );
  const proposals = await inMall(ctx, (tx) => proposeCouriers(tx, ctx, [bundle, ...others]));
  expect(proposals.map(({ accountId }) => accountId)).toEqual([courierAccountId, null]);
});

it('is shipped by either, and found by either when it has left', async () => {
  await invoiceEverything(ctx);
  const rowsOf = (stage: 'invoiced' | 'shipped') => async (channelId: number) =>
    (
      await shipmentsToShip(
        ctx,
        { ...always, channelIds: [channelId], stage },
        { size: 20, at: 'first' },
      )
    ).total;
  expect(await foundBy(rowsOf('invoiced'))).toEqual([1, 1, 1]);
  await shipShipments(ctx, [bundle]);
  expect(await foundBy(rowsOf('shipped'))).toEqual([1, 1, 0]);
});
