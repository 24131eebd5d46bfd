import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { channelStates } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { collectedLine, collectedOrder } from '@/lib/shipments/intake/testing-intake';
import { addBox } from './boxes';
import { shipmentsToShip, shippableIds, shipStandings } from './screen';
import { shipShipments } from './ship';
import { type ShipFilter, shipStages } from './ship-filter';
import { invoicedParcels } from './testing-parcels';
import { unshipShipments } from './unship';

let database: TestDatabase;
let ctx: Ctx;
let ids: number[];
let meant: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ({ ctx, ids } = await invoicedParcels(['1', '2', '3'].map(orderOf)));
  meant = ids[1] ?? 0;
  await invoicedParcels(['1', '2', '3'].map(orderOf));
});

/** Three that differ in what they are called by; the second is the one that is meant. */
function orderOf(no: string) {
  const { recipient, ...line } = collectedLine(`A-${no}:1`);
  const name = no === '2' ? '남다른' : recipient.name;
  return {
    ...collectedOrder(`A-${no}`, [{ ...line, recipient: { ...recipient, name } }]),
    marketOrderNo: `M-${no}`,
    orderedAt: new Date(`2026-03-0${no}T00:00:00Z`),
  };
}

const YEAR = { from: new Date('2026-01-01'), until: new Date('2027-01-01') };

type Condition = {
  name: string;
  /** What makes the meant one differ from the others. */
  given?: () => Promise<unknown>;
  asked: () => Partial<ShipFilter>;
};

const pushStates: [NonNullable<ShipFilter['push']>, string][] = [
  ['failed', 'failed'],
  ['failed', 'unknown'],
  ['open', 'waiting'],
  ['open', 'sending'],
  ['stopped', 'stopped'],
  ['file', 'file_waiting'],
];

const conditions: Condition[] = [
  { name: '기간 시작', asked: () => ({ from: orderedOn(2), until: orderedOn(3) }) },
  {
    name: '배송업체',
    given: () => set(sql`courier = 'hanjin'`),
    asked: () => ({ courier: 'hanjin' }),
  },
  { name: '차수', given: () => set(sql`wave_id = 7`), asked: () => ({ waveId: 7 }) },
  ...channelStates.map((state) => ({
    name: `판매처 배송상태 ${state}`,
    given: () => tellOthersAnotherThan(state),
    asked: () => ({ channelState: state }),
  })),
  ...pushStates.map(([push, state]) => ({
    name: `전송상태 ${push}: ${state}`,
    given: () => pushAs(state),
    asked: () => ({ push }),
  })),
  {
    name: '불일치만',
    given: () => say(sql`shipment_id = ${meant}`, 'shipping'),
    asked: () => ({ onlyMismatch: true }),
  },
  {
    name: '송장번호',
    asked: () => ({ searchKind: 'waybillNo', word: String(600000000000 + meant) }),
  },
  {
    name: '상자의 송장번호',
    given: () => addBox(ctx, { shipmentId: meant, courier: 'other', waybillNo: 'BOX77002' }),
    asked: () => ({ searchKind: 'waybillNo', word: 'box-77002' }),
  },
  { name: '주문번호', asked: () => ({ searchKind: 'orderNo', word: 'A-2' }) },
  { name: '마켓주문번호', asked: () => ({ searchKind: 'orderNo', word: 'M-2' }) },
  { name: '배송번호', asked: () => ({ searchKind: 'shipmentId', word: String(meant) }) },
  { name: '수령자', asked: () => ({ searchKind: 'recipient', word: '남다른' }) },
];

describe.each(conditions)('$name', ({ given, asked }) => {
  it('narrows the list and 전체배송처리 alike, to the one that is meant', async () => {
    await given?.();
    const filter: ShipFilter = { ...YEAR, stage: 'invoiced', ...asked() };
    expect(await listed(filter)).toEqual([meant]);
    expect(await shippableIds(ctx, filter)).toEqual([meant]);
    await set(sql`hold_kinds = '{operator}'`);
    expect(await shippableIds(ctx, filter)).toEqual([]);
    expect((await shipStandings(ctx, filter)).held).toBe(1);
  });
});

it('finds nobody by name for who sees people masked', async () => {
  const masked = { ...ctx, canSeePersonalData: false };
  const asked = (searchKind: ShipFilter['searchKind'], word: string) =>
    shippableIds(masked, { ...YEAR, stage: 'invoiced', searchKind, word });
  expect(await asked('recipient', '남다른')).toEqual([]);
  expect(await asked('orderNo', 'A-2')).toEqual([meant]);
});

const stages: [ShipFilter['stage'], () => Promise<unknown>][] = [
  ['held', () => set(sql`hold_kinds = '{operator}'`)],
  ['unnumbered', () => takeNumber()],
  ['shipped', () => shipShipments(ctx, [meant])],
  ['delivered', () => shipAndDeliver()],
];

it.each(stages)('재고 배송상태 %s lists the one that stands there alone', async (stage, given) => {
  expect(await listed({ ...YEAR, stage })).toEqual([]);
  await given();
  expect(await listed({ ...YEAR, stage })).toEqual([meant]);
  for (const other of shipStages.filter((one) => one !== stage && one !== 'all'))
    expect(await listed({ ...YEAR, stage: other }), other).not.toContain(meant);
});

async function listed(filter: ShipFilter): Promise<number[]> {
  const { rows, total } = await shipmentsToShip(ctx, filter, { size: 20, at: 'first' });
  expect(total).toBe(rows.length);
  return rows.map(({ id }) => id);
}

const orderedOn = (day: number) => new Date(`2026-03-0${day}T00:00:00Z`);

function set(change: SQL) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set ${change} where mall_id = ${ctx.mallId} and id = ${meant}`),
  );
}

function say(those: SQL, state: string) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`
      update order_lines set channel_state = ${state}
      where mall_id = ${ctx.mallId} and id in (
        select order_line_id from shipment_lines where mall_id = ${ctx.mallId} and ${those})`),
  );
}

async function tellOthersAnotherThan(state: string) {
  await say(sql`shipment_id <> ${meant}`, state === 'paid' ? 'acknowledged' : 'paid');
  await say(sql`shipment_id = ${meant}`, state);
}

async function pushAs(state: string) {
  await shipShipments(ctx, ids);
  await unshipShipments(ctx, ids);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update pushes set state = ${state}
      where mall_id = ${ctx.mallId} and shipment_id = ${meant}`),
  );
}

async function takeNumber() {
  await set(sql`stage = 'allocated', waybill_no = null, courier = null`);
  await inMall(ctx, (tx) =>
    tx.execute(sql`delete from waybills where mall_id = ${ctx.mallId} and shipment_id = ${meant}`),
  );
}

async function shipAndDeliver() {
  await shipShipments(ctx, [meant]);
  await set(sql`stage = 'delivered', delivered_at = ${ctx.now.toISOString()}`);
}
