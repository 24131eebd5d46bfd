import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { registerRange } from '@/lib/invoicing/numbers/register-range';
import { printLabels } from '@/lib/invoicing/prints/print';
import { setWaybill } from '@/lib/invoicing/set-waybill';
import { loadAll, makeAccount, standing } from '@/lib/invoicing/testing-invoices';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { addBox } from '@/lib/shipping/boxes';
import { scanWaybill } from '@/lib/shipping/scanning/scan';
import { decideClaims } from './decide-claim';

const typedNo = '92816272404';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
let first: number;
let second: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  shirt = (await makeVariants(ctx, [{ code: 'SHIRT', onHand: 9 }])).SHIRT;
  await takeIn(ctx, channelId, [order('1'), order('2')]);
  await allocateEverything(ctx, shirt.compositionId);
  [first = 0, second = 0] = (await seeShipments(ctx)).map(({ id }) => id);
});

it('loses its number with its last goods: no label, none to the next parcel, and a scan says why', async () => {
  const account = await makeAccount(ctx);
  const load = await loadAll(ctx);
  const number = (box: string) =>
    registerRange(ctx, { selection: load(box), courierAccountId: account });
  await number('1');
  const [{ waybillNo } = { waybillNo: null }] = await standing(ctx, [first]);
  await cancel('1');
  expect(await standing(ctx, [first])).toMatchObject([
    { stage: 'cancelled', courier: null, waybillNo: null, printedCount: 0 },
  ]);
  await expect(printLabels(ctx, load('1'))).rejects.toThrow('invoice.errors.nothingToPrint');
  await number('2');
  expect(await states()).toEqual([
    [waybillNo, 'retired', first],
    [waybillNoFromSerial('lotte', 32_000_000_001), 'issued', second],
  ]);
  expect(await scan(waybillNo ?? '')).toMatchObject({ verdict: 'cancelled', shipmentId: first });
  await checkInvariants();
});

it('frees the number that somebody had typed, and those of its other boxes', async () => {
  await setWaybill(ctx, { shipmentId: first, courier: 'logen', waybillNo: typedNo });
  await addBox(ctx, { shipmentId: first, courier: 'lotte', waybillNo: '320000000003' });
  await cancel('1');
  expect(await scan(typedNo)).toMatchObject({ verdict: 'cancelled', shipmentId: first });
  await setWaybill(ctx, { shipmentId: second, courier: 'logen', waybillNo: typedNo });
  await addBox(ctx, { shipmentId: second, courier: 'lotte', waybillNo: '320000000003' });
  expect(await scan(typedNo, 'again')).toMatchObject({ verdict: 'shipped', shipmentId: second });
  await checkInvariants();
});

it('keeps a number that a channel was told, and prints no label of it', async () => {
  await setWaybill(ctx, { shipmentId: first, courier: 'logen', waybillNo: typedNo });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, courier,
        waybill_no, state, due_at, created_at)
      select mall_id, id, channel_id, base_order_id, 'unit', courier, waybill_no, 'done', now(),
        now()
      from shipments where mall_id = ${ctx.mallId} and id = ${first}`),
  );
  await cancel('1');
  expect(await standing(ctx, [first])).toMatchObject([{ stage: 'cancelled', waybillNo: typedNo }]);
  const load = await loadAll(ctx);
  await expect(printLabels(ctx, load())).rejects.toThrow('invoice.errors');
  await expect(
    setWaybill(ctx, { shipmentId: second, courier: 'logen', waybillNo: typedNo }),
  ).rejects.toThrow('invoice.reasons.takenBy');
});

const order = (orderNo: string) => collectedOrder(orderNo, [collectedLine(`${orderNo}:1`)]);

async function cancel(orderNo: string): Promise<void> {
  const claim = {
    claimNo: `C${orderNo}`,
    orderNo,
    lineKey: `${orderNo}:1`,
    kind: 'cancel' as const,
  };
  const told = {
    quantity: 1,
    reason: '',
    requestedAt: ctx.now,
    raw: {},
    state: 'requested' as const,
  };
  await inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...claim, ...told }]));
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select id from claims where mall_id = ${ctx.mallId}`),
  );
  await decideClaims(ctx, [id], 'accept');
}

const scan = (waybillNo: string, scanId = 'once') =>
  scanWaybill(ctx, { scanId, waybillNo, scannedAt: ctx.now });

async function states() {
  const found = await inMall(ctx, (tx) =>
    rows<{ waybillNo: string; state: string; shipmentId: number }>(
      tx,
      sql`select waybill_no as "waybillNo", state, shipment_id as "shipmentId" from waybills
        where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return found.map(({ waybillNo, state, shipmentId }) => [waybillNo, state, shipmentId]);
}
