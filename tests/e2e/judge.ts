import postgres from 'postgres';
import { startEmbedded } from '@/db/embedded';
import type { PracticeControl } from '@/lib/practice/control';
import { practiceChannelProducts } from '@/lib/practice/listings';
import { accountOf, practiceShops } from '@/lib/practice/shops';

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

/** While something happens, nobody else can change any row of a table; reading goes on. */
export async function whileHolding(
  { sql }: Judge,
  table: string,
  something: () => Promise<void>,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select from ${tx(table)} for no key update`;
    await something();
  });
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

/** Every number that we say we have told, by account, order and line. */
export async function numbersTold({ sql }: Judge): Promise<string[]> {
  const told = await sql<NumberedLine[]>`
    select distinct channel.account, orders.order_no, line.line_key, push.waybill_no
    from pushes push
    join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    join order_lines line on line.mall_id = push.mall_id and line.order_id = push.order_id
      and line.channel_unit_no = push.channel_unit_no and line.qty > line.cancelled_qty
    join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
    where push.state = 'done'
      and (channel.marketplace = 'coupang' or part.shipment_id = push.shipment_id)`;
  return told.map((row) => `${lineOf(row)} ${row.waybill_no}`).sort();
}

/** The numbers on the parcels that have left, by account, order and line. */
export async function numbersOnParcels({ sql }: Judge): Promise<string[]> {
  const labelled = await sql<NumberedLine[]>`
    select channel.account, orders.order_no, line.line_key, shipment.waybill_no
    from shipments shipment
    join shipment_lines part
      on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    where shipment.stage = 'shipped'`;
  return labelled.map((row) => `${lineOf(row)} ${row.waybill_no}`).sort();
}

/** The same as the marketplaces wrote it down when they accepted it. */
export async function numbersAccepted(control: PracticeControl): Promise<string[]> {
  const journal = await control.journal();
  return journal
    .filter(({ kind }) => kind === 'ship')
    .flatMap(({ shop, orderNo, lineKeys, waybillNo }) =>
      lineKeys.map((lineKey) => `${lineThere(shop, orderNo, lineKey)} ${waybillNo}`),
    )
    .sort();
}

type OurLine = { account: string; order_no: string; line_key: string };
type NumberedLine = OurLine & { waybill_no: string };

/** Our line keys begin with the order's number also where the marketplace's own do not. */
function lineOf({ account, order_no, line_key }: OurLine): string {
  return [account, order_no, line_key.replace(`${order_no}-`, '')].join(' ');
}

function lineThere(shop: string, orderNo: string, lineKey: string): string {
  return lineOf({ account: accountOfShop(shop), order_no: orderNo, line_key: lineKey });
}

/** Every line that was sold there, without those of some orders. */
export async function linesSold(
  control: PracticeControl,
  without: ReadonlySet<string>,
): Promise<string[]> {
  const orders = await control.orders();
  return orders
    .filter(({ orderNo }) => !without.has(orderNo))
    .flatMap(({ shop, orderNo, lines }) =>
      lines.map(({ lineKey }) => lineThere(shop, orderNo, lineKey)),
    )
    .sort();
}

/** How many orders there are as the marketplaces count them: some by the cart, some by its lines. */
export async function ordersThere(control: PracticeControl): Promise<number> {
  const { shops } = await control.state();
  return shops.reduce((sum, { orders }) => sum + orders, 0);
}

/** Of which variants, and how many, each line consists: by our matches. */
export async function goodsMatched({ sql }: Judge): Promise<string[]> {
  const matched = await sql<(OurLine & { goods: string[] })[]>`
    select channel.account, orders.order_no, line.line_key,
      array_agg(variant.variant_code || ' x' || item.qty order by variant.variant_code) as goods
    from order_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
    join (select distinct mall_id, order_line_id, composition_id from shipment_lines) part
      on part.mall_id = line.mall_id and part.order_line_id = line.id
    join composition_items item
      on item.mall_id = part.mall_id and item.composition_id = part.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    group by 1, 2, 3`;
  return matched.map((row) => `${lineOf(row)} ${row.goods}`).sort();
}

/** The same by those who sell it there. */
export async function goodsSold(control: PracticeControl): Promise<string[]> {
  const listings = new Map(
    practiceChannelProducts.map((listing) => [
      `${listing.shopKey} ${listing.channelOptionCode}`,
      listing.meaning.map(({ variantCode, quantity }) => `${variantCode} x${quantity}`).sort(),
    ]),
  );
  const orders = await control.orders();
  return orders
    .flatMap(({ shop, orderNo, lines }) =>
      lines.map(({ lineKey, channelOptionCode }) => {
        const goods = listings.get(`${shop} ${channelOptionCode}`);
        return `${lineThere(shop, orderNo, lineKey)} ${goods}`;
      }),
    )
    .sort();
}

const domainTables = [
  ...['orders', 'order_lines', 'order_documents', 'recipients', 'claims', 'quarantined_orders'],
  ...['shipments', 'shipment_lines', 'compositions', 'composition_items', 'matches'],
  ...['stock', 'stock_movements', 'waybills', 'pushes', 'runs', 'run_decisions'],
];

/** Everything that the product knows of its orders, goods and parcels, table by table. */
export async function everything({ sql }: Judge): Promise<Record<string, unknown[]>> {
  const tables = domainTables.map(async (table) => {
    const rows = await sql`select to_jsonb(one) as row from ${sql(table)} one order by 1`;
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

function accountOfShop(shopKey: string): string {
  const shop = practiceShops.find((candidate) => candidate.key === shopKey);
  if (!shop) throw new Error(`No practice shop ${shopKey}`);
  return accountOf(shop);
}
