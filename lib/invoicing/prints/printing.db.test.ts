import { sql } from 'drizzle-orm';
import { createTranslator } from 'next-intl';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { draw, drawingWork } from '@/lib/drawings/draw';
import { openDrawing } from '@/lib/drawings/open';
import { refuseDrawing, requestDrawing } from '@/lib/drawings/request';
import { findDrawing } from '@/lib/drawings/screen';
import { ExpectedError } from '@/lib/errors';
import { takeWork } from '@/lib/leases/lease';
import { hold } from '@/lib/shipments/holds/hold';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { ko } from '@/messages/ko';
import { registerRange } from '../numbers/register-range';
import { setWaybill } from '../set-waybill';
import {
  askCourier,
  bundleByHand,
  holdByHand,
  loadAll,
  makeAccount,
  makeAllocated,
  standing,
} from '../testing-invoices';
import { packingList, pickingList } from './lists';
import { printLabels } from './print';
import { labelsOfPrint } from './printed-labels';
import { deletePrinter, type PrinterProfile, printers, savePrinter } from './printers';

const belt: PrinterProfile = {
  name: '2번 벨트',
  labelSize: '123x100',
  offsetXMm: -1.5,
  offsetYMm: 2.3,
  rotation: 90,
  copies: 2,
  pageOrder: 'picking',
};

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let otherBefore: unknown;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  await savePrinter(otherMall, belt);
  otherBefore = await dumpMall(otherMall);
  channelId = await makeChannel(ctx);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

it('keeps a printer as it was set, and changes it', async () => {
  const { id } = await savePrinter(ctx, belt);
  expect(await printers(ctx)).toEqual([{ id, ...belt }]);
  await savePrinter(ctx, { ...belt, id, copies: 1 });
  expect(await printers(ctx)).toMatchObject([{ id, copies: 1 }]);
  await expect(savePrinter(ctx, belt)).rejects.toMatchObject({
    messageKey: 'couriers.errors.printerNameTaken',
  });
  await expect(deletePrinter(otherMall, id)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

it('neither numbers nor counts a print for who may not see the labels', async () => {
  const account = await makeAccount(ctx);
  const ids = await shipmentsAt(['A-1', 'A-2']);
  const load = await loadAll(ctx);
  const packer = { ...ctx, canSeePersonalData: false };
  const refused = { messageKey: 'invoice.errors.labelsArePersonal' };
  const range = { selection: load(), courierAccountId: account };
  await expect(registerRange(packer, range)).rejects.toMatchObject(refused);
  expect((await standing(ctx, ids)).map((row) => row.waybillNo)).toEqual([null, null]);
  await registerRange(ctx, range);
  await expect(printLabels(packer, load())).rejects.toMatchObject(refused);
  expect((await standing(ctx, ids)).map((row) => row.printedCount)).toEqual([1, 1]);
});

it('prints in the order of the shelves, and the same again when the printer is long gone', async () => {
  const { id } = await savePrinter(ctx, belt);
  const account = await makeAccount(ctx);
  const ids = await shipmentsAt(['B-1', 'A-10', 'A-2']);
  const load = await loadAll(ctx);
  const { printRunId } = await registerRange(ctx, {
    selection: load(),
    courierAccountId: account,
    print: { kind: 'courier', printerId: id },
  });
  await deletePrinter(ctx, id);
  const { printing, labels } = await labelsOfPrint(ctx, printRunId ?? 0);
  expect(labels.map((label) => label.shipmentNo)).toEqual(
    [ids[2], ids[1], ids[0]].map((shipmentId) => String(shipmentId)),
  );
  expect(labels.map((label) => label.sequenceNo)).toEqual([3, 2, 1]);
  expect(printing).toEqual({
    kind: 'courier',
    size: '123x100',
    offset: { x: -1.5, y: 2.3 },
    rotation: 90,
    copies: 2,
  });
});

it('refuses the label that a courier’s terminals could not read, but always prints one for packing', async () => {
  const account = await makeAccount(ctx, {
    courier: 'hanjin',
    from: '410000000001',
    to: '410000000992',
  });
  const [id = 0] = await shipmentsAt(['A-1']);
  const load = await loadAll(ctx);
  const registered = { selection: load(), courierAccountId: account };
  const packing = { kind: 'packing' as const, printerId: null };
  const refused = { messageKey: 'invoice.errors.noSortingCode' };
  await expect(registerRange(ctx, registered)).rejects.toMatchObject(refused);
  await expect(
    registerRange(ctx, { ...registered, print: { ...packing, printerId: 99_999 } }),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.printerGone' });
  expect(await standing(ctx, [id])).toMatchObject([{ stage: 'allocated', waybillNo: null }]);
  const { numbered, printed, printRunId } = await registerRange(ctx, {
    ...registered,
    print: packing,
  });
  expect([numbered, printed]).toEqual([1, 1]);
  expect((await labelsOfPrint(ctx, printRunId ?? 0)).printing.kind).toBe('packing');
  await expect(
    printLabels(ctx, load(), { kind: 'courier', printerId: null }),
  ).rejects.toMatchObject(refused);
  expect(await standing(ctx, [id])).toMatchObject([{ printedCount: 1 }]);
});

it('tells of the numbers it gave also where the labels could not be printed after all', async () => {
  const account = await makeAccount(ctx);
  const { id: printerId } = await savePrinter(ctx, belt);
  const [id = 0] = await shipmentsAt(['A-1']);
  const load = await loadAll(ctx);
  await loseWhenNumbered(printerId);
  const given = await registerRange(ctx, {
    selection: load(),
    courierAccountId: account,
    print: { kind: 'courier', printerId },
  });
  expect(given).toMatchObject({
    ...{ numbered: 1, printed: 0, printRunId: null },
    printRefusal: { messageKey: 'invoice.errors.printerGone' },
  });
  expect(await standing(ctx, [id])).toMatchObject([{ stage: 'invoiced', printedCount: 0 }]);
});

/** Somebody deletes the printer at the very moment that the numbers are given. */
const loseWhenNumbered = (printerId: number) =>
  systemDb().execute(
    sql.raw(`
    create function lose_printer() returns trigger language plpgsql as $$
      begin delete from printer_profiles where id = ${printerId} and mall_id = new.mall_id; return new; end $$;
    create trigger lose_printer after insert on waybills for each row
      when (new.mall_id = ${ctx.mallId}) execute function lose_printer()`),
  );

it('opened again, a print leaves out what is held by then', async () => {
  const account = await makeAccount(ctx);
  const [claimed = 0, other = 0] = await shipmentsAt(['A-1', 'A-2']);
  const load = await loadAll(ctx);
  const { printRunId } = await registerRange(ctx, { selection: load(), courierAccountId: account });
  const opened = async () =>
    (await labelsOfPrint(ctx, printRunId ?? 0)).labels.map((label) => label.shipmentNo);
  expect(await opened()).toEqual([String(claimed), String(other)]);
  await holdByHand(ctx, claimed, 'claim');
  expect(await opened()).toEqual([String(other)]);
  await holdByHand(ctx, other, 'claim');
  await expect(opened()).rejects.toMatchObject({ messageKey: 'invoice.errors.nothingToPrint' });
});

it('prints for packing without any contract, and counts no courier label that has no sender', async () => {
  const [id = 0] = await shipmentsAt(['A-1']);
  const load = await loadAll(ctx);
  await setWaybill(ctx, { shipmentId: id, courier: 'logen', waybillNo: '92816272404' });
  await expect(printLabels(ctx, load())).rejects.toMatchObject({
    messageKey: 'invoice.errors.noSender',
  });
  expect(await standing(ctx, [id])).toMatchObject([{ printedCount: 0 }]);
  const { runId } = await printLabels(ctx, load(), { kind: 'packing', printerId: null });
  expect((await labelsOfPrint(ctx, runId)).labels).toMatchObject([{ waybillNo: '92816272404' }]);
});

it('prints what each order of a bundle asks of the courier, once', async () => {
  const account = await makeAccount(ctx);
  const [base = 0, second = 0, third = 0] = await shipmentsAt(['A-1', 'A-2', 'A-3']);
  await askCourier(ctx, base, '문 앞');
  await askCourier(ctx, second, '경비실');
  await askCourier(ctx, third, '문 앞');
  for (const absorbed of [second, third]) await bundleByHand(ctx, base, absorbed);
  const load = await loadAll(ctx);
  const { printRunId } = await registerRange(ctx, { selection: load(), courierAccountId: account });
  const { labels } = await labelsOfPrint(ctx, printRunId ?? 0);
  expect(labels.map((label) => label.note)).toEqual(['문 앞 / 경비실']);
});

it('says which labels have letters that would come out as boxes', async () => {
  const account = await makeAccount(ctx);
  const [, second = 0] = await shipmentsAt(['A-1', 'A-2', 'A-3']);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients set name = '王小明' where mall_id = ${ctx.mallId} and id =
        (select recipient_id from shipments where mall_id = ${ctx.mallId} and id = ${second})`),
  );
  const load = await loadAll(ctx);
  const registered = { selection: load(), courierAccountId: account };
  expect(await registerRange(ctx, registered)).toMatchObject({ boxed: 1, boxedRows: '2' });
  expect(await printLabels(ctx, load('1,3'))).toMatchObject({ boxed: 0, boxedRows: '' });
});

it('says of each label that is not printed again why', async () => {
  const account = await makeAccount(ctx);
  const [, , held = 0, gone = 0] = await shipmentsAt(['A-1', 'A-2', 'A-3', 'A-4']);
  const load = await loadAll(ctx);
  await registerRange(ctx, { selection: load('1,3'), courierAccountId: account });
  await holdByHand(ctx, held);
  await stand(gone, 'cancelled');
  const result = await printLabels(ctx, load());
  expect(result).toMatchObject({ printed: 1, refused: 3, noNumber: 1, held: 1, gone: 1 });
  const say = createTranslator({ locale: 'ko', messages: ko });
  expect(say('invoice.reprinted', result)).toBe(
    '라벨 1장을 출력합니다. 3건 제외: 송장번호 없음 1건. 보류 1건. 취소되었거나 없어진 배송 1건. ',
  );
  await stand(gone, 'allocated');
});

it('lets a page for packing take the place of no outdated label', async () => {
  const account = await makeAccount(ctx);
  const [id = 0] = await shipmentsAt(['A-1']);
  const load = await loadAll(ctx);
  await registerRange(ctx, { selection: load(), courierAccountId: account });
  await inMall(ctx, (tx) => hold(tx, ctx, [id], 'relabel'));
  await printLabels(ctx, load(), { kind: 'packing', printerId: null });
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: ['relabel'] }]);
  await printLabels(ctx, load(), { kind: 'courier', printerId: null });
  expect(await seeShipments(ctx)).toMatchObject([{ holdKinds: [] }]);
});

it('lists what is to be fetched and packed now, and says of the rest how much and why', async () => {
  const account = await makeAccount(ctx);
  const codes = ['free', 'numbered', 'relabel', 'held', 'sent', 'cancelled', 'ready'];
  const [, , relabel = 0, held = 0, sent = 0, cancelled = 0, ready = 0] = await shipmentsAt(codes);
  const load = await loadAll(ctx);
  await registerRange(ctx, { selection: load('2,3'), courierAccountId: account });
  await holdByHand(ctx, relabel, 'relabel');
  await holdByHand(ctx, held);
  await stand(sent, 'shipped');
  await stand(cancelled, 'cancelled');
  await stand(ready, 'ready');
  const leftOut = [
    { reason: 'held', count: 1 },
    { reason: 'hasLeft', count: 1 },
    { reason: 'cancelled', count: 1 },
    { reason: 'notAllocated', count: 1 },
  ];
  const picking = await pickingList(ctx, load());
  expect(picking.rows.map(({ location }) => location)).toEqual(['free', 'numbered', 'relabel']);
  const packing = await packingList(ctx, load());
  expect(packing.shipments.map(({ sequenceNo }) => sequenceNo)).toEqual([1, 2, 3]);
  expect([picking.leftOut, packing.leftOut]).toEqual([leftOut, leftOut]);
  const listed = { count: 3, rowNos: '1-3' };
  expect([picking.listed, packing.listed]).toEqual([listed, listed]);
  expect((await pickingList(ctx, load('1, 3'))).listed).toEqual({ count: 2, rowNos: '1, 3' });
  await expect(packingList(ctx, load('4-7'))).rejects.toMatchObject({
    messageKey: 'invoice.errors.nothingToPack',
  });
  for (const id of [sent, cancelled, ready]) await stand(id, 'allocated');
});

const stand = (shipmentId: number, stage: string) =>
  inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set stage = ${stage} where mall_id = ${ctx.mallId} and id = ${shipmentId}`),
  );

it('nobody prints with a printer of another mall', async () => {
  const [theirs] = await printers(otherMall);
  await makeAccount(ctx);
  await shipmentsAt(['A-1']);
  const load = await loadAll(ctx);
  await expect(
    printLabels(ctx, load(), { kind: 'courier', printerId: theirs?.id ?? 0 }),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.printerGone' });
});

/** One parcel for each shelf, in this order. */
describe('labels drawn by the jobs process', () => {
  const asked = async () => {
    const account = await makeAccount(ctx);
    await shipmentsAt(['A-1', 'A-2']);
    const { printRunId } = await registerRange(ctx, {
      selection: (await loadAll(ctx))(),
      courierAccountId: account,
      print: { kind: 'courier', printerId: null },
    });
    const printed = await labelsOfPrint(ctx, printRunId ?? 0);
    const content = { kind: 'labels', ...printed } as const;
    return requestDrawing(person(), { name: 'labels.pdf', isPersonal: true, content });
  };
  const person = (userId = 7) => ({ ...ctx, userId });
  const drawNext = async (now = ctx.now, signal = new AbortController().signal) => {
    const lease = await takeWork({ ...ctx, now }, drawingWork);
    if (!lease) throw new Error('Nothing to draw.');
    return draw(ctx, lease, { clock: () => now, signal });
  };

  it('are a PDF for who asked, and for nobody else or without the right to see people', async () => {
    const id = await asked();
    expect(await findDrawing(person(), id)).toMatchObject({ state: 'queued', total: 2 });
    await drawNext();
    expect(await findDrawing(person(), id)).toMatchObject({ state: 'done', done: 2 });
    const file = await openDrawing(person(), id);
    expect(file).toMatchObject({ name: 'labels.pdf', contentType: 'application/pdf' });
    expect((await new Response(file.stream).text()).match(/\/Type \/Page$/gm)).toHaveLength(2);
    const notFound = { messageKey: 'errors.notFound' };
    await expect(openDrawing(person(8), id)).rejects.toMatchObject(notFound);
    await expect(openDrawing({ ...otherMall, userId: 7 }, id)).rejects.toMatchObject(notFound);
    await expect(openDrawing({ ...person(), canSeePersonalData: false }, id)).rejects.toMatchObject(
      { messageKey: 'files.errors.personalData' },
    );
  });

  it('go on in another process when the first was stopped or killed', async () => {
    const id = await asked();
    await drawNext(ctx.now, AbortSignal.abort());
    expect(await findDrawing(person(), id)).toMatchObject({ state: 'queued', isStalled: false });
    await takeWork(ctx, drawingWork);
    const later = new Date(ctx.now.getTime() + 31_000);
    expect(await findDrawing({ ...person(), now: later }, id)).toMatchObject({ isStalled: true });
    await drawNext(later);
    expect(await findDrawing(person(), id)).toMatchObject({ state: 'done' });
  });

  it('say that nobody has begun', async () => {
    const id = await asked();
    const later = new Date(ctx.now.getTime() + 10_000);
    expect(await findDrawing({ ...person(), now: later }, id)).toMatchObject({
      ...{ state: 'queued', isStalled: true, others: 0 },
    });
  });

  it('that cannot be drawn say why in their place', async () => {
    const id = await refuseDrawing(person(), new ExpectedError('invoice.errors.noSender'));
    expect(await findDrawing(person(), id)).toMatchObject({
      state: 'failed',
      refusal: { key: 'invoice.errors.noSender' },
    });
  });
});

async function shipmentsAt(locations: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const [index, location] of locations.entries()) {
    const code = `V${index}`;
    const variant = (await makeVariants(ctx, [{ code, onHand: 5 }]))[code];
    await inMall(ctx, (tx) =>
      tx.execute(sql`
        update variants set location = ${location}
        where mall_id = ${ctx.mallId} and variant_code = ${code}`),
    );
    const [made] = await makeAllocated(ctx, variant, [{ orderNo: `A-${index}`, channelId }]);
    ids.push(made?.shipmentId ?? 0);
  }
  return ids;
}
