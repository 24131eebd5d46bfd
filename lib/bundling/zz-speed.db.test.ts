import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { koreanPeriod } from '@/lib/period';
import { lockShipments } from '@/lib/shipments/locks';
import { bundleShipments } from './bundle';
import { findCandidates, loadCandidates } from './load';
import { planBundles } from './plan';
import { loadRules } from './rules';
import { bundleScreen, previewBundles } from './screen';
import { pageRequest } from '@/lib/paging';
import { undoBundling } from './undo';
import { forgetApart, noteApart, writeBundles } from './write';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('speed', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const shelf = await makeVariants(
    ctx,
    Array.from({ length: 50 }, (_, i) => ({ code: `V${i}` })),
  );
  const first = Object.values(shelf)[0]!;
  const N = 100_000;
  await inMall(ctx, async (tx) => {
    const m = sql.raw(String(ctx.mallId));
    await tx.execute(sql`
      insert into recipients (mall_id, id, name, phone, mobile, postcode, address1, address2, note, name_key, address_key, place_key, mobile_key, phone_class, mobile_class, is_road_address, has_unit, key_version)
      overriding system value
      select ${m}, i, 'n', '', '010', lpad((p % 30000)::text, 5, '0'), '서울 강남구 테헤란로 ' || p, '101호', '', md5('n' || p % 9000)::uuid, md5('a' || p)::uuid, md5('p' || p / 2)::uuid, md5('m' || p)::uuid, 'empty', 'mobile', true, true, 1
      from (select i, case when i % 100 < 18 then i / 100 * 100 + i % 6 else i end as p from generate_series(1, ${N}) i) g`);
    await tx.execute(sql`insert into orders (mall_id, id, channel_id, order_no, market_order_no, orderer_id, ordered_at, paid_at, source, created_at) overriding system value
      select ${m}, i, ${channelId}, i::text, i::text, i, ${ctx.now.toISOString()}::timestamptz - i * interval '10 s', ${ctx.now.toISOString()}, 'channel', ${ctx.now.toISOString()} from generate_series(1, ${N}) i`);
    await tx.execute(sql`insert into order_lines (mall_id, id, order_id, channel_id, line_key, channel_unit_no, recipient_id, product_code, product_name, option, product_key, option_key, seller_option_code, seller_product_code, qty, unit_price, amount, channel_state, raw_state, state_read_at)
      overriding system value
      select ${m}, i*3+l, i, ${channelId}, i || '-' || l, i::text, i, 'c', 'n', 'o', 'c', 'o', '', '', 1, 1000, 1000, 'acknowledged', 'a', ${ctx.now.toISOString()} from generate_series(1, ${N}) i, generate_series(0, 2) l where l < 2 or i % 5 = 0`);
    await tx.execute(sql`insert into shipments (mall_id, id, stage, recipient_id, base_order_id, channel_id, freight_term, wanted_qty, amount, ordered_at, paid_at)
      overriding system value
      select ${m}, i, 'ready', i, i, ${channelId}, 'prepaid', case when i % 5 = 0 then 3 else 2 end, case when i % 5 = 0 then 3000 else 2000 end, ${ctx.now.toISOString()}::timestamptz - i * interval '10 s', ${ctx.now.toISOString()} from generate_series(1, ${N}) i`);
    await tx.execute(sql`insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount, composition_id, home_shipment_id)
      select mall_id, order_id, order_id, id, 1, 1000, ${first.compositionId} + id % 50, order_id from order_lines where mall_id = ${m} order by id`);
  });
  await systemDb().execute(sql`vacuum analyze`);
  const conditions = { from: '2026-01-01', to: '2026-03-31', scope: 'same_channel' as const };
  const ex = async (q: any) => {
    const r = await inMall(ctx, (tx) => rows<any>(tx, sql`explain (analyze, buffers) ${q}`));
    console.log(r.map((x: any) => x['QUERY PLAN']).join('\n'));
  };
  const some = await inMall(ctx, (tx) =>
    findCandidates(tx, ctx, koreanPeriod(conditions.from, conditions.to), conditions.scope),
  );
  await ex(sql`select line.shipment_id as id, array_agg(item.variant_id) as "variantIds",
      array_agg(line.qty * item.qty) as units, array_agg(variant.temperature) as temperatures
    from shipment_lines line
    join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(some)}::bigint[])
      and line.qty > 0
    group by line.shipment_id`);
  await ex(sql` with open as materialized (
      select shipment.id, shipment.channel_id, recipient.name_key, recipient.place_key,
        recipient.postcode, recipient.is_road_address
      from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and not shipment.is_history
        and recipient.name_key is not null
    ), found as (
      select array_agg(id) as ids from open where place_key is not null
      group by channel_id, name_key, place_key having count(*) > 1
      union all
      select array_agg(id) from open where postcode <> ''
      group by channel_id, name_key, postcode having bool_or(is_road_address) and not bool_and(is_road_address)
    )
    select distinct unnest(ids) as id from found order by 1`);
  let t = Date.now();
  const lap = (n: string) => {
    console.log(n, Date.now() - t);
    t = Date.now();
  };
  await inMall(ctx, async (tx) => {
    const period = koreanPeriod(conditions.from, conditions.to);
    const ids = await findCandidates(tx, ctx, period, conditions.scope);
    lap('find');
    await lockShipments(tx, ctx, ids);
    lap('lock');
    const candidates = await loadCandidates(tx, ctx, ids);
    lap('load');
    const rules = await loadRules(tx, ctx, candidates);
    lap('rules');
    const plan = planBundles(candidates, rules, conditions.scope);
    lap('plan');
    await writeBundles(tx, ctx, 1, plan.bundles);
    lap('write');
    await noteApart(tx, ctx, 1, []);
    lap('note');
    await forgetApart(tx, ctx, period, []);
    lap('forget');
    tx.rollback();
  }).catch(() => {});
  t = Date.now();
  console.log((await previewBundles(ctx, conditions)).groups.length, 'preview', Date.now() - t);
  const c = process.cpuUsage();
  t = Date.now();
  const result = await bundleShipments(ctx, conditions);
  const u = process.cpuUsage(c);
  console.log('run', Date.now() - t, result, 'js cpu', (u.user + u.system) / 1000);
  for (const tab of ['results', 'reviews', 'leftOut'] as const) {
    t = Date.now();
    const shown = await bundleScreen(ctx, conditions, { tab, request: pageRequest(undefined, 50) });
    console.log('screen', tab, shown.page.rows.length, Date.now() - t);
  }
  t = Date.now();
  console.log(await bundleShipments(ctx, conditions), 'again', Date.now() - t);
  t = Date.now();
  console.log(await undoBundling(ctx, result.runId), 'undo', Date.now() - t);
  await checkInvariants();
}, 200_000);
