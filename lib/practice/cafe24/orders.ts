import { type Answer, ok } from '../http';
import { kstSeconds } from '../kst';
import { type Unit, unitColumns } from '../store/units';
import { type Cafe24Call, refuse } from './call';
import type { Cafe24Order } from './order';
import { checkShopNo, type Embed, embedsOf, type OrderSearch, orderSearch } from './search';

/** Orders of a period, newest first; one matching item brings the whole order. */
export async function listOrders(call: Cafe24Call): Promise<Answer> {
  const search = orderSearch(call.query);
  const units = await unitsOf(call, search);
  const page = units.slice(0, search.limit);
  const shown = page.map(({ document }) => embedded(document, search.embedded));
  // Offsets shift when orders come in between two calls: the same order stands on two pages.
  const orders = call.fault === 'duplicatePage' ? [...shown, ...shown] : shown;
  return ok({ orders, links: linksOf(call, search, units.length > page.length) });
}

export async function readOrder(call: Cafe24Call): Promise<Answer> {
  checkShopNo(call.query);
  return ok({ order: embedded(await orderOf(call), embedsOf(call.query)) });
}

export async function readItems(call: Cafe24Call): Promise<Answer> {
  return ok({ items: (await orderOf(call)).items });
}

export async function readReceivers(call: Cafe24Call): Promise<Answer> {
  return ok({ receivers: (await orderOf(call)).receivers });
}

export async function readBuyer(call: Cafe24Call): Promise<Answer> {
  return ok({ buyer: (await orderOf(call)).buyer });
}

export async function orderOf(call: Cafe24Call): Promise<Cafe24Order> {
  const [orderId = ''] = call.parameters;
  const { sql } = call.practice;
  const [unit] = await sql<Unit<Cafe24Order>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and unit_no = ${orderId}`;
  return unit?.document ?? refuse(404, 'The order does not exist.');
}

/** One more than the page holds, so that the page knows whether another follows. */
function unitsOf({ practice: { sql }, shop }: Cafe24Call, search: OrderSearch) {
  const { statuses, marketIds, limit, offset } = search;
  return sql<Unit<Cafe24Order>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${shop.key} and ${periodOf(sql, search)}
      and (${statuses.length} = 0 or statuses && ${[...statuses]}::text[])
      and (${marketIds.length} = 0 or document ->> 'market_id' = any(${[...marketIds]}))
    order by ordered_at desc, id desc limit ${limit + 1} offset ${offset}`;
}

/** Dates that an item tells under another name than the list asks for them. */
const itemDates = new Map<string, string>([
  ['shipbegin_date', 'shipped_date'],
  ['cancel_complete_date', 'cancel_date'],
]);

function periodOf(sql: Cafe24Call['practice']['sql'], { dateType, from, until }: OrderSearch) {
  if (dateType === 'order_date') return sql`ordered_at >= ${from} and ordered_at < ${until}`;
  if (dateType === 'pay_date') return sql`paid_at >= ${from} and paid_at < ${until}`;
  const field = itemDates.get(dateType) ?? dateType;
  return sql`exists (
    select from jsonb_array_elements(document -> 'items') as item
    where item ->> ${field} >= ${kstSeconds(from)} and item ->> ${field} < ${kstSeconds(until)})`;
}

function embedded(order: Cafe24Order, embeds: readonly Embed[]): object {
  const { items, receivers, buyer, shipments: _, ...bare } = order;
  const cancellation = items
    .filter(({ order_status }) => order_status.startsWith('C'))
    .map(({ claim_code, claim_reason, order_item_code, claim_quantity, order_status }) => ({
      claim_code,
      claim_reason,
      order_status,
      items: [{ order_item_code, quantity: claim_quantity }],
    }));
  const parts: Record<Embed, unknown> = {
    items,
    receivers,
    buyer,
    cancellation,
    return: [],
    exchange: [],
  };
  return { ...bare, ...Object.fromEntries(embeds.map((name) => [name, parts[name]])) };
}

function linksOf({ baseUrl, query }: Cafe24Call, { limit, offset }: OrderSearch, hasMore: boolean) {
  const link = (rel: string, to: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set('limit', String(limit));
    parameters.set('offset', String(to));
    return { rel, href: `${baseUrl}/api/v2/admin/orders?${parameters}` };
  };
  return [
    ...(offset > 0 ? [link('prev', Math.max(0, offset - limit))] : []),
    ...(hasMore ? [link('next', offset + limit)] : []),
  ];
}
