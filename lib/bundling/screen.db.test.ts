import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants, type TestOrder } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { hold } from '@/lib/shipments/holds/hold';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { bundleShipments } from './bundle';
import { lockBundling } from './lock';
import { type BundleTab, bundleScreen, countLeftOut, previewBundles } from './screen';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: number;

const march = { from: '2026-03-01', to: '2026-03-31', scope: 'same_channel' as const };
const otherMobile = { recipient: { mobile: '010-7777-1111' } };

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'goods go and shipments close by hand' });
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  shirt = (await makeVariants(ctx, [{ code: 'SHIRT' }])).SHIRT.compositionId;
});

it('lists each bundle with its orders, the base on top, and why each is in it', async () => {
  const orders = await makeOrders(ctx, [order(1), order(2), order(3, otherMobile)]);
  await bundleShipments(ctx, march);
  const { counts, page } = await look('results');
  expect(counts).toEqual({ results: 1, reviews: 1, answers: 0 });
  expect(page.rows).toMatchObject([
    {
      shipmentId: orders[0]?.shipmentId,
      isUnbundlable: true,
      orders: [
        { orderNo: 'A-1', isBase: true, reason: null },
        { orderNo: 'A-2', isBase: false, reason: { rule: 'joined', values: { equalPhones: 1 } } },
      ],
    },
  ]);
});

it('lists no bundle of which only one order is left to send', async () => {
  const [first] = await makeOrders(ctx, [order(1), order(2)]);
  await bundleShipments(ctx, march);
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set qty = 0
      where mall_id = ${ctx.mallId} and home_shipment_id = ${first?.shipmentId}`);
    await refreshShipments(tx, ctx, [first?.shipmentId ?? 0]);
  });
  const { counts, page } = await look('results');
  expect(counts.results).toBe(0);
  expect(page.rows).toEqual([]);
});

it('shows a near match of a run with what differs in it', async () => {
  const [first, second] = await makeOrders(ctx, [order(1), order(2, otherMobile)]);
  const review = {
    baseShipmentId: first?.shipmentId,
    differing: ['mobile'],
    rows: [
      { shipmentId: first?.shipmentId, reason: null },
      { shipmentId: second?.shipmentId, reason: { rule: 'phoneDiffers' } },
    ],
  };
  await bundleShipments(ctx, march);
  expect((await look('reviews')).page.rows).toMatchObject([review]);
});

it('asks as many questions as it counts beside 합포, whatever happens to their shipments', async () => {
  const near = (name: string, at: number) => [
    order(at * 10, { recipient: { name } }),
    order(at * 10 + 1, { recipient: { name, mobile: '010-7777-1111' } }),
    order(at * 10 + 2, { recipient: { name, mobile: '010-7777-2222' } }),
  ];
  const names = ['가온', '나래', '다온', '라임', '마루'];
  const orders = await makeOrders(
    ctx,
    names.flatMap((name, at) => near(name, at)),
  );
  await bundleShipments(ctx, march);
  expect(await asked()).toHaveLength(5);
  const id = (group: number, member: number) => orders[group * 3 + member]?.shipmentId ?? 0;
  await inMall(ctx, async (tx) => {
    await hold(tx, ctx, [id(0, 0)], 'operator');
    await hold(tx, ctx, [id(1, 1), id(1, 2)], 'operator');
    await tx.execute(sql`
      update shipments set stage = 'invoiced', allocated_qty = wanted_qty, waybill_no = id::text
      where mall_id = ${ctx.mallId} and id in (${id(2, 0)}, ${id(2, 1)})`);
    await tx.execute(sql`
      update shipments set stage = 'allocated', allocated_qty = wanted_qty
      where mall_id = ${ctx.mallId} and id = ${id(3, 1)}`);
  });
  await lockBundling(ctx, [id(4, 1)], true);
  expect(await asked()).toEqual([
    [id(4, 0), id(4, 2)],
    [id(3, 0), id(3, 1), id(3, 2)],
    [id(0, 1), id(0, 2)],
  ]);
});

it('asks on about an older near match when a later run looks at later days alone', async () => {
  const old = { paidAt: new Date('2026-02-01T03:00:00Z') };
  await makeOrders(ctx, [
    { ...order(1), ...old },
    { ...order(2, otherMobile), ...old },
  ]);
  await bundleShipments(ctx, { ...march, from: '2026-01-01' });
  await bundleShipments(ctx, march);
  expect(await asked()).toHaveLength(1);
});

it('lists those left out with their partner', async () => {
  const [first, second] = await makeOrders(ctx, [order(1), order(2)]);
  await lockBundling(ctx, [first?.shipmentId ?? 0], true);
  expect((await look('leftOut')).page.rows).toMatchObject([
    { shipmentId: second?.shipmentId, reason: { rule: 'partnerLeftOut' } },
    {
      shipmentId: first?.shipmentId,
      reason: { rule: 'locked', values: { partner: second?.shipmentId } },
    },
  ]);
  expect((await previewBundles(ctx, march)).leftOut).toBe(2);
  expect(await countLeftOut(ctx, march)).toBe(2);
  expect(await countLeftOut(await makeMall('남의 상회'), march)).toBe(0);
});

it('names the goods that keep a shipment out', async () => {
  const shelf = await makeVariants(ctx, [{ code: 'TV', bundling: 'alone' }]);
  const lines = [{ compositionId: shelf.TV.compositionId, qty: 1 }];
  await makeOrders(ctx, [order(1), order(2, { lines })]);
  const { variants } = await look('leftOut');
  expect(variants).toEqual({ [shelf.TV.variantId]: 'TV(상품 TV)' });
});

it('says how many ready shipments the period leaves unseen, and which days would show them', async () => {
  const old = { paidAt: new Date('2026-01-05T03:00:00Z') };
  await makeOrders(ctx, [order(1), { ...order(2), ...old }]);
  expect((await look('results')).outside).toEqual({
    count: 1,
    from: '2026-01-05',
    to: '2026-03-02',
  });
});

it('masks recipients for those without the right to see them', async () => {
  await makeOrders(ctx, [order(1), order(2)]);
  const viewer = { ...ctx, canSeePersonalData: false };
  const shown = JSON.stringify([
    (await bundleScreen(viewer, march, { tab: 'results', request: pageRequest(undefined, 20) }))
      .page,
    await previewBundles(viewer, march),
  ]);
  for (const part of ['홍길순', '2345-6789', '1203호']) expect(shown).not.toContain(part);
});

it('pages bundles, reviews and those left out without losing or repeating one', async () => {
  const names = ['가온', '나래', '다온', '라임', '마루'];
  const of = (name: string, at: number) => [
    order(at * 10, { recipient: { name } }),
    order(at * 10 + 1, { recipient: { name } }),
    order(at * 10 + 2, { recipient: { name, ...otherMobile.recipient } }),
    order(at * 10 + 3, { recipient: { name }, freightTerm: 'collect' }),
  ];
  await makeOrders(ctx, names.flatMap(of));
  await bundleShipments(ctx, march);
  for (const tab of ['results', 'reviews', 'leftOut'] as const) {
    const forwards = await readAll(tab, undefined, 'next');
    expect(new Set(forwards).size).toBe(5);
    expect(await readAll(tab, 'last', 'previous')).toEqual([...forwards].reverse());
  }
});

it('shows nothing of another mall', async () => {
  await makeOrders(ctx, [order(1), order(2), order(3, otherMobile)]);
  await bundleShipments(ctx, march);
  const other = await makeMall('남의 상회');
  const screen = await bundleScreen(other, march, {
    tab: 'reviews',
    request: pageRequest(undefined, 20),
  });
  expect(screen).toMatchObject({
    counts: { results: 0, reviews: 0 },
    outside: { count: 0 },
  });
});

it('does not list a bundle that is not open any more', async () => {
  const [base] = await makeOrders(ctx, [order(1), order(2)]);
  await bundleShipments(ctx, march);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set stage = 'cancelled'
      where mall_id = ${ctx.mallId} and id = ${base?.shipmentId}`),
  );
  expect((await look('results')).counts.results).toBe(0);
});

/** The shipments of each question, as many as the number beside 합포 says. */
async function asked(): Promise<number[][]> {
  const { counts, page } = await look('reviews');
  const { bundle, panel } = await stageCounts(ctx);
  expect([bundle, panel.bundleQuestion, counts.reviews]).toEqual(Array(3).fill(page.rows.length));
  return page.rows.flatMap((row) =>
    'differing' in row ? [row.rows.map((shipment) => shipment.shipmentId)] : [],
  );
}

const look = (tab: BundleTab) =>
  bundleScreen(ctx, march, { tab, request: pageRequest(undefined, 20) });

async function readAll(tab: BundleTab, from: string | undefined, step: 'next' | 'previous') {
  const seen: number[] = [];
  for (let at: string | null | undefined = from; at !== null; ) {
    const { page } = await bundleScreen(ctx, march, { tab, request: pageRequest(at, 2) });
    const rows = page.rows.map((row) => {
      if ('baseShipmentId' in row) return row.baseShipmentId;
      return 'shipmentId' in row ? row.shipmentId : row.id;
    });
    seen.push(...(step === 'next' ? rows : rows.reverse()));
    at = page[step];
  }
  return seen;
}

function order(minute: number, change: Partial<TestOrder> = {}): TestOrder {
  const paidAt = new Date(Date.UTC(2026, 2, 1, 3, minute));
  const lines = [{ compositionId: shirt, qty: 1 }];
  return { orderNo: `A-${minute}`, channelId, lines, paidAt, ...change };
}
