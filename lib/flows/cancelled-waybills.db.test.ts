import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, untilSomebodyWaits } from '@/db/testing-data';
import { enterClaim } from '@/lib/claims/enter';
import { type Ctx, inMall } from '@/lib/context';
import { downloadFile } from '@/lib/files/download-file';
import { readWholeFile } from '@/lib/files/open-file';
import { takeWork } from '@/lib/leases/lease';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { acceptUnsent, lockClaim } from '@/lib/shipments/claims/decide-claim';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { stoppedPushes } from '@/lib/shipping/decisions/cancel-requests';
import { unshipStopped } from '@/lib/shipping/decisions/unship-stopped';
import { sendDespiteCancel } from '@/lib/shipping/pushes/send-despite-cancel';
import { shipShipments } from '@/lib/shipping/ship';
import { seePushes } from '@/lib/shipping/testing-parcels';
import { unshipShipments } from '@/lib/shipping/unship';
import { returnWaybillRows } from '@/lib/shipping/waybill-files/cancel';
import { confirmWaybillFile } from '@/lib/shipping/waybill-files/confirm';
import { keepBackCancelled } from '@/lib/shipping/waybill-files/keep-back';
import { makeWaybillFile, waybillFileWork } from '@/lib/shipping/waybill-files/make';
import { requestWaybillFile } from '@/lib/shipping/waybill-files/request';
import { waybillFilePushes, waybillFiles } from '@/lib/shipping/waybill-files/screen';

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Two orders of a sheet have left, and wait for a file that tells their channel so. */
beforeEach(async () => {
  const mall = await makeMall();
  ctx = { ...mall, userId: mall.userId ?? 1 };
  channelId = await makeChannel(ctx, { marketplace: 'hottracks' });
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  const orders = ['A-1', 'A-2'].map((orderNo) => collectedOrder(orderNo));
  await takeIn(ctx, channelId, orders, { source: 'sheet' });
  await allocateEverything(ctx, V1.compositionId);
  await invoiceEverything(ctx);
  await shipShipments(
    ctx,
    (await seeShipments(ctx)).map(({ id }) => id),
  );
});

it('puts no number into a file whose buyer asks to cancel, and shows it to a person', async () => {
  await askToCancel('A-1');
  expect(await requestWaybillFile(ctx, channelId)).toMatchObject({ rows: 1, stopped: 1 });
  expect(await stopped()).toMatchObject([{ orderNo: 'A-1', claim: { state: 'requested' } }]);
  expect(await orderNosIn(await made())).toEqual(['A-2']);
});

it('makes no file where every buyer asks to cancel, and says so', async () => {
  await askToCancel('A-1');
  await askToCancel('A-2');
  await expect(requestWaybillFile(ctx, channelId)).rejects.toMatchObject({
    messageKey: 'waybillFiles.errors.allStopped',
    values: { stopped: 2 },
  });
  expect(await stopped()).toHaveLength(2);
});

it('takes it into the next file once a person says that it has left', async () => {
  await askToCancel('A-1');
  await requestWaybillFile(ctx, channelId);
  await made();
  const [push] = await stopped();
  expect(await sendDespiteCancel(ctx, [push?.pushId ?? 0])).toEqual({ sent: 0, filed: 1 });
  expect(await requestWaybillFile(ctx, channelId)).toMatchObject({ rows: 1, stopped: 0 });
  expect(await orderNosIn(await made())).toEqual(['A-1']);
  expect(await stopped()).toEqual([]);
});

it('stops it again for a request that is made after that', async () => {
  await askToCancel('A-1');
  await requestWaybillFile(ctx, channelId);
  const [push] = await stopped();
  await sendDespiteCancel(ctx, [push?.pushId ?? 0]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update claims set state = 'rejected' where mall_id = ${ctx.mallId}`),
  );
  ctx = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
  await askToCancel('A-1');
  await expect(requestWaybillFile(ctx, channelId)).rejects.toThrow('allStopped');
});

it('ends with the parcel brought back and its cancel accepted', async () => {
  const claimId = await askToCancel('A-1');
  await requestWaybillFile(ctx, channelId);
  const [push] = await stopped();
  const pushIds = [push?.pushId ?? 0];
  expect(await unshipStopped(ctx, pushIds)).toMatchObject({ unshipped: 1, sent: 0 });
  await inMall(ctx, async (tx) => acceptUnsent(tx, ctx, await lockClaim(tx, ctx, claimId)));
  expect(await seePushes(ctx)).toMatchObject([{ state: 'withdrawn' }, { state: 'file_waiting' }]);
  expect((await seeShipments(ctx)).map(({ stage }) => stage)).toEqual(['cancelled', 'shipped']);
  await checkInvariants();
});

it('makes a file anew that nobody has fetched, without what is to be cancelled since', async () => {
  await requestWaybillFile(ctx, channelId);
  const before = await made();
  await askToCancel('A-1');
  await expect(keepBackCancelled(ctx, before)).rejects.toThrow('madeAnew');
  await expect(downloadFile(ctx, before)).rejects.toThrow('notFound');
  expect(await stopped()).toMatchObject([{ orderNo: 'A-1' }]);
  const after = await made();
  await keepBackCancelled(ctx, after);
  expect(await orderNosIn(after)).toEqual(['A-2']);
  expect(await waybillFiles(ctx)).toMatchObject([{ state: 'done', rowCount: 1 }]);
});

it('leaves a file as it is for those who may not fetch it', async () => {
  await requestWaybillFile(ctx, channelId);
  const file = await made();
  await askToCancel('A-1');
  const blind = { ...ctx, canSeePersonalData: false };
  await expect(keepBackCancelled(blind, file)).rejects.toThrow('personalData');
  expect(await stopped()).toEqual([]);
  expect(await waybillFiles(ctx)).toMatchObject([{ state: 'done', rowCount: 2 }]);
});

it('cancels a file that nobody has fetched where nothing is left in it', async () => {
  await requestWaybillFile(ctx, channelId);
  const file = await made();
  await askToCancel('A-1');
  await askToCancel('A-2');
  await expect(keepBackCancelled(ctx, file)).rejects.toThrow('madeAnew');
  expect(await waybillFiles(ctx)).toMatchObject([{ state: 'cancelled', rowCount: 0 }]);
});

it.each([
  ['배송취소 of', async () => void (await unshipShipments(ctx, [await parcelOf('A-2')]))],
  [
    '되돌리기 of',
    async (waybillFileId: number) => {
      const pushes = await waybillFilePushes(ctx, waybillFileId);
      const pushIds = pushes.filter(({ orderNo }) => orderNo === 'A-2').map(({ id }) => id);
      await returnWaybillRows(ctx, { waybillFileId, pushIds });
    },
  ],
])('cancels it too where nothing is left after %s the other row', async (_, takeOut) => {
  const { waybillFileId } = await requestWaybillFile(ctx, channelId);
  const file = await made();
  await takeOut(waybillFileId);
  await askToCancel('A-1');
  await expect(keepBackCancelled(ctx, file)).rejects.toThrow('madeAnew');
  expect(await waybillFiles(ctx)).toMatchObject([{ state: 'cancelled', rowCount: 0 }]);
});

it('leaves a fetched file as it is: it may have been uploaded', async () => {
  const { waybillFileId } = await requestWaybillFile(ctx, channelId);
  const file = await made();
  await downloadFile(ctx, file);
  await askToCancel('A-1');
  await keepBackCancelled(ctx, file);
  expect(await confirmWaybillFile(ctx, waybillFileId)).toEqual({ confirmed: 2 });
});

it('leaves a file as it is that is fetched in the very moment', async () => {
  const { waybillFileId } = await requestWaybillFile(ctx, channelId);
  const file = await made();
  await askToCancel('A-1');
  let looked: Promise<void> | null = null;
  await inMall(ctx, async (fetching) => {
    await fetching.execute(sql`
      update waybill_files set downloaded_at = now()
      where mall_id = ${ctx.mallId} and file_id = ${file}`);
    looked = keepBackCancelled(ctx, file);
    await untilSomebodyWaits(fetching);
  });
  await looked;
  expect(await stopped()).toEqual([]);
  expect(await confirmWaybillFile(ctx, waybillFileId)).toEqual({ confirmed: 2 });
});

it('hands out no file that is made anew in the very moment', async () => {
  await requestWaybillFile(ctx, channelId);
  const file = await made();
  let fetched: ReturnType<typeof downloadFile> | null = null;
  await inMall(ctx, async (makingAnew) => {
    await makingAnew.execute(sql`
      update waybill_files set file_id = null, state = 'queued'
      where mall_id = ${ctx.mallId} and file_id = ${file}`);
    fetched = downloadFile(ctx, file);
    fetched.catch(() => {});
    await untilSomebodyWaits(makingAnew);
  });
  await expect(fetched).rejects.toThrow('notFound');
  expect(await waybillFiles(ctx)).toMatchObject([{ downloadedAt: null }]);
});

it('leaves it to a person, and by file, where the line of it comes in with another unit', async () => {
  await askToCancel('A-1');
  await expect(requestWaybillFile(ctx, channelId)).resolves.toMatchObject({ stopped: 1, rows: 1 });
  const moved = collectedLine('A-1:1', { channelUnitNo: 'U-2' });
  await takeIn(ctx, channelId, [collectedOrder('A-1', [moved])]);
  expect(await stopped()).toMatchObject([{ orderNo: 'A-1' }]);
  const [{ pushId = 0 } = {}] = await stopped();
  expect(await sendDespiteCancel(ctx, [pushId])).toEqual({ sent: 0, filed: 1 });
  await takeIn(ctx, channelId, [collectedOrder('A-1', [{ ...moved, channelUnitNo: 'U-3' }])]);
  const states = (await seePushes(ctx)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(['file_waiting', 'file_waiting', 'withdrawn', 'withdrawn']);
});

const stopped = async () =>
  (await stoppedPushes(ctx, { at: 'first', size: 100 })).rows.toReversed();

async function parcelOf(wanted: string): Promise<number> {
  const parcels = await seeShipments(ctx);
  return parcels.find(({ baseOrderNo }) => baseOrderNo === wanted)?.id ?? 0;
}

async function askToCancel(orderNo: string): Promise<number> {
  const [line] = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select line.id from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where line.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo}`,
    ),
  );
  const asked = { kind: 'cancel', qty: 1, reason: '단순변심' } as const;
  return (await enterClaim(ctx, { orderLineId: line?.id ?? 0, ...asked })).claimId;
}

/** Does what the jobs process does; the file that comes of it. */
async function made(): Promise<number> {
  const lease = await takeWork(ctx, waybillFileWork);
  if (!lease) throw new Error('No waybill file waits.');
  const surroundings = { clock: () => ctx.now, signal: new AbortController().signal };
  await makeWaybillFile(ctx, lease, surroundings);
  return (await waybillFiles(ctx)).find(({ id }) => id === lease.id)?.fileId ?? 0;
}

async function orderNosIn(fileId: number) {
  const { rows: found } = await readSheet(await readWholeFile(ctx, fileId), { maxRows: 100 });
  return found.map(({ cells }) => cells[0]);
}
