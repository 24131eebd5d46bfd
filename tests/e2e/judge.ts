import postgres from 'postgres';
import { startEmbedded } from '@/db/embedded';
import { practiceShops } from '@/lib/practice/catalogue';
import type { PracticeControl } from '@/lib/practice/control';

export type Judge = {
  sql: postgres.Sql;
  end(): Promise<void>;
};

/** Looks at the running product's database as its owner, from outside the product. */
export async function openJudge(dataDir: string): Promise<Judge> {
  const { url } = await startEmbedded({ dataDir });
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  return { sql, end: () => sql.end() };
}

/**
 * What stands of every order line, without ids, numbers and times: where it is, with which orders,
 * of which variants, and what was told to its channel.
 */
export async function businessRows({ sql }: Judge): Promise<Record<string, unknown>[]> {
  return sql`
    select channel.account, orders.order_no, line.line_key, line.qty, line.channel_state,
      line.claim_state, part.qty as part_qty, part.allocated_qty, shipment.stage,
      shipment.hold_kinds, shipment.waybill_no is not null as has_number,
      (select array_agg(variant.variant_code || 'x' || item.qty order by variant.variant_code)
        from composition_items item
        join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
        where item.mall_id = part.mall_id and item.composition_id = part.composition_id) as items,
      (select array_agg(distinct other.order_no order by other.order_no)
        from shipment_lines sibling
        join orders other on other.mall_id = sibling.mall_id and other.id = sibling.order_id
        where sibling.mall_id = shipment.mall_id and sibling.shipment_id = shipment.id) as together,
      (select array_agg(push.state order by push.revision) from pushes push
        where push.mall_id = shipment.mall_id and push.shipment_id = shipment.id
          and push.channel_unit_no = line.channel_unit_no) as pushes
    from order_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    order by 1, 2, 3, part.qty, part.allocated_qty`;
}

export async function stockRows({ sql }: Judge): Promise<Record<string, unknown>[]> {
  return sql`
    select variant.variant_code, stock.on_hand, stock.allocated
    from stock
    join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
    order by 1`;
}

/** Every number that we say we have told, by account, order and the marketplace's own line key. */
export async function numbersTold({ sql }: Judge): Promise<string[]> {
  const told = await sql`
    select channel.marketplace, channel.account, orders.order_no, line.line_key, push.waybill_no
    from pushes push
    join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    join order_lines line on line.mall_id = push.mall_id and line.order_id = push.order_id
      and line.channel_unit_no = push.channel_unit_no and line.qty > line.cancelled_qty
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    where push.state = 'done'
      and (channel.marketplace = 'coupang' or part.shipment_id = push.shipment_id)`;
  const rows = told.map((row) =>
    [row.account, row.order_no, marketKey(row.line_key), row.waybill_no].join(' '),
  );
  return [...new Set(rows)].sort();
}

/** The same as the marketplaces wrote it down when they accepted it. */
export async function numbersAccepted(control: PracticeControl): Promise<string[]> {
  const journal = await control.journal();
  return journal
    .filter((row) => row.kind === 'ship')
    .flatMap((row) =>
      row.lineKeys.map((key) =>
        [accountOf(row.shop), row.orderNo, marketKey(key), row.waybillNo].join(' '),
      ),
    )
    .sort();
}

/** Coupang's line key is orderId-vendorItemId with us, vendorItemId there. */
function marketKey(lineKey: string): string {
  const [order, item] = lineKey.split('-');
  return /^\d{8}$/.test(order ?? '') ? lineKey : (item ?? lineKey);
}

function accountOf(shopKey: string): string {
  const shop = practiceShops.find((candidate) => candidate.key === shopKey);
  if (!shop) throw new Error(`No practice shop ${shopKey}`);
  return shop.marketplace === 'coupang' ? shop.credentials.vendorId : shop.credentials.mallId;
}
