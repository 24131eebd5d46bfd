import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { issuesFromRange } from '@/lib/couriers/waybill-range';
import { ensureSingles } from '@/lib/shipments/compositions';
import { optionKey, productKey } from '@/lib/shipments/intake/product-key';
import { CHANNEL_PRODUCTS, optionOf } from './orders';

export const APP_ROLE = 'moa_app';
export const NOW = new Date('2026-03-02T00:30:00Z');

const VARIANTS = 5_000;
const PRICE = 10_000;
/** One variant in twenty is sold together with the one before it. */
const SOLD_AS_KIT = sql`variant.id % 20 = 5`;
const KIT = sql`(variant.id - 1) || 'x1+' || variant.id || 'x1'`;

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
    const channelIds = await makeChannels(tx, ctx);
    await makeVariants(tx, ctx);
    await makeStock(tx, ctx, orderCount);
    await makeKits(tx, ctx);
    await rememberMatches(tx, ctx, channelIds);
    return { ctx, channelIds, courierAccountId: await makeRange(tx, ctx, orderCount) };
  });
}

async function makeChannels(tx: Tx, ctx: Ctx): Promise<number[]> {
  const channels = await rows<{ id: number }>(
    tx,
    sql`
    insert into channels (mall_id, marketplace, account, name, priority)
    select ${ctx.mallId}, (array['coupang', 'cafe24'])[1 + n % 2], 'bench' || n, 'bench ' || n, n
    from generate_series(1, 4) as n returning id`,
  );
  return channels.map((channel) => channel.id);
}

async function makeVariants(tx: Tx, ctx: Ctx) {
  await tx.execute(sql`
    insert into products (mall_id, code, name)
    select ${ctx.mallId}, 'P' || n, '상품 ' || n from generate_series(1, ${VARIANTS}) as n`);
  const variants = await rows<{ id: number }>(
    tx,
    sql`
    insert into variants (mall_id, product_id, variant_code, barcode, price, search_text)
    select ${ctx.mallId}, product.id, 'V' || substr(product.code, 2), '880' || product.id, ${PRICE},
      lower(product.name)
    from products product where product.mall_id = ${ctx.mallId} order by product.id returning id`,
  );
  const variantIds = variants.map((variant) => variant.id);
  await ensureSingles(tx, ctx, variantIds);
}

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

async function makeKits(tx: Tx, ctx: Ctx) {
  await tx.execute(sql`
    with kit as (
      insert into compositions (mall_id, fingerprint)
      select ${ctx.mallId}, ${KIT} from variants variant
      where variant.mall_id = ${ctx.mallId} and ${SOLD_AS_KIT}
      returning id, fingerprint
    )
    insert into composition_items (mall_id, composition_id, variant_id, qty)
    select ${ctx.mallId}, kit.id, replace(item, 'x1', '')::bigint, 1
    from kit cross join string_to_table(kit.fingerprint, '+') as item`);
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
    join compositions composition on composition.mall_id = ${ctx.mallId}
      and composition.fingerprint = case when ${SOLD_AS_KIT} then ${KIT} else variant.id || 'x1' end`);
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
