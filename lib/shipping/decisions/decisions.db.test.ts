import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import type { CollectedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { type Page, type PageRequest, pageRequest } from '@/lib/paging';
import { lockClaim, rejectClaim } from '@/lib/shipments/claims/decide-claim';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { splitLines } from '@/lib/shipments/parcels/split-lines';
import { startRun } from '@/lib/shipments/runs/runs';
import { addBox, removeBox } from '../boxes';
import { leasePushes, recordOutcomes } from '../pushes/push-store';
import { sendDespiteCancel } from '../pushes/send-despite-cancel';
import { scanWaybill } from '../scanning/scan';
import { shipmentsToShip } from '../screen';
import { setShipMethod } from '../set-method';
import { shipShipments } from '../ship';
import { allocatedParcels, invoicedParcels, type Parcels, seePushes } from '../testing-parcels';
import { unshipShipments } from '../unship';
import { stoppedPushes } from './cancel-requests';
import { type Mismatch, mismatches } from './mismatches';
import { repairMismatches } from './repair-mismatches';
import { shortParcels } from './short-parcels';
import { unshipStopped } from './unship-stopped';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ALL = { at: 'first', size: 500 } as const;

const period = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };

it('keeps a stopped push in the queue until a person says that it has left, and only then sends it', async () => {
  const { ctx, channelId, pushId } = await stoppedParcel();
  expect((await stoppedPushes(ctx, ALL)).rows).toMatchObject([
    {
      pushId,
      orderId: expect.any(Number),
      orderNo: 'A-1',
      claim: { state: 'requested', reason: '단순변심' },
    },
  ]);
  expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  await sendDespiteCancel(ctx, [pushId]);
  expect((await stoppedPushes(ctx, ALL)).rows).toEqual([]);
  const [leased] = await leasePushes(ctx, channelId, 10);
  expect(leased).toMatchObject({ id: pushId });
  expect(Date.parse(leased?.claimsDecidedAt ?? '')).toBe(ctx.now.getTime());
  await expect(sendDespiteCancel(ctx, [pushId])).rejects.toThrow('alreadyDecided');
});

it('pages what a person decides, and counts all of it', async () => {
  const orders = ['A-1', 'A-2', 'A-3'].map((no) => collectedOrder(no, [collectedLine(`${no}:1`)]));
  const { ctx, ids } = await invoicedParcels(orders.map(toOtherDoor));
  await shipShipments(ctx, ids);
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`update pushes set state = 'stopped' where mall_id = ${ctx.mallId}`);
  });
  const stopped = await walked((request) => stoppedPushes(ctx, request));
  expect(stopped.map(({ shipmentId }) => shipmentId)).toEqual(ids.toReversed());
  const waiting = await allocatedParcels(orders.map(toOtherDoor));
  await inMall(waiting.ctx, async (tx) => {
    await tx.execute(sql`update shipments set hold_kinds = '{short}'
      where mall_id = ${waiting.ctx.mallId}`);
  });
  const short = await walked((request) => shortParcels(waiting.ctx, request));
  expect(short.map(({ id }) => id)).toEqual(waiting.ids.toReversed());
});

/** All rows, two on a page and then forth and back; each page says how many there are. */
async function walked<Row>(read: (request: PageRequest) => Promise<Page<Row>>): Promise<Row[]> {
  const first = await read({ at: 'first', size: 2 });
  const second = await read(pageRequest(first.next ?? '', 2));
  expect([first.total, second.total, second.next]).toEqual([3, 3, null]);
  expect(await read(pageRequest(second.previous ?? '', 2))).toMatchObject({ rows: first.rows });
  return [...first.rows, ...second.rows];
}

const toOtherDoor = (order: CollectedOrder, index: number): CollectedOrder => ({
  ...order,
  lines: order.lines.map((line) => ({
    ...line,
    recipient: { ...line.recipient, address2: `${index + 1}호` },
  })),
});

it('tells at once what the channel put off or gave up until it had an answer to the request', async () => {
  const { ctx, channelId, pushId } = await stoppedParcel();
  await sendDespiteCancel(ctx, [pushId]);
  const [first] = await leasePushes(ctx, channelId, 10);
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 60_000) };
  for (const state of ['waiting', 'failed'] as const) {
    const answer = { state, code: 'HOLDING', message: '', dueInMs: 3_600_000 };
    await recordOutcomes(ctx, [{ id: pushId, ...answer }]);
    expect(await leasePushes(later, channelId, 10)).toEqual([]);
    await sendDespiteCancel(later, [pushId]);
    const [again] = await leasePushes(later, channelId, 10);
    // A request made since a person said that it has left is still to be decided on.
    expect(again).toMatchObject({ id: pushId, claimsDecidedAt: first?.claimsDecidedAt });
  }
});

it('brings a stopped parcel back to invoicing, held by the request', async () => {
  const { ctx, pushId } = await stoppedParcel();
  expect(await unshipStopped(ctx, [pushId])).toMatchObject({ unshipped: 1, sent: 0 });
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'withdrawn' }]);
  await expect(unshipStopped(ctx, [pushId])).rejects.toThrow('alreadyDecided');
});

it('opens a request again that was refused here alone, when its parcel comes back', async () => {
  const { ctx, pushId } = await stoppedParcel();
  const claim = await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`select id from claims where mall_id = ${ctx.mallId}`,
    );
    const locked = await lockClaim(tx, ctx, id);
    await rejectClaim(tx, ctx, locked);
    return locked;
  });
  await unshipStopped(ctx, [pushId]);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'invoiced', holdKinds: ['claim'] }]);
  const again = await inMall(ctx, (tx) => lockClaim(tx, ctx, claim.id));
  expect(again).toMatchObject({ state: 'requested', isDecided: false });
});

it('says what the channel answered to what did not arrive', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await tell(ctx, channelId);
  await channelSays(ctx, 'acknowledged');
  expect(await differing(ctx)).toMatchObject([{ failures: [] }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update pushes set state = 'failed', answer_code = 'INVALID_STATUS', answer_message = '배송중'
      where mall_id = ${ctx.mallId}`),
  );
  expect(await differing(ctx)).toMatchObject([
    { failures: [{ code: 'INVALID_STATUS', message: '배송중' }] },
  ]);
});

it('lists what was told and did not arrive, and looks there before it pushes again', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await tell(ctx, channelId);
  expect(await differing(ctx)).toEqual([]);
  await channelSays(ctx, 'acknowledged');
  expect(await differing(ctx)).toMatchObject([
    { id: ids[0], orderId: expect.any(Number), repair: 'pushAgain' },
  ]);
  expect(await repairMismatches(ctx, ids)).toMatchObject({ pushAgain: 1, left: 0 });
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([{ isLost: true }]);
});

it('marks as shipped what the channel says has left, and tells the channel nothing', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await channelSays(ctx, 'shipping');
  expect(await differing(ctx)).toMatchObject([{ id: ids[0], repair: 'markShipped' }]);
  expect(await repairMismatches(ctx, ids)).toMatchObject({ markShipped: 1 });
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'shipped' }]);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'not_applicable' }]);
  expect(await leasePushes(ctx, channelId, 10)).toEqual([]);
  await expect(repairMismatches(ctx, ids)).rejects.toThrow('nothingToRepair');
});

it.each([
  [['acknowledged'], [{ state: 'not_applicable' }, { state: 'waiting', isDue: true }]],
  [['paid'], [{ state: 'not_applicable' }]],
  [
    ['paid', 'acknowledged'],
    [{ state: 'not_applicable' }, { state: 'waiting', isDue: true }],
  ],
  [['shipping'], [{ state: 'not_applicable' }]],
] as const)(
  'tells of what was typed in and left before its channel told that it is %s',
  async (states, pushes) => {
    const { ctx, channelId } = await typedInAndLeft(['A-1-1']);
    for (const state of states)
      for (let time = 0; time < 2; time++)
        await takeIn(ctx, channelId, [collectedOrder('A-1', [collectedLine('A-1-1', { state })])]);
    expect(await seePushes(ctx)).toMatchObject(pushes);
  },
);

it('tells of no unit of what was typed in while a line of it is not acknowledged', async () => {
  const { ctx, channelId } = await typedInAndLeft(['A-1-1', 'A-1-2']);
  const told = (first: LineState, second: LineState) =>
    takeIn(ctx, channelId, [
      collectedOrder('A-1', [
        collectedLine('A-1-1', { channelUnitNo: 'U-1', state: first }),
        collectedLine('A-1-2', { channelUnitNo: 'U-1', state: second }),
      ]),
    ]);
  await told('paid', 'paid');
  await told('acknowledged', 'paid');
  expect(await seePushes(ctx)).toMatchObject([{ state: 'not_applicable' }]);
  await told('acknowledged', 'acknowledged');
  expect(await seePushes(ctx)).toMatchObject([
    { state: 'not_applicable' },
    { state: 'waiting', isDue: true },
  ]);
});

it('counts the same where the list and the decisions tell what differs', async () => {
  const orders = [collectedOrder('A-1'), collectedOrder('A-2'), collectedOrder('A-3')];
  const { ctx, channelId, ids } = await allocatedParcels(orders);
  await channelSays(ctx, 'shipping');
  expect(await differing(ctx)).toHaveLength(3);
  await setShipMethod(ctx, ids.slice(1), 'direct');
  await shipShipments(ctx, ids.slice(1));
  await channelSays(ctx, 'cancelled');
  expect(await differing(ctx)).toMatchObject([{ repair: 'unship' }, { repair: 'unship' }]);
  await leasePushes(ctx, channelId, 10);
  await channelSays(ctx, 'acknowledged');
  expect(await differing(ctx)).toEqual([]);
});

it('shows a parcel that came back after its number was told, and leaves one whose suggestion has changed', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(ctx, ids);
  await tell(ctx, channelId);
  await unshipShipments(ctx, ids);
  expect(await differing(ctx)).toMatchObject([{ stage: 'invoiced', repair: 'markShipped' }]);
  await expect(repairMismatches(ctx, ids, 'hold')).rejects.toThrow('nothingToRepair');
});

it('ships by hand without a waybill, and says so in the push', async () => {
  const { ctx, channelId, ids } = await allocatedParcels([collectedOrder('A-1')]);
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 0 });
  await setShipMethod(ctx, ids, 'direct');
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 1 });
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { method: 'direct', waybillNo: '' },
  ]);
  await unshipShipments(ctx, ids);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'allocated' }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set requested_export_id = 1 where mall_id = ${ctx.mallId}`),
  );
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 0 });
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set requested_export_id = null where mall_id = ${ctx.mallId}`),
  );
  await setShipMethod(ctx, ids, 'parcel');
  expect(await shipShipments(ctx, ids)).toMatchObject({ shipped: 0 });
});

it('tells once that it went by hand, though it came back and went again', async () => {
  const { ctx, channelId, ids } = await allocatedParcels([collectedOrder('A-1')]);
  await setShipMethod(ctx, ids, 'direct');
  await shipShipments(ctx, ids);
  await tell(ctx, channelId);
  await unshipShipments(ctx, ids);
  await shipShipments(ctx, ids);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'done' }]);
});

it('lifts with the method no 합포금지 but its own', async () => {
  const { ctx, ids } = await allocatedParcels([collectedOrder('A-1'), collectedOrder('A-2')]);
  await lockOne(ctx, ids[0]);
  for (const method of ['direct', 'quick', 'parcel'] as const)
    await setShipMethod(ctx, ids, method);
  expect(await lockedOnes(ctx)).toEqual(ids.slice(0, 1));
});

it('lifts with the method of a part no 합포금지 that a person had set before the split', async () => {
  const orders = ['A', 'B'].map((no) => {
    return collectedOrder(no, [collectedLine(`${no}:1`), collectedLine(`${no}:2`)]);
  });
  const { ctx, ids } = await allocatedParcels(orders);
  await lockOne(ctx, ids[0]);
  await setShipMethod(ctx, ids, 'direct');
  const [rest = 0, other = 0] = await splitInTwo(ctx);
  await setShipMethod(ctx, [...ids, rest, other], 'parcel');
  expect(await lockedOnes(ctx)).toEqual([ids[0], rest]);
});

it('keeps 배송없음 that a person chose when the goods inside are counted anew', async () => {
  const { ctx, channelId, ids } = await allocatedParcels([collectedOrder('A-1')]);
  await setShipMethod(ctx, ids, 'none');
  await inMall(ctx, (tx) => refreshShipments(tx, ctx, ids));
  await shipShipments(ctx, ids);
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([{ method: 'none' }]);
});

it('does not change the way of what has a number', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await expect(setShipMethod(ctx, ids, 'quick')).rejects.toThrow('noMethodPossible');
});

it('sends several boxes under the first number, and knows each of them by its scan', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const [shipmentId = 0] = ids;
  await addBox(ctx, { shipmentId, courier: 'cj', waybillNo: '6848-0962-3814' });
  await addBox(ctx, { shipmentId, courier: 'cj', waybillNo: '346685023785' });
  const taken = { shipmentId, courier: 'cj' as const, waybillNo: '684809623814' };
  await expect(addBox(ctx, taken)).rejects.toThrow('numberTaken');
  await removeBox(ctx, { shipmentId, waybillNo: '346685023785' });
  const scan = (scanId: string, waybillNo: string) =>
    scanWaybill(ctx, { scanId, waybillNo, scannedAt: ctx.now });
  const second = { verdict: 'shipped', boxNo: 2, boxes: 2 };
  expect(await scan('scan-box-2', '684809623814')).toMatchObject(second);
  expect(await scan('scan-box-1', String(600_000_000_000 + shipmentId))).toMatchObject({
    verdict: 'shipped',
    boxNo: 1,
  });
  expect(await scan('scan-again', '684809623814')).toMatchObject({ verdict: 'duplicate' });
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { waybillNo: String(600_000_000_000 + shipmentId) },
  ]);
});

it('is open to each of its boxes once, until the last has been scanned', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const [shipmentId = 0] = ids;
  const own = String(600_000_000_000 + shipmentId);
  const numbers = ['684809623814', own, '346685023785'];
  for (const waybillNo of numbers)
    if (waybillNo !== own) await addBox(ctx, { shipmentId, courier: 'cj', waybillNo });
  const scanAll = async (round: string) => {
    const verdicts: string[] = [];
    for (const waybillNo of numbers)
      verdicts.push(
        (await scanWaybill(ctx, { scanId: round + waybillNo, waybillNo, scannedAt: ctx.now }))
          .verdict,
      );
    return verdicts;
  };
  expect(await scanAll('first')).toEqual(['shipped', 'shipped', 'shipped']);
  expect(await scanAll('again')).toEqual(['duplicate', 'duplicate', 'duplicate']);
});

it('has left with all of its boxes where it was shipped from the list', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const [shipmentId = 0] = ids;
  await addBox(ctx, { shipmentId, courier: 'cj', waybillNo: '684809623814' });
  await shipShipments(ctx, ids);
  const scan = { scanId: 'late', waybillNo: '684809623814', scannedAt: ctx.now };
  expect(await scanWaybill(ctx, scan)).toMatchObject({ verdict: 'duplicate', boxes: 2 });
});

type LineState = 'paid' | 'acknowledged';

/** An order of 11번가 that was typed in before 11번가 told of it, and is shipped. */
async function typedInAndLeft(lineKeys: string[]): Promise<Parcels> {
  const typed = lineKeys.map((key) => collectedLine(key, { channelUnitNo: 'A-1', rawState: '' }));
  const parcels = await invoicedParcels([collectedOrder('A-1', typed)]);
  const { ctx, channelId, ids } = parcels;
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`update orders set source = 'form' where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`update channels set marketplace = '11st' where id = ${channelId}`);
  });
  await shipShipments(ctx, ids);
  expect(await seePushes(ctx)).toMatchObject([{ state: 'not_applicable' }]);
  return parcels;
}

async function stoppedParcel(): Promise<Parcels & { pushId: number }> {
  const parcels = await invoicedParcels([collectedOrder('A-1')]);
  const { ctx, channelId, ids } = parcels;
  await shipShipments(ctx, ids);
  const named = { claimNo: 'C-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'cancel' as const };
  const told = { quantity: 1, reason: '단순변심', requestedAt: ctx.now, raw: {} };
  await inMall(ctx, (tx) =>
    intakeClaims(tx, ctx, channelId, [{ ...named, ...told, state: 'requested' }]),
  );
  const [push] = await leasePushes(ctx, channelId, 10);
  const pushId = push?.id ?? 0;
  const stopped = { state: 'stopped' as const, code: 'claim', message: '', dueInMs: 0 };
  await recordOutcomes(ctx, [{ id: pushId, ...stopped }]);
  return { ...parcels, pushId };
}

async function tell(ctx: Ctx, channelId: number) {
  const leased = await leasePushes(ctx, channelId, 10);
  const done = { state: 'done' as const, code: '', message: '', dueInMs: 0 };
  await recordOutcomes(
    ctx,
    leased.map(({ id }) => ({ id, ...done })),
  );
}

function lockOne(ctx: Ctx, id = 0) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set is_bundle_locked = true
      where mall_id = ${ctx.mallId} and id = ${id}`),
  );
}

async function lockedOnes(ctx: Ctx): Promise<number[]> {
  const locked = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from shipments where mall_id = ${ctx.mallId} and is_bundle_locked order by id`,
    ),
  );
  return locked.map(({ id }) => id);
}

/** The last line of each goes into a part of its own; their ids. */
async function splitInTwo(ctx: Ctx): Promise<number[]> {
  return inMall(ctx, async (tx) => {
    const runId = await startRun(tx, ctx, 'allocate', {});
    const last = await rows<{ shipmentId: number; lineId: number; qty: number }>(
      tx,
      sql`select distinct on (shipment_id) shipment_id as "shipmentId", id as "lineId", qty
        from shipment_lines where mall_id = ${ctx.mallId} order by shipment_id, id desc`,
    );
    const wanted = last.map(({ shipmentId, ...move }) => {
      return { shipmentId, moves: [{ ...move, allocatedQty: move.qty }] };
    });
    return (await splitLines(tx, ctx, wanted, runId)).map(({ rest }) => rest);
  });
}

/** 확인할 배송 and 불일치만 of the list say the same, page by page. */
async function differing(ctx: Ctx): Promise<Mismatch[]> {
  const seen: Mismatch[] = [];
  for (let at: string | null | undefined; at !== null; ) {
    const page = await mismatches(ctx, period, pageRequest(at, 1));
    seen.push(...page.rows);
    at = page.next;
    const filter = { ...period, stage: 'all', onlyMismatch: true } as const;
    const list = await shipmentsToShip(ctx, filter, pageRequest(undefined, 20));
    expect(list.rows.map(({ id }) => id).slice(0, seen.length)).toEqual(seen.map(({ id }) => id));
    expect(list.total).toBe(page.total);
  }
  return seen;
}

function channelSays(ctx: Ctx, state: string) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`update order_lines set channel_state = ${state} where mall_id = ${ctx.mallId}`),
  );
}
