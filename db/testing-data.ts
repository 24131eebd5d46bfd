import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import { inMall } from '@/lib/context';
import { recipientKeys } from '@/lib/recipients/key';
import { fingerprintOf } from '@/lib/shipments/fingerprint';
import { systemDb } from './pools';
import { oneRow, rows, type Tx } from './rows';

/** Test data in the smallest words: a mall, a channel, variants on the shelf, ready shipments. */

export const TEST_NOW = new Date('2026-03-02T00:30:00Z');

export async function makeMall(name = '모아상회'): Promise<Ctx> {
  const { id: mallId } = await oneRow<{ id: number }>(
    systemDb(),
    sql`insert into malls (name) values (${name}) returning id`,
  );
  const { id: userId } = await oneRow<{ id: number }>(
    systemDb(),
    sql`insert into users (email, name, password_hash)
      values (${`${randomUUID()}@example.test`}, '김담당', 'none') returning id`,
  );
  await systemDb().execute(
    sql`insert into memberships (user_id, mall_id, role) values (${userId}, ${mallId}, 'owner')`,
  );
  const ctx: Ctx = { mallId, userId, role: 'owner', canSeePersonalData: true, now: TEST_NOW };
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into mall_settings (mall_id, recipient_key, allocation_priority)
      values (${mallId}, ${randomUUID()}, '["ship_by", "paid_at"]'::jsonb)`);
    await tx.execute(
      sql`insert into operators (mall_id, user_id, name) values (${mallId}, ${userId}, '김담당')`,
    );
  });
  return ctx;
}

export async function makeChannel(
  ctx: Ctx,
  channel: { marketplace?: string; account?: string; priority?: number } = {},
): Promise<number> {
  const { marketplace = 'coupang', account = 'simplex', priority = 100 } = channel;
  const made = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`insert into channels (mall_id, marketplace, account, name, priority)
        values (${ctx.mallId}, ${marketplace}, ${account}, ${`${marketplace}(${account})`}, ${priority})
        returning id`,
    ),
  );
  return made.id;
}

export type TestVariant = {
  code: string;
  onHand?: number;
  barcode?: string;
  option?: string;
  price?: number;
  temperature?: 'ambient' | 'chilled' | 'frozen';
  bundling?: 'normal' | 'alone' | 'same_only';
};

export type StockedVariant = { variantId: number; compositionId: number };

/** Each variant with its product, its stock (through the ledger) and its one-to-one composition. */
export async function makeVariants<Code extends string>(
  ctx: Ctx,
  variants: readonly (TestVariant & { code: Code })[],
): Promise<Record<Code, StockedVariant>> {
  return inMall(ctx, async (tx) => {
    const made = {} as Record<Code, StockedVariant>;
    for (const variant of variants) made[variant.code] = await makeVariant(tx, ctx, variant);
    return made;
  });
}

async function makeVariant(tx: Tx, ctx: Ctx, variant: TestVariant): Promise<StockedVariant> {
  const { code, onHand = 0, barcode = '', option = '', price = 10_000 } = variant;
  const product = await oneRow<{ id: number }>(
    tx,
    sql`insert into products (mall_id, code, name) values (${ctx.mallId}, ${`P-${code}`}, ${`상품 ${code}`}) returning id`,
  );
  const { id: variantId } = await oneRow<{ id: number }>(
    tx,
    sql`insert into variants (mall_id, product_id, variant_code, barcode, option, price, temperature,
        bundling, search_text)
      values (${ctx.mallId}, ${product.id}, ${code}, ${barcode}, ${option}, ${price},
        ${variant.temperature ?? 'ambient'}, ${variant.bundling ?? 'normal'},
        ${`상품 ${code} ${option}`.toLowerCase()})
      returning id`,
  );
  await tx.execute(
    sql`insert into stock (mall_id, variant_id, on_hand) values (${ctx.mallId}, ${variantId}, ${onHand})`,
  );
  if (onHand > 0)
    await tx.execute(sql`
      insert into stock_movements (mall_id, variant_id, kind, qty, at)
      values (${ctx.mallId}, ${variantId}, 'receive', ${onHand}, ${ctx.now.toISOString()})`);
  const compositionId = await makeComposition(tx, ctx, [{ variantId, qty: 1 }]);
  return { variantId, compositionId };
}

export async function makeComposition(
  tx: Tx,
  ctx: Ctx,
  items: { variantId: number; qty: number }[],
): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`insert into compositions (mall_id, fingerprint) values (${ctx.mallId}, ${fingerprintOf(items)}) returning id`,
  );
  for (const item of items)
    await tx.execute(sql`
      insert into composition_items (mall_id, composition_id, variant_id, qty)
      values (${ctx.mallId}, ${id}, ${item.variantId}, ${item.qty})`);
  return id;
}

export const TEST_RECIPIENT = {
  name: '홍길순',
  phone: '',
  mobile: '010-2345-6789',
  postcode: '04524',
  address1: '서울특별시 중구 세종대로 110',
  address2: '101동 1203호',
  note: '문 앞',
};

export type TestOrder = {
  orderNo: string;
  channelId: number;
  recipient?: Partial<typeof TEST_RECIPIENT>;
  /** Without a composition the line is unmatched. */
  lines: { compositionId: number | null; qty: number; unitPrice?: number; unitNo?: string }[];
  paidAt?: Date;
  shipBy?: Date;
  freightTerm?: 'prepaid' | 'collect';
  channelState?: 'paid' | 'acknowledged';
  channelUnitNo?: string;
};

export type MadeOrder = { orderId: number; shipmentId: number; lineIds: number[] };

/** Orders as they stand after collection and matching: one shipment each, ready or unmatched. */
export async function makeOrders(ctx: Ctx, orders: TestOrder[]): Promise<MadeOrder[]> {
  return inMall(ctx, async (tx) => {
    const settings = await oneRow<{ key: string }>(
      tx,
      sql`select recipient_key as key from mall_settings where mall_id = ${ctx.mallId}`,
    );
    const made: MadeOrder[] = [];
    for (const order of orders) made.push(await makeOrder(tx, ctx, settings.key, order));
    return made;
  });
}

async function makeOrder(tx: Tx, ctx: Ctx, mallKey: string, order: TestOrder): Promise<MadeOrder> {
  const recipientId = await makeRecipient(tx, ctx, mallKey, {
    ...TEST_RECIPIENT,
    ...order.recipient,
  });
  const paidAt = (order.paidAt ?? ctx.now).toISOString();
  const shipBy = order.shipBy?.toISOString() ?? null;
  const state = order.channelState ?? 'acknowledged';
  const { id: orderId } = await oneRow<{ id: number }>(
    tx,
    sql`insert into orders (mall_id, channel_id, order_no, market_order_no, orderer_id, ordered_at,
        paid_at, source, created_at)
      values (${ctx.mallId}, ${order.channelId}, ${order.orderNo}, ${order.orderNo}, ${recipientId},
        ${paidAt}, ${paidAt}, 'channel', ${paidAt})
      returning id`,
  );
  const wanted = order.lines.reduce((sum, line) => sum + line.qty, 0);
  const amount = order.lines.reduce((sum, line) => sum + line.qty * (line.unitPrice ?? 10_000), 0);
  const stage = order.lines.every((line) => line.compositionId) ? 'ready' : 'unmatched';
  const { id: shipmentId } = await oneRow<{ id: number }>(
    tx,
    sql`insert into shipments (mall_id, stage, recipient_id, base_order_id, channel_id, freight_term,
        is_unacknowledged, wanted_qty, unmatched_lines, amount, ordered_at, paid_at, ship_by)
      values (${ctx.mallId}, ${stage}, ${recipientId}, ${orderId}, ${order.channelId},
        ${order.freightTerm ?? 'prepaid'}, ${state === 'paid'}, ${wanted},
        ${order.lines.filter((line) => !line.compositionId).length}, ${amount}, ${paidAt},
        ${paidAt}, ${shipBy})
      returning id`,
  );
  const lineIds: number[] = [];
  for (const [index, line] of order.lines.entries()) {
    const lineAmount = line.qty * (line.unitPrice ?? 10_000);
    const unitNo = line.unitNo ?? order.channelUnitNo ?? `unit-${order.orderNo}`;
    const [shipmentLine] = await rows<{ id: number }>(
      tx,
      sql`
      with order_line as (
        insert into order_lines (mall_id, order_id, channel_id, line_key, channel_unit_no,
          recipient_id, product_code, product_name, option, product_key, option_key,
          seller_option_code, seller_product_code, qty, unit_price, amount, channel_state, raw_state,
          state_read_at, ship_by)
        values (${ctx.mallId}, ${orderId}, ${order.channelId}, ${`${order.orderNo}-${index}`},
          ${unitNo}, ${recipientId}, ${`C${index}`}, '셔츠', '블랙', ${`C${index}`}, '블랙', '', '',
          ${line.qty}, ${line.unitPrice ?? 10_000}, ${lineAmount}, ${state}, ${state}, ${paidAt},
          ${shipBy})
        returning id
      )
      insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount,
        composition_id, home_shipment_id)
      select ${ctx.mallId}, ${shipmentId}, ${orderId}, order_line.id, ${line.qty}, ${lineAmount},
        ${line.compositionId}, ${shipmentId}
      from order_line
      returning id`,
    );
    if (shipmentLine) lineIds.push(shipmentLine.id);
  }
  return { orderId, shipmentId, lineIds };
}

async function makeRecipient(
  tx: Tx,
  ctx: Ctx,
  mallKey: string,
  recipient: typeof TEST_RECIPIENT,
): Promise<number> {
  const keys = recipientKeys(recipient, mallKey);
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`insert into recipients (mall_id, name, phone, mobile, postcode, address1, address2, note,
        name_key, address_key, place_key, phone_key, mobile_key, phone_class, mobile_class,
        is_road_address, has_unit, is_domestic, key_version)
      values (${ctx.mallId}, ${recipient.name}, ${recipient.phone}, ${recipient.mobile},
        ${recipient.postcode}, ${recipient.address1}, ${recipient.address2}, ${recipient.note},
        ${keys.nameKey}, ${keys.addressKey}, ${keys.placeKey}, ${keys.phoneKey}, ${keys.mobileKey},
        ${keys.phoneClass}, ${keys.mobileClass}, ${keys.isRoadAddress}, ${keys.hasUnit},
        ${keys.isDomestic}, ${keys.keyVersion})
      returning id`,
  );
  return id;
}

/** All that a stage works on; runs, decisions and the audit log only grow. */
export const domainTables = [
  'orders',
  'order_lines',
  'recipients',
  'claims',
  'shipments',
  'shipment_lines',
  'compositions',
  'composition_items',
  'variants',
  'stock',
  'stock_movements',
  'matches',
  'bundle_answers',
  'waybills',
  'waybill_ranges',
  'pushes',
  'mall_settings',
];

/** Every row of the mall's domain tables, for tests that compare before and after an undo. */
export async function dumpMall(
  ctx: Ctx,
  tables: string[] = ['shipments', 'shipment_lines', 'order_lines', 'stock', 'waybills', 'matches'],
): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  await inMall(ctx, async (tx) => {
    for (const table of tables)
      dump[table] = await rows(
        tx,
        sql.raw(
          `select to_jsonb(row) - 'last_run_id' - 'why' - 'why_values' - 'question_of' as row
           from ${table} row
           where mall_id = ${ctx.mallId} order by to_jsonb(row)->>'id', to_jsonb(row)->>'variant_id'`,
        ),
      );
  });
  return dump;
}

/** Returns when somebody waits for this transaction, or after ten seconds when nobody does. */
export async function untilSomebodyWaits(tx: Tx): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [waiting] = await rows(
      tx,
      sql`
      select from pg_locks
      where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`,
    );
    if (waiting) return;
    await setTimeout(50);
  }
}
