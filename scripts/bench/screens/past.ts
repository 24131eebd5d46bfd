import type postgres from 'postgres';
import type { BenchMall } from '../mall';

export type Past = { shipments: number; open: number };

/** Days that the open shipments, and those that have left before them, are spread over. */
const OPEN_DAYS = 3;
const PAST_DAYS = 727;

/**
 * What years of selling leave, the last of it still open, without a run of the line: set-based, past
 * triggers and foreign keys. Of the open ones some are held, and some wait for 발주확인.
 */
export async function makePast(pool: postgres.Sql, mall: BenchMall, past: Past): Promise<void> {
  await pool.unsafe('set session_replication_role = replica; set synchronous_commit = off');
  for (const statement of statements(mall, past)) await pool.unsafe(statement);
  await pool.unsafe('reset session_replication_role; reset synchronous_commit');
  await pool.unsafe('vacuum (analyze)');
}

function statements({ ctx, channelIds }: BenchMall, past: Past): string[] {
  const { mallId } = ctx;
  const { shipments, open } = past;
  const now = `timestamptz '${ctx.now.toISOString()}'`;
  const rows = `(
    select n as id, n > ${shipments - open} as is_open,
      (array[${channelIds.join(', ')}])[1 + n % ${channelIds.length}]::bigint as channel_id,
      ${now} - case when n > ${shipments - open}
        then interval '${OPEN_DAYS} days' * ((${shipments} - n)::float8 / ${open})
        else interval '${OPEN_DAYS} days'
          + interval '${PAST_DAYS} days' * ((${shipments - open} - n)::float8 / ${shipments - open}) end as at,
      case when n <= ${shipments - open}
        then (array['shipped', 'delivered', 'delivered', 'delivered', 'cancelled'])[1 + n % 5]
        else (array['unmatched', 'ready', 'ready', 'allocated', 'invoiced'])[1 + n % 5] end as stage
    from generate_series(1, ${shipments}) as n) as made`;
  const hasNumber = `stage in ('invoiced', 'shipped', 'delivered')`;
  const isMatched = `stage <> 'unmatched'`;
  const isServed = `stage in ('allocated', 'invoiced', 'shipped', 'delivered')`;
  return [
    `insert into recipients (mall_id, id, name, phone, mobile, postcode, address1, address2, note,
      name_key, address_key, place_key, mobile_key, phone_class, mobile_class, is_road_address, has_unit, key_version)
    select ${mallId}, id, '구매자' || id, '', '010' || lpad((id % 100000000)::text, 8, '0'), '17384',
      '경기도 이천시 마장면 물류로 ' || id, '101동 ' || id % 1900 || '호', '문 앞', key, key, key, key,
      'empty', 'mobile', true, true, 1
    from (select *, md5((id - (id % 10 = 4)::int * ${channelIds.length})::text)::uuid as key from ${rows}) as keyed`,
    `insert into orders (mall_id, id, channel_id, order_no, market_order_no, orderer_id, ordered_at,
      paid_at, source, created_at)
    select ${mallId}, id, channel_id, 'P' || id, 'P' || id, id, at, at, 'channel', at from ${rows}`,
    `insert into order_lines (mall_id, id, order_id, channel_id, line_key, channel_unit_no,
      recipient_id, product_code, product_name, option, product_key, option_key, seller_option_code,
      seller_product_code, qty, unit_price, amount, currency, channel_state, raw_state, state_read_at)
    select ${mallId}, id, id, channel_id, 'P' || id, 'P' || id, id, 'C' || id % 20000, '상품 ' || id % 20000,
      '블랙', 'C' || id % 20000, '블랙', '', '', 1 + (id % 7 = 0)::int, 10000, 10000, 'KRW',
      case when not is_open then 'delivered' when id % 80 = 1 then 'paid' else 'acknowledged' end, '', at
    from ${rows}`,
    `insert into shipments (mall_id, id, stage, hold_kinds, recipient_id, base_order_id, channel_id,
      freight_term, is_unacknowledged, wanted_qty, allocated_qty, unmatched_lines, amount, ordered_at, paid_at, ship_by,
      courier, waybill_no, shipped_at, why, why_values)
    select ${mallId}, id, stage, case when is_open and id % 16 = 5 then array['operator'] else '{}' end,
      id, id, channel_id, 'prepaid', is_open and id % 80 = 1, 1 + (id % 7 = 0)::int,
      case when ${isServed} then 1 + (id % 7 = 0)::int else 0 end, (not ${isMatched})::int, 10000, at, at,
      at + interval '2 days',
      case when ${hasNumber} then 'hanjin' end, case when ${hasNumber} then (400000000000 + id)::text end,
      case when not is_open and stage <> 'cancelled' then at + interval '1 day' end, 300, '{}'
    from ${rows}`,
    `insert into shipment_lines (mall_id, id, shipment_id, order_id, order_line_id, qty, allocated_qty,
      amount, composition_id, home_shipment_id)
    select ${mallId}, id, id, id, id, 1 + (id % 7 = 0)::int,
      case when ${isServed} then 1 + (id % 7 = 0)::int else 0 end, 10000,
      case when ${isMatched} then 1 + id % 5000 end, id
    from ${rows}`,
    `insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
    select ${mallId}, 'hanjin', (400000000000 + id)::text, id, 'sheet', 'issued', at from ${rows} where ${hasNumber}`,
    `insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state, courier,
      waybill_no, due_at, created_at)
    select ${mallId}, id, channel_id, id, 'P' || id, case when id % 25000 = 1 then 'failed' else 'done' end,
      'hanjin', (400000000000 + id)::text, at, at
    from ${rows} where stage in ('shipped', 'delivered')`,
    `insert into claims (mall_id, channel_id, claim_no, order_line_id, kind, state, qty, reason,
      requested_at, read_at, raw)
    select ${mallId}, channel_id, 'R' || id, id, 'return', case when is_open then 'requested' else 'done' end,
      1, '변심', at, at, '{}'
    from ${rows} where id % 500 = 1`,
    ...['recipients', 'orders', 'order_lines', 'shipments', 'shipment_lines'].map(
      (table) => `select setval('${table}_id_seq', ${shipments})`,
    ),
  ];
}
