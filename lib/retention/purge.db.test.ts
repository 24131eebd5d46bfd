import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { recordEvent } from '@/lib/audit/record-event';
import { bundleShipments } from '@/lib/bundling/bundle';
import { undoBundling } from '@/lib/bundling/undo';
import { keepQuarantine } from '@/lib/collection/quarantine';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { addMemo } from '@/lib/orders/memos';
import { copyOrder } from '@/lib/registration/copy-order';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { invoiceEverything, takeIn } from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { setAllocation } from '@/lib/shipments/stock';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels } from '@/lib/shipping/testing-parcels';
import { purge, purgeWork, queuePurge } from './purge';
import { readRetention, saveRetention } from './settings';
import { leaveTraces, PHONE, tracedOrder, traces } from './testing-traces';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

describe('the end of personal data', () => {
  it('leaves no trace in any column of any table', async () => {
    await leaveTraces(ctx, channelId);
    const traced = await tablesWith(traces);
    expect(traced).toEqual(
      expect.arrayContaining(['claims', 'invoice_loads', 'order_documents', 'quarantined_orders']),
    );
    expect(traced).toEqual(
      expect.arrayContaining([
        ...['acknowledgement_lines', 'claim_answers', 'notifications', 'pushes', 'seller_notices'],
        ...['courier_bookings', 'recipients', 'stock_movements', 'upload_rows', 'uploads'],
      ]),
    );
    await purgeAt(days(91));
    expect(await tablesWith(traces)).toEqual([]);
  });

  it('keeps orders, goods, money and waybill numbers', async () => {
    await leaveTraces(ctx, channelId);
    const before = await whatStays();
    await purgeAt(days(91));
    expect(await whatStays()).toEqual(before);
    expect(before).not.toEqual([]);
  });

  it('waits until the days are over, by the setting of the mall', async () => {
    await leaveTraces(ctx, channelId);
    await purgeAt(days(89));
    expect(await tablesWith([PHONE])).toContain('recipients');
    await saveRetention(ctx, 30);
    await purgeAt(days(89));
    expect(await tablesWith([PHONE])).toEqual([]);
  });

  it('touches nobody whose parcel has not left, and no other mall', async () => {
    await takeIn(ctx, channelId, [tracedOrder('OPEN-1')]);
    const other = await makeMall('다른 상회');
    await takeIn(other, await makeChannel(other), [tracedOrder('A-1', 'shipping')]);
    await purgeAt(days(400));
    expect(await tablesWith([PHONE])).toContain('recipients');
    expect(await tablesWith([PHONE], other)).toContain('recipients');
  });

  it('a channel that tells an old order again brings nobody back', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await purgeAt(days(91));
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'delivered')], { readAt: days(92) });
    expect(await tablesWith(traces)).toEqual([]);
  });

  it('forgets scans after 90 days, whatever the setting of the mall', async () => {
    const scan = (id: string, at: Date) => sql`
      insert into scans (mall_id, scan_id, waybill_no, verdict, scanned_at, at)
      values (${ctx.mallId}, ${id}, '684809623814', 'shipped', ${at.toISOString()},
        ${at.toISOString()})`;
    await inMall(ctx, (tx) => tx.execute(scan('old', ctx.now)));
    await inMall(ctx, (tx) => tx.execute(scan('new', days(2))));
    await saveRetention(ctx, 30);
    await purgeAt(days(91));
    const left = await inMall(ctx, (tx) =>
      rows(tx, sql`select scan_id as id from scans where mall_id = ${ctx.mallId}`),
    );
    expect(left).toEqual([{ id: 'new' }]);
  });

  it('forgets collections after 90 days, but the first, the latest, and what still waits', async () => {
    const other = await makeChannel(ctx, { account: 'second' });
    const collected = (kind: string, at: Date, state = 'done', of = channelId) =>
      inMall(ctx, (tx) =>
        oneRow<{ id: number }>(
          tx,
          sql`
          insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to,
            state, due_at, finished_at)
          values (${ctx.mallId}, ${of}, ${kind}, 'open', ${at.toISOString()}, ${at.toISOString()},
            ${state}, ${at.toISOString()}, ${state === 'queued' ? null : at.toISOString()})
          returning id`,
        ),
      );
    await collected('window', days(0));
    const first = await collected('first', days(0));
    const last = await collected('window', days(1));
    await collected('reread', days(0), 'failed');
    const failed = await collected('reread', days(1), 'failed');
    const ofOther = await collected('window', days(0), 'done', other);
    const unread = await collected('reread', days(0));
    await collected('reread', days(1));
    const young = await collected('reread', days(2));
    const reread = await collected('reread', days(91));
    const open = await collected('manual', days(0), 'queued');
    const malformed = [{ orderNo: 'Q-1', reason: 'no goods', raw: {} }];
    await inMall(ctx, (tx) =>
      keepQuarantine(
        tx,
        { ...ctx, now: days(90) },
        { id: unread.id, channelId },
        { orders: [], malformed },
      ),
    );
    await purgeAt(days(92));
    const left = await inMall(ctx, (tx) =>
      rows(tx, sql`select id from collection_runs where mall_id = ${ctx.mallId} order by id`),
    );
    expect(left).toEqual([first, last, failed, ofOther, unread, young, reread, open]);
  });

  it('waits while an open claim is younger, and erases what it said once it is over', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await claim('requested', days(60));
    await noteAnswer();
    await purgeAt(days(91));
    expect(await tablesWith([PHONE])).toEqual(
      expect.arrayContaining(['audit_events', 'claims', 'order_documents', 'recipients']),
    );
    await claim('rejected', days(92));
    await purgeAt(days(93));
    expect(await tablesWith(traces)).toEqual([]);
  });

  it('erases what is told or noted after the order was erased', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await purgeAt(days(91));
    await claim('requested', days(100));
    const [{ orderId } = { orderId: 0 }] = await orderIds();
    await addMemo({ ...ctx, now: days(100) }, { orderId, kind: 'cs', text: PHONE });
    await noteGoodsThatCameBack(days(100));
    await purgeAt(days(101));
    expect(await tablesWith([PHONE])).toEqual(['claims', 'memos', 'stock_movements']);
    await claim('done', days(102));
    await purgeAt(days(103));
    expect(await tablesWith([PHONE])).not.toContain('claims');
    await purgeAt(days(191));
    expect(await tablesWith([PHONE])).toEqual([]);
  });

  it('keeps whom something was sent to again until that is over too', async () => {
    const sent = await resentParcel();
    await purgeAt(sent.later(91), sent.ctx);
    expect(await tablesWith([PHONE], sent.ctx)).toContain('recipients');
    await shipAll({ ...sent.ctx, now: sent.later(100) });
    await purgeAt(sent.later(180), sent.ctx);
    expect(await tablesWith([PHONE], sent.ctx)).toContain('recipients');
    await purgeAt(sent.later(191), sent.ctx);
    expect(await tablesWith(traces, sent.ctx)).toEqual([]);
  });

  it('finds whom an earlier round has left because something was still to be sent to them', async () => {
    const sent = await resentParcel();
    await inMall(sent.ctx, (tx) =>
      tx.execute(sql`update orders set purged_at = ${sent.later(91).toISOString()}
        where mall_id = ${sent.ctx.mallId}`),
    );
    await purgeAt(sent.later(92), sent.ctx);
    expect(await tablesWith([PHONE], sent.ctx)).toContain('recipients');
    await shipAll({ ...sent.ctx, now: sent.later(100) });
    await purgeAt(sent.later(191), sent.ctx);
    expect(await tablesWith(traces, sent.ctx)).toEqual([]);
  });

  it('sends nothing again to whom nobody knows any more, and copies no such order', async () => {
    const { ctx: mall, ids } = await invoicedParcels([tracedOrder('A-1')]);
    await shipShipments(mall, ids);
    await purgeAt(new Date(mall.now.getTime() + 91 * DAY_MS), mall);
    await expect(sendAgain(mall, ids[0] ?? 0)).rejects.toThrow('ship.errors.recipientPurged');
    const [{ orderId } = { orderId: 0 }] = await orderIds(mall);
    await expect(copyOrder(mall, orderId)).rejects.toThrow('ship.errors.recipientPurged');
  });

  it('refuses to take back a run of which nothing is known any more', async () => {
    const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 10 }]);
    const lines = [{ compositionId: V1.compositionId, qty: 1 }];
    await makeOrders(
      ctx,
      ['A-1', 'A-2'].map((orderNo) => ({ orderNo, channelId, lines })),
    );
    const ever = { from: '2020-01-01', to: '2030-01-01', scope: 'same_channel' } as const;
    const { runId, bundled } = await bundleShipments(ctx, ever);
    expect(bundled).toBe(1);
    await purgeAt(days(91));
    const later = { ...ctx, now: days(92) };
    await expect(undoBundling(later, runId)).rejects.toThrow('errors.runForgotten');
    expect(await pastRuns(later, 'bundle')).toMatchObject([{ isUndone: false, isForgotten: true }]);
    expect(await pastRuns(ctx, 'bundle')).toMatchObject([{ isForgotten: false }]);
  });

  it('makes the next round for the next night, and tells what it did', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await purgeAt(new Date('2026-08-01T03:00:00Z'));
    const { rounds, nextAt } = await readRetention(ctx);
    expect(rounds).toMatchObject([{ orders: 1 }]);
    expect(new Date(nextAt ?? 0)).toEqual(new Date('2026-08-01T18:00:00Z'));
  });
});

const DAY_MS = 24 * 60 * 60 * 1000;

const days = (count: number) => new Date(ctx.now.getTime() + count * DAY_MS);

async function noteGoodsThatCameBack(at: Date): Promise<void> {
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 10 }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into stock_movements (mall_id, variant_id, kind, qty, shipment_id, reason, at)
      select ${ctx.mallId}, ${V1.variantId}, movement.kind, movement.qty, shipment.id, ${PHONE},
        ${at.toISOString()}
      from shipments shipment
      cross join (values ('return', 1), ('adjust', -1)) as movement (kind, qty)
      where shipment.mall_id = ${ctx.mallId}`),
  );
}

/** A return as the channel tells it, which copies the phone number of the buyer. */
async function claim(state: 'requested' | 'rejected' | 'done', now: Date): Promise<void> {
  const named = { claimNo: 'R-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'return' as const };
  const told = { quantity: 1, reason: PHONE, requestedAt: now, raw: { tel: PHONE } };
  await inMall(ctx, (tx) =>
    intakeClaims(tx, { ...ctx, now }, channelId, [{ ...named, ...told, state }]),
  );
}

const orderIds = (mall: Ctx = ctx) =>
  inMall(mall, (tx) =>
    rows<{ orderId: number }>(
      tx,
      sql`select id as "orderId" from orders where mall_id = ${mall.mallId}`,
    ),
  );

/** A parcel that has left, of which a piece is to be sent again. */
async function resentParcel() {
  const { ctx: mall, ids } = await invoicedParcels([tracedOrder('A-1')]);
  await shipShipments(mall, ids);
  await sendAgain(mall, ids[0] ?? 0);
  return { ctx: mall, later: (count: number) => new Date(mall.now.getTime() + count * DAY_MS) };
}

async function sendAgain(mall: Ctx, shipmentId: number): Promise<void> {
  const [line] = await inMall(mall, (tx) =>
    rows<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from shipment_lines
        where mall_id = ${mall.mallId} and shipment_id = ${shipmentId}`,
    ),
  );
  const lines = [{ lineId: line?.lineId ?? 0, qty: 1 }];
  await resend(mall, { shipmentId, lines, reason: '누락' });
}

/** All that waits gets its goods and a number, and leaves. */
async function shipAll(mall: Ctx): Promise<void> {
  const waiting = await inMall(mall, async (tx) => {
    const parts = await rows<{ lineId: number; allocatedQty: number; shipmentId: number }>(
      tx,
      sql`
      select part.id as "lineId", part.qty as "allocatedQty", shipment.id as "shipmentId"
      from shipment_lines part
      join shipments shipment on shipment.mall_id = part.mall_id
        and shipment.id = part.shipment_id and shipment.is_open
      where part.mall_id = ${mall.mallId} order by part.id`,
    );
    await setAllocation(tx, mall, parts);
    const ids = parts.map(({ shipmentId }) => shipmentId);
    await refreshShipments(tx, mall, ids);
    return ids;
  });
  await invoiceEverything(mall);
  await shipShipments(mall, waiting);
}

async function purgeAt(now: Date, mall: Ctx = ctx): Promise<void> {
  const later = { ...mall, userId: null, now };
  await inMall(later, (tx) => queuePurge(tx, later, now));
  await inMall(later, (tx) =>
    tx.execute(sql`update purges set due_at = ${now.toISOString()}
      where mall_id = ${mall.mallId} and state = 'queued'`),
  );
  const lease = await takeWork(later, purgeWork);
  if (!lease) throw new Error('No purge waits.');
  await purge(later, lease, { signal: new AbortController().signal });
}

/** Tables of the product in which some column holds one of these texts, as text or as bytes. */
async function tablesWith(texts: string[], mall: Ctx = ctx): Promise<string[]> {
  const columns = await rows<{
    table: string;
    column: string;
    isBytes: boolean;
    isShared: boolean;
  }>(
    systemDb(),
    sql`
    select table_name as "table", column_name as "column", data_type = 'bytea' as "isBytes",
      table_name not in (select table_name from information_schema.columns
        where column_name = 'mall_id') as "isShared"
    from information_schema.columns
    where table_schema = 'public' and table_name in (
      select table_name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE')
      and data_type in ('text', 'json', 'jsonb', 'ARRAY', 'bytea')`,
  );
  const found = new Set<string>();
  for (const { table, column, isBytes, isShared } of columns) {
    const shown = isBytes
      ? sql`encode(${sql.identifier(column)}, 'escape')`
      : sql`${sql.identifier(column)}::text`;
    const [hit] = await rows(
      systemDb(),
      sql`
      select from ${sql.identifier(table)}
      where ${isShared ? sql`true` : sql`mall_id = ${mall.mallId}`} and (${sql.join(
        texts.map((text) => sql`position(${text} in ${shown}) > 0`),
        sql` or `,
      )}) limit 1`,
    );
    if (hit) found.add(table);
  }
  return [...found].sort();
}

function whatStays() {
  return inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select orders.order_no, line.product_name, line.qty, line.amount, shipment.stage,
        shipment.waybill_no
      from orders
      join order_lines line on line.mall_id = orders.mall_id and line.order_id = orders.id
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where orders.mall_id = ${ctx.mallId} order by orders.id`,
    ),
  );
}

/** Why a claim was refused, in words that name somebody. */
async function noteAnswer(): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`select id from claims where mall_id = ${ctx.mallId}`,
    );
    const detail = { verb: 'reject_return', reason: PHONE };
    await recordEvent(tx, ctx, { verb: 'claim.answer', subject: 'claim', subjectId: id, detail });
  });
}
