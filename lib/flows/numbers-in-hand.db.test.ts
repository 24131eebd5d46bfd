import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { enterableLines } from '@/lib/claims/enterable';
import { type Ctx, inMall } from '@/lib/context';
import { subjectsOf } from '@/lib/history/subject';
import { loadShipments } from '@/lib/invoicing/load/load';
import { type LoadConditions, presetConditions } from '@/lib/invoicing/load/load-conditions';
import { hold } from '@/lib/shipments/holds/hold';
import {
  allocateEverything,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';

let database: TestDatabase;
let ctx: Ctx;
let shipmentId: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  const { compositionId } = (await makeVariants(ctx, [{ code: 'V', onHand: 9 }])).V;
  const orders = [{ ...collectedOrder('A-1'), marketOrderNo: 'M-1' }, collectedOrder('A-2')];
  await takeIn(ctx, await makeChannel(ctx), orders, { source: 'sheet' });
  await allocateEverything(ctx, compositionId);
  shipmentId = (await seeShipments(ctx))[0]?.id ?? 0;
});

it('finds an order by the number that its buyer knows, wherever an order number is asked for', async () => {
  expect(await loaded({ status: 'open', withoutHeld: false, word: 'M-1' })).toBe(1);
  expect(await subjectsOf(ctx, { kind: 'orderNo', word: 'M-1' })).toEqual(
    await subjectsOf(ctx, { kind: 'orderNo', word: 'A-1' }),
  );
  expect(await enterableLines(ctx, 'M-1')).toHaveLength(1);
  expect(await enterableLines(ctx, 'A-1')).toHaveLength(1);
});

it('loads a parcel by the number of its label or its own, whatever its day, status or holds', async () => {
  await invoiceEverything(ctx);
  await holdIt('relabel');
  const label = `${600_000_000_000 + shipmentId}`.replace(/(\d{4})(?=\d)/g, '$1-');
  const find = (searchKind: 'waybillNo' | 'shipmentId', word: string) =>
    loaded({
      ...{ from: '2020-01-01', to: '2020-01-02', status: 'allocated', withoutHeld: true },
      ...{ searchKind, word },
    });
  expect(await find('waybillNo', label)).toBe(1);
  expect(await find('shipmentId', String(shipmentId))).toBe(1);
});

it('loads what 확인필요 says was cancelled, or has another address', async () => {
  await invoiceEverything(ctx);
  await holdIt('cancelled_by_channel');
  expect(await loaded(presetConditions('cancelled'))).toBe(1);
  expect(await loaded(presetConditions('addressChanged'))).toBe(0);
  await holdIt('address_changed');
  expect(await loaded(presetConditions('addressChanged'))).toBe(1);
});

const holdIt = (kind: 'relabel' | 'cancelled_by_channel' | 'address_changed') =>
  inMall(ctx, (tx) => hold(tx, ctx, [shipmentId], kind));

async function loaded(conditions: LoadConditions): Promise<number> {
  return (await loadShipments({ ...ctx, userId: ctx.userId ?? 0 }, conditions)).rowCount;
}
