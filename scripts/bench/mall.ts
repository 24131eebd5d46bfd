import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import type { CollectedLine, CollectedOrder } from '@/lib/channels/channel';
import { type Ctx, inMall } from '@/lib/context';
import { issuesFromRange } from '@/lib/couriers/waybill-range';
import { ensureSingles } from '@/lib/shipments/compositions';
import { optionKey, productKey } from '@/lib/shipments/product-key';

export const APP_ROLE = 'moa_app';
export const NOW = new Date('2026-03-02T00:30:00Z');

const VARIANTS = 5_000;
const CHANNEL_PRODUCTS = 20_000;
const LINES_PER_ORDER = [1, 2, 3, 2, 3] as const;
const WON = 1_000;

export type BenchMall = { ctx: Ctx; channelIds: number[]; courierAccountId: number };

/** A mall with its shelf, its remembered matches and a range of numbers: what stands before the first order. */
export async function makeBenchMall(orderCount: number, now: Date): Promise<BenchMall> {
  const { id: mallId } = await oneRow<{ id: number }>(
    systemDb(),
    sql`insert into malls (name) values ('bench') returning id`,
  );
  const ctx: Ctx = { mallId, userId: 1, role: 'owner', canSeePersonalData: true, now };
  return inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into mall_settings (mall_id, recipient_key, allocation_priority)
      values (${mallId}, ${randomUUID()}, '["ship_by", "paid_at"]'::jsonb)`);
    const channels = await rows<{ id: number }>(
      tx,
      sql`
      insert into channels (mall_id, marketplace, account, name, priority)
      select ${mallId}, (array['coupang', 'cafe24'])[1 + n % 2], 'bench' || n, 'bench ' || n, n
      from generate_series(1, 4) as n returning id`,
    );
    await tx.execute(sql`
      insert into products (mall_id, code, name)
      select ${mallId}, 'P' || n, '상품 ' || n from generate_series(1, ${VARIANTS}) as n`);
    const variants = await rows<{ id: number }>(
      tx,
      sql`
      insert into variants (mall_id, product_id, variant_code, barcode, price, search_text)
      select ${mallId}, product.id, 'V' || substr(product.code, 2), '880' || product.id, ${10 * WON},
        lower(product.name)
      from products product where product.mall_id = ${mallId} order by product.id returning id`,
    );
    const variantIds = variants.map((variant) => variant.id);
    await makeStock(tx, ctx, orderCount);
    await ensureSingles(tx, ctx, variantIds);
    await rememberMatches(
      tx,
      ctx,
      channels.map((channel) => channel.id),
    );
    return {
      ctx,
      channelIds: channels.map((channel) => channel.id),
      courierAccountId: await makeRange(tx, ctx, orderCount),
    };
  });
}

type Tx = Parameters<Parameters<typeof inMall>[1]>[0];

/** Enough for about nine lines in ten; every tenth variant is scarce. */
async function makeStock(tx: Tx, ctx: Ctx, orderCount: number) {
  const plenty = Math.ceil((orderCount * 2.2 * 2) / VARIANTS) + 10;
  await tx.execute(sql`
    with shelf as (
      insert into stock (mall_id, variant_id, on_hand)
      select ${ctx.mallId}, id, case when id % 10 = 0 then ${Math.ceil(plenty / 6)}::int else ${plenty}::int end
      from variants where mall_id = ${ctx.mallId}
      returning variant_id, on_hand
    )
    insert into stock_movements (mall_id, variant_id, kind, qty, at)
    select ${ctx.mallId}, variant_id, 'receive', on_hand, ${ctx.now.toISOString()} from shelf`);
}

async function rememberMatches(tx: Tx, ctx: Ctx, channelIds: number[]) {
  const products = Array.from({ length: CHANNEL_PRODUCTS }, (_, index) => index);
  await tx.execute(sql`
    insert into matches (mall_id, channel_id, product_key, option_key, composition_id, rule, matched_at)
    select ${ctx.mallId}, known.channel_id, known.product_key, known.option_key, composition.id, 110,
      ${ctx.now.toISOString()}
    from unnest(
      ${sql.param(products.map((index) => channelIds[index % channelIds.length] ?? 0))}::bigint[],
      ${sql.param(products.map((index) => productKey(`C${index}`, '')))}::text[],
      ${sql.param(products.map((index) => optionKey(optionOf(index))))}::text[],
      ${sql.param(products.map((index) => `V${(index % VARIANTS) + 1}`))}::text[]
    ) as known (channel_id, product_key, option_key, variant_code)
    join variants variant
      on variant.mall_id = ${ctx.mallId} and variant.variant_code = known.variant_code
    join compositions composition
      on composition.mall_id = ${ctx.mallId} and composition.fingerprint = variant.id || 'x1'`);
}

async function makeRange(tx: Tx, ctx: Ctx, orderCount: number): Promise<number> {
  if (!issuesFromRange('hanjin')) throw new Error('hanjin has no certain check digit');
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    with account as (
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
        sender_address)
      values (${ctx.mallId}, 'hanjin', 'BENCH', '한진', '모아', '02-1234-5600', '서울')
      returning id
    ), range as (
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial, next_serial)
      select ${ctx.mallId}, account.id, 'hanjin', 50000000000, ${50_000_000_000 + orderCount * 2}, 50000000000
      from account
    )
    select id from account`,
  );
  return id;
}

/** The orders of one channel: known products, one buyer in seven orders twice. */
export function* ordersOf(
  channelIndex: number,
  channelCount: number,
  orderCount: number,
  now: Date,
): Generator<CollectedOrder> {
  for (let index = channelIndex; index < orderCount; index += channelCount)
    yield orderAt(index, channelCount, now);
}

function orderAt(index: number, channelCount: number, now: Date): CollectedOrder {
  const buyer = index % 14 < channelCount * 2 && index >= 14 ? index - channelCount : index;
  const paidAt = new Date(now.getTime() - (index % 36_000) * 1000);
  const recipient = {
    name: `구매자${buyer}`,
    phone: '',
    mobile: `010-${String(1000 + (buyer % 9000))}-${String(buyer % 10_000).padStart(4, '0')}`,
    postcode: String(10_000 + (buyer % 50_000)),
    address1: `경기도 이천시 마장면 물류로 ${buyer}`,
    address2: `${101 + (buyer % 20)}동 ${101 + (buyer % 1900)}호`,
    note: '문 앞',
  };
  const lineCount = LINES_PER_ORDER[index % LINES_PER_ORDER.length] ?? 1;
  const lines = Array.from({ length: lineCount }, (_, lineIndex): CollectedLine => {
    const product = (index + lineIndex * channelCount * 37) % CHANNEL_PRODUCTS;
    const quantity = 1 + (index % 10 === 0 ? 1 : 0);
    return {
      lineKey: `${index}-${lineIndex}`,
      channelUnitNo: `B${index}`,
      productCode: `C${product}`,
      productName: `상품 ${product}`,
      option: optionOf(product),
      sellerOptionCode: '',
      sellerProductCode: '',
      quantity,
      cancelledQuantity: 0,
      claimedQuantity: 0,
      unitPrice: 10 * WON,
      amount: 10 * WON * quantity,
      currency: 'KRW',
      state: 'acknowledged',
      rawState: 'INSTRUCT',
      recipient,
      freightTerm: 'prepaid',
      marketShipped: false,
      shipBy: new Date(now.getTime() + 86_400_000 * (1 + (index % 3))),
    };
  });
  return {
    orderNo: `B${index}`,
    marketOrderNo: `B${index}`,
    orderedAt: paidAt,
    paidAt,
    orderer: { name: recipient.name, phone: '', mobile: recipient.mobile },
    lines,
    raw: { orderId: `B${index}`, status: 'INSTRUCT' },
  };
}

const optionOf = (product: number) => `색상=블랙, 사이즈=${product % 7}`;
