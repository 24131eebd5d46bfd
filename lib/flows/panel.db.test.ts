import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, TEST_NOW } from '@/db/testing-data';
import { allocateShipments } from '@/lib/allocation/allocate';
import { allocationScreen } from '@/lib/allocation/screen';
import { answerCounts, openAnswers } from '@/lib/claims/answers/screen';
import { claimList, type claimQueues } from '@/lib/claims/screen';
import { unacknowledged } from '@/lib/collection/lists';
import { type Ctx, inMall } from '@/lib/context';
import { loadShipments } from '@/lib/invoicing/load/load';
import { type LoadPreset, presetConditions } from '@/lib/invoicing/load/load-conditions';
import { makeAllocated } from '@/lib/invoicing/testing-invoices';
import { waitingLines } from '@/lib/matching/screen';
import { noticeCounts, openNotices } from '@/lib/notices/screen';
import { type Page, type PageRequest, pageRequest } from '@/lib/paging';
import { hold } from '@/lib/shipments/holds/hold';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { waitingLists, waitingShipments } from '@/lib/shipments/lists/waiting';
import { stoppedPushes } from '@/lib/shipping/decisions/cancel-requests';
import { shipmentsToShip } from '@/lib/shipping/screen';

const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(TEST_NOW.getTime() + hours * HOUR_MS);
const EVER = { from: new Date(0), until: at(24) };

let database: TestDatabase;
let ctx: Ctx & { userId: number };

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'shipments are put where no step led them' });
  ctx = await busyMall();
  await busyMall();
});
afterAll(() => database.drop());

/** Every number of the panel stands at something else than another's, wherever that can be. */
async function busyMall() {
  const made = await makeMall();
  const channelId = await makeChannel(made);
  const { V, W } = await makeVariants(made, [{ code: 'V', onHand: 100 }, { code: 'W' }]);
  const unmatched = { compositionId: null, qty: 1 };
  const short = [{ compositionId: W.compositionId, qty: 1 }];
  const order = (orderNo: string, hours: number) => ({
    orderNo,
    channelId,
    paidAt: at(-30),
    shipBy: at(hours),
  });
  await makeOrders(made, [
    { ...order('U1', 40), lines: [unmatched, unmatched, unmatched] },
    { ...order('U2', 2), lines: [unmatched] },
    ...['P1', 'P2', 'P3', 'P4', 'P5'].map((no) => ({
      ...order(no, 40),
      channelState: 'paid' as const,
      lines: short,
    })),
    ...['S1', 'S2'].map((no) => ({ ...order(no, -2), lines: short, paidAt: at(-2000) })),
  ]);
  const parcels = await makeAllocated(
    made,
    V,
    Array.from({ length: 14 }, (_, index) => order(`A${index}`, index < 3 ? 3 : 50)),
  );
  await standElsewhere(made, channelId, parcels);
  await allocateShipments(made, { ...EVER, ...ALLOCATION });
  return { ...made, userId: made.userId ?? 0 };
}

const ALLOCATION = {
  channelIds: [],
  supplierIds: [],
  tags: [],
  reallocatesWhole: false,
  reallocatesPartly: false,
  servesPartly: true,
  includesHeld: false,
  splitting: 'off' as const,
};

/** Held, asked about, numbered, printed, shipped with pushes, brought by quick, sent by the market. */
async function standElsewhere(
  made: Ctx,
  channelId: number,
  parcels: { shipmentId: number; orderId: number }[],
) {
  const ids = parcels.map((parcel) => parcel.shipmentId);
  const listed = (from: number, until: number) => sql.param(ids.slice(from, until));
  const change = (from: number, until: number, to: ReturnType<typeof sql>) =>
    inMall(made, (tx) =>
      tx.execute(sql`update shipments set ${to}
        where mall_id = ${made.mallId} and id = any(${listed(from, until)}::bigint[])`),
    );
  await inMall(made, (tx) => hold(tx, made, ids.slice(0, 2), 'operator'));
  await inMall(made, (tx) => hold(tx, made, ids.slice(7, 8), 'relabel'));
  await inMall(made, (tx) =>
    tx.execute(sql`
      insert into claims (mall_id, channel_id, order_line_id, claim_no, kind, state, qty, reason,
        requested_at, read_at, seen_at, channel_state, raw)
      select ${made.mallId}, ${channelId}, line.id, given.no, given.kind, given.state, 1, '',
        ${made.now.toISOString()}, ${made.now.toISOString()}, given.seen::timestamptz, given.told, '{}'
      from (select min(id) as id from order_lines where mall_id = ${made.mallId}) as line,
        (values ('1', 'cancel', 'requested', null, 'requested'),
          ('2', 'cancel', 'requested', null, 'requested'),
          ('3', 'cancel', 'requested', null, 'requested'),
          ('4', 'exchange', 'requested', null, 'requested'),
          ('5', 'return', 'requested', null, 'requested'),
          ('6', 'return', 'requested', null, 'requested'),
          ('7', 'return', 'done', null, 'done'), ('8', 'cancel', 'withdrawn', null, 'withdrawn'),
          ('9', 'cancel', 'withdrawn', '2026-03-01T00:00:00Z', 'withdrawn'),
          ('told', 'return', 'accepted', null, 'requested'),
          ('back', 'return', 'accepted', null, 'accepted'),
          ('received', 'return', 'done', null, 'requested'),
          ('approved', 'return', 'accepted', null, 'accepted'),
          ('waits', 'return', 'accepted', null, 'requested'))
          as given(no, kind, state, seen, told)`),
  );
  await inMall(made, (tx) =>
    tx.execute(sql`
      insert into claim_answers (mall_id, channel_id, claim_no, verb, state, due_at, created_at)
      select ${made.mallId}, ${channelId}, given.no, given.verb, given.state,
        ${made.now.toISOString()}, ${made.now.toISOString()}
      from (values ('1', 'approve_cancel', 'failed'), ('1', 'approve_cancel', 'queued'),
        ('2', 'approve_cancel', 'failed'), ('3', 'approve_cancel', 'unknown'),
        ('3', 'approve_cancel', 'done'), ('told', 'receive_return', 'done'),
        ('approved', 'receive_return', 'done'), ('approved', 'approve_return', 'done'))
        as given(no, verb, state)`),
  );
  await inMall(made, (tx) =>
    tx.execute(sql`
      insert into seller_notices (mall_id, kind, channel_id, order_line_id, reason, way, state,
        due_at, created_at)
      select ${made.mallId}, 'sold_out', ${channelId}, line.id, 'sold_out', 'api', given.state,
        ${made.now.toISOString()}, ${made.now.toISOString()}
      from (select min(id) as id from order_lines where mall_id = ${made.mallId}) as line,
        (values ('failed'), ('unknown'), ('by_hand'), ('by_hand'), ('queued'), ('done'))
          as given(state)`),
  );
  await change(2, 5, sql`question_of = ${ids[2]}`);
  await change(3, 4, sql`ship_method = 'quick'`);
  await change(4, 5, sql`is_market_shipped = true`);
  await change(6, 14, sql`stage = 'invoiced', courier = 'cj', waybill_no = (6000 + id)::text`);
  await change(8, 9, sql`printed_count = 1`);
  await change(9, 14, sql`stage = 'shipped', shipped_at = ${made.now.toISOString()}`);
  await inMall(made, (tx) =>
    tx.execute(sql`
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state,
        courier, waybill_no, due_at, created_at)
      select ${made.mallId}, id, ${channelId}, base_order_id, unit.no, case
          when id in (${ids[9]}, ${ids[10]}) then 'failed' when id = ${ids[11]} then 'stopped'
          else 'file_waiting' end,
        'cj', '6000', ${made.now.toISOString()}, ${made.now.toISOString()}
      from shipments, (values ('a'), ('b')) as unit(no)
      where mall_id = ${made.mallId} and id = any(${listed(9, 14)}::bigint[])`),
  );
}

/** Reads a list to its end, two rows a page, whose Nos count down from its total. */
async function walk(list: (request: PageRequest) => Promise<Page<unknown>>): Promise<number> {
  let seen = 0;
  for (let page: string | null | undefined; page !== null; ) {
    const { rows, next, total, firstNo } = await list(pageRequest(page, 2));
    expect(firstNo).toBe(total - seen);
    seen += rows.length;
    page = next;
  }
  return seen;
}

const shipped = (push: 'failed' | 'file') =>
  walk((request) => shipmentsToShip(ctx, { ...EVER, stage: 'all', push }, request));

const allocated = (tab: 'short' | 'held') =>
  walk(async (request) => {
    const where = { from: at(-1), until: at(1), channelIds: [], supplierIds: [], tags: [] };
    return (await allocationScreen(ctx, where, { tab, request })).page;
  });

const claimed = (
  queue: (typeof claimQueues)[number],
  state: 'requested' | 'unapproved' | 'unsent' = 'requested',
) =>
  walk((request) =>
    claimList(
      ctx,
      {
        queue,
        state: queue === 'withdrawn' ? null : state,
        period: null,
        channelIds: [],
        kind: 'orderNo',
        word: '',
      },
      request,
    ),
  );

async function loaded(preset: LoadPreset): Promise<number> {
  const { loadId } = await loadShipments(ctx, presetConditions(preset));
  const { count } = await inMall(ctx, (tx) =>
    oneRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from invoice_load_rows
        where mall_id = ${ctx.mallId} and load_id = ${loadId}`,
    ),
  );
  return count;
}

it('counts in the panel exactly the rows of the list behind each number', async () => {
  const { panel } = await stageCounts(ctx);
  const waiting = await Promise.all(
    waitingLists.map(async (list) => [
      list,
      await walk((request) => waitingShipments(ctx, { waiting: list }, [], request)),
    ]),
  );
  expect(panel).toMatchObject({
    ...Object.fromEntries(waiting),
    unmatched: await walk((request) => waitingLines(ctx, {}, request)),
    unacknowledged: await walk((request) => unacknowledged(ctx, [], request)),
    short: await allocated('short'),
    held: await allocated('held'),
    notInvoiced: await loaded('notInvoiced'),
    notPrinted: await loaded('notPrinted'),
    pushFailed: await shipped('failed'),
    fileWaiting: await shipped('file'),
    pushStopped: await walk((request) => stoppedPushes(ctx, request)),
    answerFailed: await walk((request) => openAnswers(ctx, 'failed', request)),
    noticeWaiting: await walk((request) => openNotices(ctx, 'waiting', request)),
    cancelRequested: await claimed('cancel'),
    exchangeRequested: await claimed('exchange'),
    returnRequested: await claimed('return'),
    returnUnapproved: await claimed('return', 'unapproved'),
    exchangeUnsent: await claimed('exchange', 'unsent'),
    claimWithdrawn: await claimed('withdrawn'),
  });
});

it('counts in the tabs of notices and answers what they hold, with what is on its way', async () => {
  expect(await noticeCounts(ctx)).toEqual({
    open: await walk((request) => openNotices(ctx, 'open', request)),
    waiting: 4,
  });
  expect(await answerCounts(ctx)).toEqual({
    open: await walk((request) => openAnswers(ctx, 'open', request)),
    failed: 3,
  });
});

it('counts what is there, and nothing of another mall', async () => {
  const { panel } = await stageCounts(ctx);
  expect(panel).toMatchObject({
    unmatched: 4,
    unacknowledged: 5,
    short: 2,
    held: 3,
    relabel: 1,
    answerFailed: 3,
    noticeWaiting: 4,
    cancelRequested: 3,
    exchangeRequested: 1,
    returnRequested: 2,
    returnUnapproved: 3,
    claimWithdrawn: 1,
    bundleQuestion: 1,
    notInvoiced: 2,
    notPrinted: 2,
    ready: 10,
    shipByToday: 6,
    late: 2,
    pushFailed: 2,
    pushStopped: 2,
    fileWaiting: 2,
  });
});
