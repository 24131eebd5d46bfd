import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  makeChannel,
  makeComposition,
  makeMall,
  makeVariants,
  type StockedVariant,
  type TestOrder,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { invoiceRules } from '../reasons';
import { invoiceScreen } from '../screen';
import { setWaybill } from '../set-waybill';
import { makeAllocated } from '../testing-invoices';
import { loadShipments } from './load';
import type { LoadConditions } from './load-conditions';
import { everyRow, type LoadFilter } from './load-rows';

/** One parcel for each condition, named after it: all else in them is alike. */
const orderNos = [
  ...['plain', 'supplied', 'supplier', 'kit', 'dear', 'many', 'part', 'collect', 'abroad'],
  ...['invoiced', 'held', 'named', 'phone', 'noPhone', 'goods'],
];

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let channelId: number;
let supplierId: number;
let parcels: Map<string, number>;

beforeAll(async () => {
  database = await createTestDatabase();
  const mall = await makeMall();
  ctx = { ...mall, userId: mall.userId ?? 0 };
  channelId = await makeChannel(ctx);
  const { OWN, SENT, KEPT } = await makeVariants(ctx, [
    { code: 'OWN', onHand: 500 },
    { code: 'SENT', onHand: 500 },
    { code: 'KEPT', onHand: 500 },
  ]);
  supplierId = await supply();
  const items = [OWN, KEPT].map(({ variantId }) => ({ variantId, qty: 2 }));
  const kit = { ...OWN, compositionId: await inMall(ctx, (tx) => makeComposition(tx, ctx, items)) };
  await change(sql`update variants set is_supplier_shipped = true
    where mall_id = ${ctx.mallId} and variant_code = 'SENT'`);
  parcels = new Map();
  await add(OWN, { orderNo: 'plain' });
  await add(SENT, { orderNo: 'supplied' });
  await add(KEPT, { orderNo: 'supplier' });
  await add(kit, { orderNo: 'kit' });
  await add(OWN, { orderNo: 'dear' });
  await add(OWN, { orderNo: 'many', qty: 3 });
  await add(OWN, { orderNo: 'part' });
  await add(OWN, { orderNo: 'collect', freightTerm: 'collect' });
  await add(OWN, { orderNo: 'abroad' });
  await add(OWN, { orderNo: 'invoiced' });
  await add(OWN, { orderNo: 'held' });
  await add(OWN, { orderNo: 'named', recipient: { name: '김하늘' } });
  await add(OWN, { orderNo: 'phone', recipient: { mobile: '010-9876-5432' } });
  await add(OWN, { orderNo: 'noPhone', recipient: { mobile: '' } });
  await add(OWN, { orderNo: 'goods' });
  await cost(idOf('dear'), 90_000);
  await set('part', sql`split_group = 77`);
  await set('held', sql`hold_kinds = '{operator}'`);
  await change(sql`update recipients set is_domestic = false where mall_id = ${ctx.mallId}
    and id = (select recipient_id from shipments where mall_id = ${ctx.mallId}
      and id = ${idOf('abroad')})`);
  await change(sql`update order_lines set product_name = '겨울 Coat 베이지'
    where mall_id = ${ctx.mallId} and line_key = 'goods-0'`);
  const waybill = { courier: 'logen', waybillNo: '92816272404' } as const;
  await setWaybill(ctx, { shipmentId: idOf('invoiced'), ...waybill });
  await change(sql`
    insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
    values (${ctx.mallId}, 'logen', '92816272415', ${idOf('plain')}, 'range', 'retired', now())`);
});
afterAll(() => database.drop());

describe('불러오기 finds neither more nor less:', () => {
  const all = (...without: string[]) => orderNos.filter((no) => !without.includes(no));
  const table: [string, () => Partial<LoadConditions>, string[]][] = [
    ['without conditions', () => ({}), all()],
    ['공급사', () => ({ supplierId }), ['supplied', 'supplier', 'kit']],
    ['보내는 곳 공급사', () => ({ sender: 'suppliers' }), ['supplied']],
    ['보내는 곳 우리', () => ({ sender: 'ours' }), all('supplied')],
    ['금액 이상', () => ({ amountFrom: 30_000 }), ['many', 'dear']],
    ['금액 이하', () => ({ amountTo: 30_000 }), all('dear')],
    ['금액 이상~이하', () => ({ amountFrom: 10_001, amountTo: 89_999 }), ['many']],
    ['수량 이상, by pieces', () => ({ qtyFrom: 3 }), ['many', 'kit']],
    ['수량 이하, by pieces', () => ({ qtyTo: 3 }), all('kit')],
    ['수량 이상~이하', () => ({ qtyFrom: 4, qtyTo: 4 }), ['kit']],
    ['부분배송만', () => ({ onlySplitParts: true }), ['part']],
    ['선불', () => ({ freightTerm: 'prepaid' }), all('collect')],
    ['착불', () => ({ freightTerm: 'collect' }), ['collect']],
    ['국내', () => ({ destination: 'domestic' }), all('abroad')],
    ['해외', () => ({ destination: 'abroad' }), ['abroad']],
    ['상태 접수(할당)', () => ({ status: 'allocated' }), all('invoiced')],
    ['상태 기타', () => ({ status: 'invoiced' }), ['invoiced']],
    ['보류 제외', () => ({ withoutHeld: true }), all('held')],
    ['수령자', () => ({ searchKind: 'recipient', word: ' 김하늘 ' }), ['named']],
    ['수령자, in part', () => ({ searchKind: 'recipient', word: '김하' }), []],
    ['휴대전화', () => ({ searchKind: 'mobile', word: '010 9876 5432' }), ['phone']],
    ['휴대전화 without digits', () => ({ searchKind: 'mobile', word: '홍길동' }), []],
    ['상품명, in part', () => ({ searchKind: 'productName', word: 'coat' }), ['goods']],
    ['송장번호', () => ({ searchKind: 'waybillNo', word: '928-1627-2404' }), ['invoiced']],
    ['송장번호, taken back', () => ({ searchKind: 'waybillNo', word: '92816272415' }), ['plain']],
  ];

  it.each(table)('%s', async (_name, conditions, expected) => {
    const { loadId } = await load(conditions());
    expect(await shown(loadId)).toEqual([...expected].sort());
  });

  it.each([
    ['recipient', '김하늘', []],
    ['mobile', '010-9876-5432', []],
    ['orderNo', 'named', ['named']],
  ] as const)('%s, asked by who sees people masked', async (searchKind, word, expected) => {
    const masked = { ...ctx, canSeePersonalData: false };
    const { loadId } = await load({ searchKind, word }, masked);
    expect(await shown(loadId)).toEqual(expected);
  });
});

describe('the filters of a load let through neither more nor less:', () => {
  const states = {
    ...{ allocated: ['held', 'requested', 'waiting', 'printed'], invoiced: ['invoiced'] },
    ...{ shipped: ['delivered', 'shipped'], held: ['held'], requested: ['requested'] },
  };
  const printed = {
    no: ['delivered', 'held', 'requested', 'shipped', 'waiting', 'invoiced'],
    yes: ['printed'],
  };
  const table: [string, Partial<LoadFilter>, string[]][] = [
    ...Object.entries(states).map(([state, nos]): [string, Partial<LoadFilter>, string[]] => [
      `주문상태 ${state}`,
      { state: state as LoadFilter['state'] },
      nos,
    ]),
    ...Object.entries(printed).map(([is, nos]): [string, Partial<LoadFilter>, string[]] => [
      `출력상태 ${is}`,
      { printed: is as LoadFilter['printed'] },
      nos,
    ]),
  ];
  const roles = new Map([
    ...([
      ['plain', 'waiting'],
      ['part', 'shipped'],
      ['collect', 'delivered'],
    ] as const),
    ...([
      ['named', 'requested'],
      ['phone', 'printed'],
      ['held', 'held'],
    ] as const),
    ['invoiced', 'invoiced'] as const,
  ]);
  let loadId: number;

  beforeAll(async () => {
    ({ loadId } = await load({}));
    await set('part', sql`stage = 'shipped'`);
    await set('collect', sql`stage = 'delivered'`);
    await set('named', sql`requested_export_id = 5`);
    await set('phone', sql`printed_count = 1`);
  });
  afterAll(async () => {
    for (const orderNo of ['part', 'collect']) await set(orderNo, sql`stage = 'allocated'`);
    await set('named', sql`requested_export_id = null`);
    await set('phone', sql`printed_count = 0`);
  });

  it.each(table)('%s', async (_name, filter, expected) => {
    const found = await shown(loadId, filter);
    const named = found.flatMap((orderNo) => roles.get(orderNo as 'plain') ?? []);
    expect(named.sort()).toEqual([...expected].sort());
  });
});

describe('송장상태 오류', () => {
  const errors = async () => {
    const { loadId } = await load({});
    const { error } = (await screenOf(loadId)).summary;
    return [await shown(loadId, { waybill: 'error' }), error];
  };

  it('ends with the hold that was its reason', async () => {
    await set('plain', sql`hold_kinds = '{operator}', why = ${invoiceRules.held}`);
    expect(await errors()).toEqual([['plain'], 1]);
    await set('plain', sql`hold_kinds = '{}'`);
    expect(await errors()).toEqual([[], 0]);
    const { loadId } = await load({});
    expect(await shown(loadId, { waybill: 'none' })).toContain('plain');
  });

  it('is no state of what only waits for the number of a sheet', async () => {
    await set('plain', sql`requested_export_id = 5, why = ${invoiceRules.requested}`);
    expect(await errors()).toEqual([[], 0]);
    await set('plain', sql`requested_export_id = null`);
    expect(await errors()).toEqual([[], 0]);
  });
});

const load = (conditions: Partial<LoadConditions>, asking = ctx) =>
  loadShipments(asking, { status: 'open', withoutHeld: false, ...conditions });

async function screenOf(loadId: number, filter: Partial<LoadFilter> = {}) {
  const request = { size: 100, at: 'first' } as const;
  const screen = await invoiceScreen(ctx, loadId, { ...everyRow, ...filter }, request);
  if (!screen) throw new Error('No such load.');
  return screen;
}

async function shown(loadId: number, filter: Partial<LoadFilter> = {}): Promise<string[]> {
  return (await screenOf(loadId, filter)).page.rows.map((row) => row.orderNo).sort();
}

type NewParcel = Omit<TestOrder, 'lines' | 'channelId'> & { qty?: number };

async function add(variant: StockedVariant, order: NewParcel): Promise<void> {
  const [made] = await makeAllocated(ctx, variant, [{ channelId, ...order }]);
  parcels.set(order.orderNo, made?.shipmentId ?? 0);
}

const idOf = (orderNo: string) => parcels.get(orderNo) ?? 0;

const change = (statement: ReturnType<typeof sql>) => inMall(ctx, (tx) => tx.execute(statement));

const set = (orderNo: string, columns: ReturnType<typeof sql>) =>
  change(sql`
    update shipments set ${columns} where mall_id = ${ctx.mallId} and id = ${idOf(orderNo)}`);

/** What one unit of it costs is told by its order line, its part and its parcel alike. */
async function cost(shipmentId: number, price: number): Promise<void> {
  await change(sql`
    with part as (
      update shipment_lines set amount = qty * ${price}
      where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} returning order_line_id
    )
    update order_lines line set unit_price = ${price}, amount = line.qty * ${price}
    from part where line.mall_id = ${ctx.mallId} and line.id = part.order_line_id`);
  await change(sql`update shipments set amount = wanted_qty * ${price}
    where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
}

/** Of whom we have two kinds of goods: one that he sends himself, and one on our shelf. */
async function supply(): Promise<number> {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`insert into suppliers (mall_id, name) values (${ctx.mallId}, '든든상사') returning id`,
    ),
  );
  await change(sql`update products set supplier_id = ${id}
    where mall_id = ${ctx.mallId} and code in ('P-SENT', 'P-KEPT')`);
  return id;
}
