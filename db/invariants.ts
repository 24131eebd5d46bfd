import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { systemDb } from './pools';
import { oneRow, rows } from './rows';

type Broken = { mallId: number; id: number };

/** Laws that hold between any two transactions, each as the query that finds what breaks it. */
const laws = {
  'every unit to send stands in exactly one shipment': sql`
    select line.mall_id as "mallId", line.id
    from order_lines line
    left join (
      select mall_id, order_line_id, sum(qty) as qty from shipment_lines
      where order_line_id is not null group by mall_id, order_line_id
    ) sent on sent.mall_id = line.mall_id and sent.order_line_id = line.id
    where coalesce(sent.qty, 0) <> line.qty - line.cancelled_qty`,
  'the won of a line, before discounts and without what was cancelled, are those of its parts': sql`
    select line.mall_id as "mallId", line.id
    from order_lines line
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    group by line.mall_id, line.id, line.unit_price, line.currency, line.qty, line.cancelled_qty
    having sum(part.amount) <>
      case line.currency when 'KRW' then line.unit_price else 0 end
      * (line.qty - line.cancelled_qty)`,
  'stock.allocated is the sum of what open lines hold': sql`
    select stock.mall_id as "mallId", stock.variant_id as id
    from stock
    left join (
      select line.mall_id, item.variant_id, sum(line.allocated_qty * item.qty) as qty
      from shipment_lines line
      join shipments shipment
        on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      where line.allocated_qty > 0 and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
      group by line.mall_id, item.variant_id
    ) held on held.mall_id = stock.mall_id and held.variant_id = stock.variant_id
    join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
    where not variant.is_supplier_shipped and stock.allocated <> coalesce(held.qty, 0)`,
  'the ledger sums to on hand': sql`
    select stock.mall_id as "mallId", stock.variant_id as id
    from stock
    left join (
      select mall_id, variant_id, sum(qty) as qty from stock_movements group by mall_id, variant_id
    ) ledger on ledger.mall_id = stock.mall_id and ledger.variant_id = stock.variant_id
    where stock.on_hand <> coalesce(ledger.qty, 0)`,
  'a shipment says of its lines what they say': sql`
    select shipment.mall_id as "mallId", shipment.id,
      to_jsonb(shipment) as says, to_jsonb(content) as holds
    from shipments shipment
    left join (
      select mall_id, shipment_id, sum(qty) as qty, sum(allocated_qty) as allocated_qty,
        sum(amount) as amount, bool_and(composition_id is not null or qty = 0) as is_matched,
        count(*) filter (where composition_id is null and order_line_id is not null and qty > 0)
          as unmatched_lines,
        count(distinct home_shipment_id) filter (where qty > 0) > 1 as is_bundle
      from shipment_lines group by mall_id, shipment_id
    ) content on content.mall_id = shipment.mall_id and content.shipment_id = shipment.id
    where shipment.wanted_qty <> coalesce(content.qty, 0)
      or (not shipment.is_history and shipment.allocated_qty <> coalesce(content.allocated_qty, 0))
      or shipment.amount <> coalesce(content.amount, 0)
      or (shipment.is_open and (shipment.unmatched_lines <> coalesce(content.unmatched_lines, 0)
        or shipment.is_bundle <> coalesce(content.is_bundle, false)))
      or (shipment.stage = 'absorbed' and content.qty is not null)
      or (not shipment.is_history and shipment.stage in ('ready', 'allocated', 'invoiced', 'shipped')
        and not content.is_matched)
      or (shipment.stage = 'ready' and shipment.allocated_qty = shipment.wanted_qty)
      or (shipment.stage = 'unmatched' and content.is_matched)`,
  'a shipment of one recipient holds lines of one mall, and each line knows its order': sql`
    select line.mall_id as "mallId", line.id
    from shipment_lines line
    left join shipments shipment
      on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
    left join shipments home
      on home.mall_id = line.mall_id and home.id = line.home_shipment_id
    left join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
    where shipment.id is null or home.id is null
      or (line.order_line_id is not null and order_line.order_id is distinct from line.order_id)`,
  'every line stands in an order of its channel': sql`
    select line.mall_id as "mallId", line.id
    from order_lines line
    left join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where orders.channel_id is distinct from line.channel_id`,
  'a gift costs nothing, and never travels alone': sql`
    select gift.mall_id as "mallId", gift.id
    from shipment_lines gift
    join shipments shipment
      on shipment.mall_id = gift.mall_id and shipment.id = gift.shipment_id
    where gift.gift_rule_id is not null and (gift.amount <> 0 or gift.order_line_id is not null
      or (shipment.is_open and not exists (
        select from shipment_lines other
        where other.mall_id = gift.mall_id and other.shipment_id = gift.shipment_id
          and other.gift_rule_id is null and other.qty > 0)))`,
  'the orders of a bundle without a number bring goods that may travel together': sql`
    with goods as (
      select bundle.mall_id, bundle.id, line.home_shipment_id, home.freight_term, variant.id as variant_id,
        variant.temperature, variant.bundling, variant.max_per_parcel, line.qty * item.qty as units,
        case when variant.is_supplier_shipped then coalesce(product.supplier_id, 0) else 0 end as sender
      from shipments bundle
      join shipment_lines line on line.mall_id = bundle.mall_id and line.shipment_id = bundle.id
        and line.qty > 0 and line.gift_rule_id is null
      join shipments home on home.mall_id = line.mall_id and home.id = line.home_shipment_id
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      where bundle.is_open and bundle.is_bundle and bundle.stage <> 'invoiced'
        and bundle.requested_export_id is null
    ), brought as (
      select mall_id, id, (array_agg(distinct temperature order by temperature),
        array_agg(distinct sender order by sender), min(freight_term))::text as travels
      from goods group by mall_id, id, home_shipment_id
    ), variant as (
      select mall_id, id, bundling, sum(units) > max_per_parcel as is_too_many
      from goods group by mall_id, id, variant_id, bundling, max_per_parcel
    )
    select mall_id as "mallId", id from brought
    group by mall_id, id having count(distinct travels) > 1
    union all
    select mall_id, id from variant group by mall_id, id
    having bool_or(bundling = 'alone' or is_too_many)
      or (bool_or(bundling = 'same_only') and count(*) > 1)`,
  'the number on a shipment is its own issued waybill': sql`
    select shipment.mall_id as "mallId", shipment.id
    from shipments shipment
    left join waybills waybill
      on waybill.mall_id = shipment.mall_id and waybill.shipment_id = shipment.id
      and waybill.waybill_no = shipment.waybill_no and waybill.state = 'issued'
    where shipment.waybill_no is not null and not shipment.is_history and waybill.id is null`,
  'what carries a number is invoiced, has left, or was cancelled after its channel was told': sql`
    select mall_id as "mallId", id, stage from shipments
    where waybill_no is not null and stage in ('unmatched', 'ready', 'allocated', 'absorbed')`,
  'an issued waybill belongs to a shipment that carries it': sql`
    select waybill.mall_id as "mallId", waybill.id
    from waybills waybill
    left join shipments shipment
      on shipment.mall_id = waybill.mall_id and shipment.id = waybill.shipment_id
    where waybill.state = 'issued'
      and shipment.waybill_no is distinct from waybill.waybill_no`,
  'whoever is asked about beside a base has its name, where both are shown': sql`
    select asked.mall_id as "mallId", asked.id
    from shipments asked
    join shipments base on base.mall_id = asked.mall_id and base.id = asked.question_of
      and base.question_of = base.id and base.is_open
    join recipients on recipients.mall_id = asked.mall_id and recipients.id = asked.recipient_id
    join recipients other on other.mall_id = base.mall_id and other.id = base.recipient_id
    where asked.is_open and recipients.name_key <> other.name_key`,
  'every channel unit of a shipped shipment has a push': sql`
    select shipment.mall_id as "mallId", shipment.id
    from shipments shipment
    join shipment_lines line
      on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id and line.qty > 0
    join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
    where shipment.stage = 'shipped' and not shipment.is_history
      and not exists (
        select from pushes push
        where push.mall_id = shipment.mall_id and push.shipment_id = shipment.id
          and push.order_id = line.order_id
      )`,
} as const;

/** Throws, naming the law and the rows, when the database contradicts itself. Reads every mall. */
export async function checkInvariants(): Promise<void> {
  await systemDb().transaction(async (tx) => {
    // Whole tables are read, and of those just filled the planner knows no sizes: it is to hash.
    await tx.execute(sql`set local enable_nestloop = off`);
    await tx.execute(sql`set local enable_mergejoin = off`);
    for (const [law, query] of Object.entries(laws)) {
      const broken = await rows<Broken>(tx, sql`${query} limit 5`);
      if (broken.length > 0) throw new Error(`Broken: ${law}: ${JSON.stringify(broken)}`);
    }
  });
}

/** How often two transactions waited for each other here; sessions report it at most once a second. */
export async function countDeadlocks(): Promise<number> {
  await setTimeout(1_200);
  const { count } = await oneRow<{ count: number }>(
    systemDb(),
    sql`select deadlocks as count from pg_stat_database where datname = current_database()`,
  );
  return count;
}
