import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { hold } from '@/lib/shipments/holds/hold';
import { collectedOrder } from '@/lib/shipments/intake/testing-intake';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { addBox } from './boxes';
import { shipmentsToShip, shippableIds, shipStandings } from './screen';
import { shipShipments } from './ship';
import type { ShipFilter } from './ship-filter';
import { invoicedParcels } from './testing-parcels';

const EVERYTHING: ShipFilter = {
  from: new Date('2020-01-01'),
  until: new Date('2030-01-01'),
  stage: 'all',
};

let database: TestDatabase;
let ctx: Ctx;
let ids: number[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const orders = ['1', '2', '3', '4', '5'].map((no) => {
    const orderedAt = new Date(`2026-03-0${no}T00:00:00Z`);
    return {
      ...collectedOrder(`A-${no}`),
      marketOrderNo: no === '4' ? 'M-4' : `A-${no}`,
      orderedAt,
    };
  });
  ({ ctx, ids } = await invoicedParcels(orders));
  await invoicedParcels([collectedOrder('A-1')]);
});

const found = async (search: Partial<ShipFilter>) => {
  const page = await shipmentsToShip(ctx, { ...EVERYTHING, ...search }, { size: 20, at: 'first' });
  expect(page.total).toBe(page.rows.length);
  return page.rows.map((row) => row.id);
};

it('lists what has left and what has not as one, the newest on top, page by page', async () => {
  await shipShipments(
    ctx,
    [1, 3].flatMap((at) => ids[at] ?? []),
  );
  const seen = [];
  for (let page: string | null | undefined; page !== null; ) {
    const list = await shipmentsToShip(ctx, EVERYTHING, pageRequest(page, 2));
    seen.push(...list.rows.map((row) => row.id));
    expect(list.total).toBe(5);
    page = list.next;
  }
  expect(seen).toEqual([...ids].reverse());
  expect(await found({ stage: 'shipped' })).toEqual([ids[3], ids[1]]);
  expect(await found({ stage: 'invoiced' })).toEqual([ids[4], ids[2], ids[0]]);
  const last = await shipmentsToShip(ctx, EVERYTHING, { size: 2, at: 'last' });
  expect(last.rows.map((row) => row.id)).toEqual([ids[1], ids[0]]);
});

it('lists what left in a period, the last on top, page by page', async () => {
  const left = [ids[3] ?? 0, ids[0] ?? 0, ids[1] ?? 0];
  for (const [index, id] of left.entries()) {
    const now = new Date(Date.UTC(2026, 4, 1 + index));
    await shipShipments({ ...ctx, now }, [id]);
  }
  const may = {
    by: 'shipped',
    from: new Date('2026-05-01'),
    until: new Date('2026-06-01'),
  } as const;
  expect(await found(may)).toEqual(left.toReversed());
  const second = { ...may, from: new Date('2026-05-02'), until: new Date('2026-05-03') };
  expect(await found({ ...second, stage: 'shipped' })).toEqual([ids[0]]);
  const [first, next] = [await pageOfMay(null), await pageOfMay((await pageOfMay(null)).next)];
  expect([...first.rows, ...next.rows].map((row) => row.id)).toEqual(left.toReversed());
  expect(await found({ by: 'shipped', stage: 'invoiced' })).toEqual([ids[4], ids[2]]);
  expect(await shippableIds(ctx, { ...EVERYTHING, by: 'shipped' })).toEqual([ids[2], ids[4]]);

  function pageOfMay(page: string | null) {
    return shipmentsToShip(ctx, { ...EVERYTHING, ...may }, pageRequest(page ?? undefined, 2));
  }
});

it('says beside 배송 how many its list and 기간 밖 hold, and lists the held ones apart', async () => {
  await inMall(ctx, (tx) => hold(tx, ctx, ids.slice(3), 'operator', '전화 먼저'));
  expect(await found({ stage: 'invoiced' })).toEqual([ids[2], ids[1], ids[0]]);
  expect(await found({ stage: 'held' })).toEqual([ids[4], ids[3]]);
  const { rows } = await shipmentsToShip(
    ctx,
    { ...EVERYTHING, stage: 'held' },
    { size: 1, at: 'first' },
  );
  expect(rows).toMatchObject([{ holdNotes: { operator: '전화 먼저' } }]);
  expect(await found({ stage: 'all' })).toHaveLength(5);
  const period = { from: new Date('2026-03-02'), until: new Date('2026-03-05') };
  const late = { ...EVERYTHING, ...period, stage: 'invoiced' } as const;
  const { held, outside } = await shipStandings(ctx, late);
  expect([held, outside]).toEqual([1, { count: 1, from: '2026-03-01', to: '2026-03-03' }]);
  expect((await stageCounts(ctx)).ship).toBe((await found(late)).length + outside.count);
  const named = { ...late, searchKind: 'orderNo', word: 'A-5' } as const;
  expect(await shipStandings(ctx, named)).toMatchObject({ held: 1, outside: { count: 0 } });
});

it('finds a parcel by a number whatever the period, but not by a name', async () => {
  const elsewhere = { from: new Date('2021-01-01'), until: new Date('2021-02-01') };
  const [first = 0] = ids;
  for (const stage of ['invoiced', 'shipped'] as const) {
    const asked = { ...elsewhere, stage };
    expect(await found({ ...asked, searchKind: 'orderNo', word: 'A-1' })).toEqual([first]);
    expect(await found({ ...asked, searchKind: 'shipmentId', word: `${first}` })).toEqual([first]);
    expect(await found({ ...asked, searchKind: 'shipmentId', word: '9'.repeat(25) })).toEqual([]);
    expect(await found({ ...asked, searchKind: 'recipient', word: '한서윤' })).toEqual([]);
    expect(await found(asked)).toEqual([]);
    await shipShipments(ctx, ids);
  }
});

it('finds a parcel by any of its numbers, whether it has left or not', async () => {
  const [first = 0, , , fourth] = ids;
  await addBox(ctx, { shipmentId: first, courier: 'other', waybillNo: 'BOX77001' });
  await takeBack(ctx, first, 'OLD77001');
  for (const step of ['before', 'after']) {
    expect(await found({ searchKind: 'orderNo', word: 'A-1' }), step).toEqual([first]);
    expect(await found({ searchKind: 'orderNo', word: 'A-4' }), step).toEqual([fourth]);
    expect(await found({ searchKind: 'orderNo', word: 'M-4' }), step).toEqual([fourth]);
    expect(await found({ searchKind: 'orderNo', word: 'A-9' }), step).toEqual([]);
    const waybillNo = `6000-${String(first).padStart(8, '0')}`;
    expect(await found({ searchKind: 'waybillNo', word: waybillNo }), step).toEqual([first]);
    expect(await found({ searchKind: 'waybillNo', word: 'box-77001' }), step).toEqual([first]);
    expect(await found({ searchKind: 'waybillNo', word: 'old-77001' }), step).toEqual([first]);
    await shipShipments(ctx, ids);
  }
});

/** A number that it had before. */
async function takeBack(mall: Ctx, shipmentId: number, waybillNo: string): Promise<void> {
  await inMall(mall, (tx) =>
    tx.execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      values (${mall.mallId}, 'other', ${waybillNo}, ${shipmentId}, 'range', 'retired', now())`),
  );
}
