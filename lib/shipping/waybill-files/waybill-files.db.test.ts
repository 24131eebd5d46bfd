import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, untilSomebodyWaits } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { downloadFile } from '@/lib/files/download-file';
import { readWholeFile } from '@/lib/files/open-file';
import { setWaybillAndPush } from '@/lib/flows/set-waybill';
import { takeWork } from '@/lib/leases/lease';
import { builtInLayout } from '@/lib/sheets/formats/waybill-layout';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitUnallocated } from '@/lib/shipments/parcels/split';
import { setAllocation } from '@/lib/shipments/stock';
import { mismatchesAmong } from '../decisions/mismatches';
import { markToldBefore } from '../pushes/mark-told';
import { scanWaybill } from '../scanning/scan';
import { shipIn, shipShipments } from '../ship';
import { lineElsewhere } from '../testing-parcels';
import { unshipShipments } from '../unship';
import { cancelWaybillFile, returnWaybillRows } from './cancel';
import { confirmWaybillFile, reopenWaybillFile } from './confirm';
import { resetChannelLayout, setChannelLayout } from './layout';
import { makeWaybillFile, waybillFileWork } from './make';
import { requestWaybillFile } from './request';
import { fileChannels, layoutPreview, waybillFilePushes, waybillFiles } from './screen';

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let otherMall: Ctx;
let channelId: number;
let shipmentIds: number[];
let compositionId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const mall = await makeMall();
  ctx = { ...mall, userId: mall.userId ?? 1 };
  otherMall = await makeMall('남의 상회');
  channelId = await makeChannel(ctx, { marketplace: 'hottracks' });
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  const orders = ['A-1', 'A-2', 'A-3'].map((orderNo) => collectedOrder(orderNo));
  await takeIn(ctx, channelId, orders, { source: 'sheet' });
  compositionId = V1.compositionId;
  await allocateEverything(ctx, compositionId);
  await invoiceEverything(ctx);
  shipmentIds = (await seeShipments(ctx)).map(({ id }) => id);
});

it('puts each number that left into one file, and none into two', async () => {
  await shipShipments(ctx, shipmentIds.slice(0, 2));
  const first = await madeFile();
  expect(await cellsOf(first)).toEqual([
    ['A-1', numberOf(0)],
    ['A-2', numberOf(1)],
  ]);
  await expect(requestWaybillFile(ctx, channelId)).rejects.toThrow('nothingWaits');
  await shipShipments(ctx, shipmentIds);
  expect(await cellsOf(await madeFile())).toEqual([['A-3', numberOf(2)]]);
});

it('takes one number of a unit whose two parcels wait for a file', async () => {
  await shipShipments(ctx, await twoParcels());
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update pushes set state = 'file_waiting'
      where mall_id = ${ctx.mallId} and state = 'not_applicable'`),
  );
  const cells = await cellsOf(await madeFile());
  expect(new Set(cells.map(([, waybillNo]) => waybillNo)).size).toBe(1);
  await expect(requestWaybillFile(ctx, channelId)).rejects.toThrow('nothingWaits');
});

it('takes each number once, however many ask at the same time', async () => {
  await shipShipments(ctx, shipmentIds);
  const asked = await Promise.allSettled(
    Array.from({ length: 4 }, () => requestWaybillFile(ctx, channelId)),
  );
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('confirms exactly the rows of the file, and their lines are on the way there', async () => {
  await shipShipments(ctx, shipmentIds.slice(0, 2));
  const file = await madeFile();
  await shipShipments(ctx, shipmentIds);
  expect(await confirmWaybillFile(ctx, file)).toEqual({ confirmed: 2 });
  expect(await states()).toEqual(['done shipping', 'done shipping', 'file_waiting acknowledged']);
  await expect(confirmWaybillFile(ctx, file)).rejects.toThrow('settled');
  await expect(cancelWaybillFile(ctx, file)).rejects.toThrow('settled');
});

it('tells of a unit in two parcels what has left, and not what still stands here', async () => {
  const { first, second } = await firstOfTwoTold();
  expect(await lineStates('B-1')).toEqual(['shipping', 'acknowledged']);
  expect(await inMall(ctx, (tx) => mismatchesAmong(tx, ctx, [first, second]))).toEqual([]);
});

it('calls the rest of a told unit on its way once that has left too', async () => {
  const { second, file } = await firstOfTwoTold();
  await shipShipments(ctx, [second]);
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
  await reopenWaybillFile(ctx, file);
  expect(await lineStates('B-1')).toEqual(['acknowledged', 'acknowledged']);
});

it('calls it so too where its parcel is scanned', async () => {
  const { second } = await firstOfTwoTold();
  const scan = { scanId: randomUUID(), waybillNo: String(600_000_000_000 + second) };
  expect(await scanWaybill(ctx, { ...scan, scannedAt: ctx.now })).toMatchObject({
    verdict: 'shipped',
  });
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
});

it('calls it so too where it leaves in the very moment of the confirmation', async () => {
  const { second, file } = await firstOfTwoInFile();
  let confirmed: ReturnType<typeof confirmWaybillFile> | null = null;
  await inMall(ctx, async (stopping) => {
    await stopping.execute(sql`
      select from waybill_files where mall_id = ${ctx.mallId} and id = ${file} for update`);
    await inMall(ctx, async (tx) => {
      await shipIn(tx, ctx, [second]);
      confirmed = confirmWaybillFile(ctx, file);
      await untilSomebodyWaits(tx);
    });
    await untilSomebodyWaits(stopping);
    await markToldBefore(ctx, [second]);
  });
  await confirmed;
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
});

it('confirms all of a file or nothing, and a second time what failed the first', async () => {
  const { second, file } = await firstOfTwoInFile();
  await systemDb().execute(sql`
    alter table order_lines add constraint failing
    check (line_key <> 'B-1:2' or channel_state <> 'shipping') not valid`);
  let confirmed: ReturnType<typeof confirmWaybillFile> | null = null;
  await inMall(ctx, async (tx) => {
    await shipIn(tx, ctx, [second]);
    confirmed = confirmWaybillFile(ctx, file);
    await untilSomebodyWaits(tx);
  });
  await expect(confirmed).rejects.toThrow();
  await systemDb().execute(sql`alter table order_lines drop constraint failing`);
  expect(await lineStates('B-1')).toEqual(['acknowledged', 'acknowledged']);
  expect(await confirmWaybillFile(ctx, file)).toEqual({ confirmed: 1 });
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
});

it('tells of both parcels of a unit with the one number, once both have left', async () => {
  await shipShipments(ctx, await twoParcels());
  const file = await madeFile();
  await confirmWaybillFile(ctx, file);
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
  await reopenWaybillFile(ctx, file);
  expect(await lineStates('B-1')).toEqual(['acknowledged', 'acknowledged']);
});

it('tells of a line of which one part has left and the other was cancelled', async () => {
  const [first, second, emptied] = await twoParcelsAndOneEmptied();
  await shipShipments(ctx, [first, second]);
  await confirmWaybillFile(ctx, await madeFile());
  expect((await seeShipments(ctx)).find(({ id }) => id === emptied)?.stage).toBe('cancelled');
  expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
});

it('takes a confirmation back whole', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await madeFile();
  const before = await states();
  await confirmWaybillFile(ctx, file);
  expect(await reopenWaybillFile(ctx, file)).toEqual({ reopened: 3 });
  expect(await states()).toEqual(before);
  expect(await confirmWaybillFile(ctx, file)).toEqual({ confirmed: 3 });
});

it('returns the rows of a cancelled file, and the next file has them', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await madeFile();
  expect(await cancelWaybillFile(ctx, file)).toEqual({ returned: 3 });
  const [cancelled] = await waybillFiles(ctx);
  expect(cancelled).toMatchObject({ state: 'cancelled', fileId: null });
  expect(await cellsOf(await madeFile())).toHaveLength(3);
});

it('says that it found no room, and its rows go out in another file once there is some', async () => {
  await shipShipments(ctx, shipmentIds);
  const { waybillFileId } = await requestWaybillFile(ctx, channelId);
  const whole = inDays(1).toISOString();
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into files (mall_id, name, content_type, size_bytes, expires_at, created_at)
      values (${ctx.mallId}, 'a', 'text/csv', ${10 ** 12}, ${whole}, ${ctx.now.toISOString()})`),
  );
  await makeWaiting();
  expect(await waybillFiles(ctx)).toMatchObject([{ state: 'failed', lacksRoom: true }]);
  await cancelWaybillFile(ctx, waybillFileId);
  await inMall(ctx, (tx) => tx.execute(sql`delete from files where mall_id = ${ctx.mallId}`));
  expect(await cellsOf(await madeFile())).toHaveLength(3);
  expect(await waybillFiles(ctx)).toMatchObject([{ lacksRoom: false }, { lacksRoom: false }]);
});

it('returns only the rows that the marketplace refused', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await madeFile();
  const [refused] = await waybillFilePushes(ctx, file);
  const given = { waybillFileId: file, pushIds: [refused?.id ?? 0] };
  expect(await returnWaybillRows(ctx, given)).toEqual({ returned: 1 });
  expect(await confirmWaybillFile(ctx, file)).toEqual({ confirmed: 2 });
  expect(await fileChannels(ctx)).toMatchObject([{ waiting: 1, unconfirmed: 0 }]);
});

it('leaves out of the confirmation what 배송취소 took back, and says that it may be there', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await madeFile();
  expect(await unshipShipments(ctx, shipmentIds.slice(0, 1))).toMatchObject({ sent: 1 });
  expect(await confirmWaybillFile(ctx, file)).toEqual({ confirmed: 2 });
  expect((await waybillFilePushes(ctx, file)).map(({ state }) => state)).toEqual([
    'withdrawn',
    'done',
    'done',
  ]);
});

it('does not let a parcel that was taken back wait again after 확인취소', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await madeFile();
  await confirmWaybillFile(ctx, file);
  await unshipShipments(ctx, shipmentIds.slice(0, 1));
  await reopenWaybillFile(ctx, file);
  expect((await states()).map((state) => state.split(' ')[0])).toEqual([
    'withdrawn',
    'file_waiting',
    'file_waiting',
  ]);
});

it('hands over a changed number in the next file', async () => {
  await shipShipments(ctx, shipmentIds.slice(0, 1));
  const file = await madeFile();
  await confirmWaybillFile(ctx, file);
  const [shipmentId = 0] = shipmentIds;
  await setWaybillAndPush(ctx, { shipmentId, courier: 'logen', waybillNo: '12345678901' });
  expect(await cellsOf(await madeFile())).toEqual([['A-1', '12345678901']]);
});

it('confirms no file that nobody has fetched', async () => {
  await shipShipments(ctx, shipmentIds);
  const file = await unfetchedFile();
  await expect(confirmWaybillFile(ctx, file)).rejects.toThrow('notFetched');
  const waiting = await inMall(ctx, (tx) =>
    rows(tx, sql`select from pushes where mall_id = ${ctx.mallId} and state = 'file_waiting'`),
  );
  expect(waiting).toHaveLength(3);
});

it('leaves in the log who took the file, and gives it to no other mall', async () => {
  await shipShipments(ctx, shipmentIds);
  await unfetchedFile();
  const [file] = await waybillFiles(ctx);
  const fileId = file?.fileId ?? 0;
  await expect(downloadFile(otherMall, fileId)).rejects.toThrow('notFound');
  await downloadFile(ctx, fileId);
  expect((await waybillFiles(ctx))[0]?.downloadedAt).not.toBeNull();
  const logged = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select from audit_events where mall_id = ${ctx.mallId} and verb = 'file.download'
        and subject = 'waybillFile' and subject_id = ${file?.id}`,
    ),
  );
  expect(logged).toHaveLength(1);
});

it('lays the file out as the operator says, and as built in after a reset', async () => {
  await shipShipments(ctx, shipmentIds.slice(0, 1));
  const layout = {
    ...builtInLayout('hottracks'),
    fileKind: 'csv949' as const,
    columns: [
      { header: '교보주문번호', value: 'orderNo' as const },
      { header: '배송사', value: 'courierName' as const },
      { header: '운송장', value: 'waybillNo' as const },
      { header: '구분', value: { fixed: '일반' } },
    ],
    courierNames: { cj: '대한통운' },
  };
  await setChannelLayout(ctx, { channelId, layout });
  expect(await layoutPreview(ctx, channelId)).toMatchObject({
    isOwn: true,
    headers: ['교보주문번호', '배송사', '운송장', '구분'],
    rows: [['A-1', '대한통운', numberOf(0), '일반']],
  });
  const file = await madeFile();
  await resetChannelLayout(ctx, channelId);
  expect((await sheetOf(file)).headers).toContain('교보주문번호');
  expect(await layoutPreview(ctx, channelId)).toMatchObject({ isOwn: false });
});

it('refuses a layout that nobody could find the order by', async () => {
  const columns = [{ header: '송장번호', value: 'waybillNo' as const }];
  const layout = { ...builtInLayout('hottracks'), columns };
  await expect(setChannelLayout(ctx, { channelId, layout })).rejects.toThrow('unusable');
});

it('hands over by file where a marketplace has an API, but the seller has no key', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update channels set marketplace = 'gmarket'
      where mall_id = ${ctx.mallId} and id = ${channelId}`),
  );
  await shipShipments(ctx, shipmentIds.slice(0, 1));
  expect(await states()).toEqual(['file_waiting acknowledged']);
  expect((await fileChannels(ctx)).map((channel) => channel.channelId)).toContain(channelId);
});

it.each(['11st', 'cafe24'])(
  'tells of a unit in two parcels once, when both have left, though the API of %s takes parts',
  async (marketplace) => {
    await inMall(ctx, (tx) =>
      tx.execute(sql`
        update channels set marketplace = ${marketplace}
        where mall_id = ${ctx.mallId} and id = ${channelId}`),
    );
    const [first = 0, second = 0] = await twoParcels();
    await shipShipments(ctx, [first]);
    await expect(requestWaybillFile(ctx, channelId)).rejects.toThrow('nothingWaits');
    await shipShipments(ctx, [second]);
    const file = await madeFile();
    const { rows: told } = await sheetOf(file);
    expect(new Set(told.map(({ cells }) => cells.find(isNumber)))).toEqual(
      new Set([String(600_000_000_000 + first)]),
    );
    await confirmWaybillFile(ctx, file);
    await expect(requestWaybillFile(ctx, channelId)).rejects.toThrow('nothingWaits');
    expect(await lineStates('B-1')).toEqual(['shipping', 'shipping']);
  },
);

const isNumber = (cell: unknown) => /^6\d{11}$/.test(String(cell));

it('waits for no file where the orders were entered here and no marketplace knows them', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update channels set marketplace = 'manual'
      where mall_id = ${ctx.mallId} and id = ${channelId}`),
  );
  await shipShipments(ctx, shipmentIds.slice(0, 1));
  expect(await states()).toEqual(['not_applicable acknowledged']);
  expect(await fileChannels(ctx)).toEqual([]);
});

/** Asks for a file and does what the jobs process does. */
/** Made, and fetched by somebody. */
async function madeFile(): Promise<number> {
  const waybillFileId = await unfetchedFile();
  const made = (await waybillFiles(ctx)).find(({ id }) => id === waybillFileId);
  await downloadFile(ctx, made?.fileId ?? 0);
  return waybillFileId;
}

async function unfetchedFile(): Promise<number> {
  const { waybillFileId } = await requestWaybillFile(ctx, channelId);
  await makeWaiting();
  return waybillFileId;
}

async function makeWaiting(): Promise<void> {
  const lease = await takeWork(ctx, waybillFileWork);
  if (!lease) throw new Error('No waybill file waits.');
  const surroundings = { clock: () => ctx.now, signal: new AbortController().signal };
  await makeWaybillFile(ctx, lease, surroundings);
}

const inDays = (days: number) => new Date(ctx.now.getTime() + days * 86_400_000);

async function sheetOf(waybillFileId: number) {
  const file = (await waybillFiles(ctx)).find(({ id }) => id === waybillFileId);
  return readSheet(await readWholeFile(ctx, file?.fileId ?? 0), { maxRows: 100 });
}

/** 주문번호 and 송장번호 of each row, the first and the last column. */
async function cellsOf(waybillFileId: number) {
  const { rows: found } = await sheetOf(waybillFileId);
  return found.map(({ cells }) => [cells[0], cells.at(-1)]);
}

async function states(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ state: string; channelState: string }>(
      tx,
      sql`
      select push.state, line.channel_state as "channelState" from pushes push
      join order_lines line on line.mall_id = push.mall_id and line.order_id = push.order_id
      where push.mall_id = ${ctx.mallId} order by push.id`,
    ),
  );
  return found.map(({ state, channelState }) => `${state} ${channelState}`);
}

/** One unit of the channel, whose second line goes elsewhere. */
async function twoParcels(): Promise<number[]> {
  const parts = collectedOrder('B-1', [collectedLine('B-1:1'), lineElsewhere('B-1:2')]);
  await takeIn(ctx, channelId, [parts], { source: 'sheet' });
  await allocateEverything(ctx, compositionId);
  await invoiceEverything(ctx);
  return (await seeShipments(ctx)).slice(3).map(({ id }) => id);
}

/** The first of the two has left, and its file is confirmed. */
async function firstOfTwoTold() {
  const parcels = await firstOfTwoInFile();
  await confirmWaybillFile(ctx, parcels.file);
  return parcels;
}

/** The same, its file not confirmed yet. */
async function firstOfTwoInFile() {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update channels set partial_shipment = 'first_ships_all' where mall_id = ${ctx.mallId}`),
  );
  const [first = 0, second = 0] = await twoParcels();
  await shipShipments(ctx, [first]);
  return { first, second, file: await madeFile() };
}

/** Of the second line one unit was split off and cancelled before the rest left. */
async function twoParcelsAndOneEmptied(): Promise<[number, number, number]> {
  const parts = (cancelledQuantity: number) =>
    collectedOrder('B-1', [
      collectedLine('B-1:1'),
      { ...lineElsewhere('B-1:2'), quantity: 2, cancelledQuantity },
    ]);
  await takeIn(ctx, channelId, [parts(0)], { source: 'sheet' });
  const [, second = 0] = (await seeShipments(ctx)).slice(3).map(({ id }) => id);
  await inMall(ctx, async (tx) => {
    const { lineId } = await oneRow<{ lineId: number }>(
      tx,
      sql`
      update shipment_lines set composition_id = ${compositionId}
      where mall_id = ${ctx.mallId} and shipment_id = ${second} returning id as "lineId"`,
    );
    await setAllocation(tx, ctx, [{ lineId, allocatedQty: 1 }]);
    await refreshShipments(tx, ctx, [second]);
    await splitUnallocated(tx, ctx, [second], 1);
  });
  await takeIn(ctx, channelId, [parts(1)], { readAt: inDays(1) });
  await allocateEverything(ctx, compositionId);
  await invoiceEverything(ctx);
  const [first = 0, , emptied = 0] = (await seeShipments(ctx)).slice(3).map(({ id }) => id);
  return [first, second, emptied];
}

async function lineStates(orderNo: string): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ state: string }>(
      tx,
      sql`
      select line.channel_state as state from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where line.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo} order by line.line_key`,
    ),
  );
  return found.map(({ state }) => state);
}

const numberOf = (index: number) => String(600_000_000_000 + (shipmentIds[index] ?? 0));
