import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { readWaybillRange } from '@/lib/couriers/waybill-range';
import { practiceProducts } from '@/lib/practice/catalogue';
import { practiceChannelProducts } from '@/lib/practice/listings';
import { accountOf, type PracticeShop, practiceShops, practiceSites } from '@/lib/practice/shops';
import { searchText } from '@/lib/products/search-text';
import { seal } from '@/lib/secret-box';
import { ensureComposition } from '@/lib/shipments/compositions';
import { optionKey, productKey } from '@/lib/shipments/intake/product-key';
import { createMall } from './create-mall';
import { openPracticeCouriers } from './practice-courier';
import { openPracticeTracking } from './practice-tracking';

export const practiceOwner = { email: 'demo@moa.local', password: 'moa-practice', name: '김모아' };

const REMEMBERED_RULE = 110;

/**
 * Makes the practice mall once: its shops, products, stock, remembered matches and courier. Later
 * calls tell its channels where the practice marketplaces answer now, and open the shops that have
 * come since.
 */
export async function openPracticeMall(
  practiceUrl: string,
  encryptionKey: string,
  now: Date,
): Promise<void> {
  const existing = await findPracticeMall(now);
  const ctx =
    existing ??
    (await createMall({ name: '모아 연습몰', owner: practiceOwner, isPractice: true }, now));
  await inMall(ctx, async (tx) => {
    if (!existing) {
      await makeProducts(tx, ctx);
      await makeCouriers(tx, ctx);
    }
    const shops = await shopsToOpen(tx, ctx);
    for (const shop of shops) await makeChannel(tx, ctx, shop, encryptionKey);
    await rememberMatches(tx, ctx, shops);
    for (const shop of practiceShops) await pointChannel(tx, ctx, shop, practiceUrl);
    await openPracticeCouriers(tx, ctx, practiceUrl, encryptionKey);
    await openPracticeTracking(tx, ctx, practiceUrl, encryptionKey);
  });
}

/** Whoever owns it now: the account that it was made with may have been removed. */
async function findPracticeMall(now: Date): Promise<Ctx | null> {
  const [found] = await rows<{ mallId: number; userId: number }>(
    systemDb(),
    sql`
    select mall.id as "mallId", member.user_id as "userId"
    from malls mall
    join memberships member on member.mall_id = mall.id and member.role = 'owner'
    where mall.is_practice
    order by mall.id, member.user_id limit 1`,
  );
  return found ? { ...found, role: 'owner', canSeePersonalData: true, now } : null;
}

async function makeProducts(tx: Tx, ctx: Ctx) {
  const variants = practiceProducts.flatMap((product) =>
    product.variants.map((variant) => ({ ...variant, product })),
  );
  await tx.execute(sql`
    insert into suppliers (mall_id, name)
    select distinct ${ctx.mallId}::bigint, supplier
    from unnest(${sql.param(practiceProducts.map((product) => product.supplier))}::text[]) as supplier`);
  await tx.execute(sql`
    insert into products (mall_id, code, name, supplier_id)
    select ${ctx.mallId}, product.code, product.name, supplier.id
    from unnest(
      ${sql.param(practiceProducts.map((product) => product.productCode))}::text[],
      ${sql.param(practiceProducts.map((product) => product.productName))}::text[],
      ${sql.param(practiceProducts.map((product) => product.supplier))}::text[]
    ) as product (code, name, supplier)
    join suppliers supplier
      on supplier.mall_id = ${ctx.mallId} and supplier.name = product.supplier`);
  await tx.execute(sql`
    with variant as (
      insert into variants (mall_id, product_id, variant_code, barcode, option, price, temperature,
        search_text)
      select ${ctx.mallId}, product.id, given.variant_code, given.barcode, given.option, given.price,
        given.temperature, ${searchText(sql`product.name`, sql`given.option`)}
      from unnest(
        ${sql.param(variants.map((variant) => variant.product.productCode))}::text[],
        ${sql.param(variants.map((variant) => variant.variantCode))}::text[],
        ${sql.param(variants.map((variant) => variant.barcode))}::text[],
        ${sql.param(variants.map((variant) => variant.option))}::text[],
        ${sql.param(variants.map((variant) => variant.priceWon))}::bigint[],
        ${sql.param(variants.map((variant) => variant.temperature))}::text[]
      ) as given (product_code, variant_code, barcode, option, price, temperature)
      join products product
        on product.mall_id = ${ctx.mallId} and product.code = given.product_code
      returning id, variant_code
    ), shelf as (
      insert into stock (mall_id, variant_id, on_hand)
      select ${ctx.mallId}, variant.id, given.on_hand
      from variant
      join unnest(
        ${sql.param(variants.map((variant) => variant.variantCode))}::text[],
        ${sql.param(variants.map((variant) => variant.onHand))}::int[]
      ) as given (variant_code, on_hand) on given.variant_code = variant.variant_code
      returning variant_id, on_hand
    )
    insert into stock_movements (mall_id, variant_id, kind, qty, reason, at)
    select ${ctx.mallId}, variant_id, 'receive', on_hand, '연습몰 기초재고', ${ctx.now.toISOString()}
    from shelf where on_hand > 0`);
}

/** Those that have no channel yet: all of a new mall, and what a new version brings. */
async function shopsToOpen(tx: Tx, ctx: Ctx): Promise<PracticeShop[]> {
  const channels = await rows<{ marketplace: string; account: string }>(
    tx,
    sql`select marketplace, account from channels where mall_id = ${ctx.mallId}`,
  );
  return practiceShops.filter(
    (shop) =>
      !channels.some(
        ({ marketplace, account }) =>
          marketplace === shop.marketplace && account === accountOf(shop),
      ),
  );
}

async function makeChannel(tx: Tx, ctx: Ctx, shop: PracticeShop, encryptionKey: string) {
  const name = practiceSites[shop.marketplace].koreanName;
  const credential = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into credentials (mall_id, label, ciphertext, updated_at)
    values (${ctx.mallId}, ${shop.key}, '', ${ctx.now.toISOString()}) returning id`,
  );
  const place = { mallId: ctx.mallId, table: 'credentials', row: credential.id };
  const ciphertext = seal(encryptionKey, place, JSON.stringify(shop.credentials));
  await tx.execute(sql`
    update credentials set ciphertext = ${ciphertext}
    where mall_id = ${ctx.mallId} and id = ${credential.id}`);
  await tx.execute(sql`
    insert into channels (mall_id, marketplace, account, name, credential_id, priority)
    values (${ctx.mallId}, ${shop.marketplace}, ${accountOf(shop)}, ${`${name}(${shop.account})`},
      ${credential.id}, 100)`);
}

/** The practice process may answer at another port than last time. */
async function pointChannel(tx: Tx, ctx: Ctx, shop: PracticeShop, practiceUrl: string) {
  const path = practiceSites[shop.marketplace].path.replace('{account}', accountOf(shop));
  await tx.execute(sql`
    update channels set base_url = ${practiceUrl + path}
    where mall_id = ${ctx.mallId} and marketplace = ${shop.marketplace}
      and account = ${accountOf(shop)} and base_url is distinct from ${practiceUrl + path}`);
}

async function rememberMatches(tx: Tx, ctx: Ctx, shops: readonly PracticeShop[]) {
  if (shops.length === 0) return;
  const variants = await rows<{ id: number; code: string }>(
    tx,
    sql`select id, variant_code as code from variants where mall_id = ${ctx.mallId}`,
  );
  const idOf = new Map(variants.map((variant) => [variant.code, variant.id]));
  const accountOfShop = new Map(shops.map((shop) => [shop.key, accountOf(shop)]));
  for (const listing of practiceChannelProducts) {
    const account = accountOfShop.get(listing.shopKey);
    if (account === undefined || listing.matchedBy !== 'remembered') continue;
    const items = listing.meaning.flatMap(({ variantCode, quantity }) => {
      const variantId = idOf.get(variantCode);
      return variantId ? [{ variantId, qty: quantity }] : [];
    });
    const compositionId = await ensureComposition(tx, ctx, items);
    await tx.execute(sql`
      insert into matches (mall_id, channel_id, product_key, option_key, product_code, product_name,
        option, composition_id, rule, matched_by, matched_at)
      select ${ctx.mallId}, channel.id,
        ${productKey(listing.rememberedCode, listing.channelProductName)},
        ${optionKey(listing.channelOption)}, ${listing.rememberedCode},
        ${listing.channelProductName}, ${listing.channelOption}, ${compositionId}, ${REMEMBERED_RULE}, ${ctx.userId},
        ${ctx.now.toISOString()}
      from channels channel
      where channel.mall_id = ${ctx.mallId} and channel.marketplace = ${listing.marketplace}
        and channel.account = ${account}
      on conflict do nothing`);
  }
}

async function makeCouriers(tx: Tx, ctx: Ctx) {
  const contracts = [
    {
      courier: 'hanjin',
      contract: 'PRACTICE-HJ',
      name: '한진(연습계약)',
      from: '510000000005',
      to: '510000199995',
    },
    {
      courier: 'lotte',
      contract: 'PRACTICE-LT',
      name: '롯데(연습계약)',
      from: '320000000003',
      to: '320000099996',
    },
  ] as const;
  for (const { courier, contract, name, from, to } of contracts) {
    const range = readWaybillRange(courier, from, to);
    if ('refused' in range) throw new Error(`${name}: ${range.refused}`);
    await tx.execute(sql`
      with account as (
        insert into courier_accounts (mall_id, courier, contract_code, name, sender_name,
          sender_phone, sender_address)
        values (${ctx.mallId}, ${courier}, ${contract}, ${name}, '모아 연습몰', '02-1234-5600',
          '경기도 이천시 마장면 물류로 12')
        returning id
      )
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial, next_serial)
      select ${ctx.mallId}, account.id, ${courier}, ${range.firstSerial}, ${range.lastSerial}, ${range.firstSerial}
      from account`);
  }
}
