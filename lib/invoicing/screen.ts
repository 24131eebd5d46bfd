import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { maskAddress, maskName } from '@/lib/recipients/mask';
import { type SuppliedPart, suppliedPart } from '@/lib/shipments/lists/senders';
import type { LoadConditions } from './load/load-conditions';
import { type LoadSort, loadOrder, newestFirst } from './load/load-order';
import { accountOf, type LoadFilter, passing, waybillStateOf } from './load/load-rows';

export type InvoiceRow = {
  /** 연번, frozen with the load. */
  rowNo: number;
  /** What it is sorted by. */
  sortKey: string | number;
  shipmentId: number;
  waybillNo: string | null;
  courier: string | null;
  /** Which contract it is to go with, while it has no number. */
  proposal: CourierProposal | null;
  /** 차수 of its day, `11-29 2`; null in none. */
  wave: { day: string; no: number } | null;
  orderId: number;
  orderNo: string;
  /** Orders bundled with the base order. */
  otherOrders: number;
  stage: string;
  holdKinds: string[];
  isRequested: boolean;
  /** What waits in 공급사 발주: to be asked for whole, or to be split by sender first. */
  supplied: SuppliedPart | null;
  waybillState: 'none' | 'issued' | 'error';
  /** Why the last try gave it no number. */
  why: number | null;
  printedCount: number;
  /** Distinct variants, and units of them. */
  variants: number;
  units: number;
  recipientName: string;
  address: string;
  orderedAt: string;
  marketplace: string;
  channelName: string;
};

/** Chosen by a person, proposed by a rule, or the usual contract of parcels that no rule means. */
export type CourierProposal = {
  accountName: string;
  by: 'person' | 'rule' | 'usual';
  ruleName: string | null;
};

export type LoadSummary = {
  total: number;
  none: number;
  issued: number;
  error: number;
  printed: number;
  unprinted: number;
  units: number;
  requested: number;
  /** With a contract chosen or proposed. */
  proposed: number;
};

export type InvoiceScreen = {
  conditions: LoadConditions;
  loadedAt: string;
  /** What the conditions would have found too, had a supplier not been its sender. */
  leftToSuppliers: number;
  summary: LoadSummary;
  page: Page<InvoiceRow>;
};

/** A load as it stands now: its summary over all rows, and a page of those that pass the filters. */
export async function invoiceScreen(
  ctx: Ctx,
  loadId: number,
  filter: LoadFilter,
  request: PageRequest,
  sort: LoadSort = newestFirst,
): Promise<InvoiceScreen | null> {
  return readMall(ctx, async (tx) => {
    const [load] = await rows<StoredLoad>(
      tx,
      sql`
      select conditions, created_at as "loadedAt", left_to_suppliers as "leftToSuppliers", user_id = ${ctx.userId} as "isOwn"
      from invoice_loads
      where mall_id = ${ctx.mallId} and id = ${loadId}`,
    );
    if (!load) return null;
    const where = passing(filter);
    const summary = await summaryOf(tx, ctx, loadId);
    const total = isNarrowed(filter) ? await countOf(tx, ctx, loadId, where) : summary.total;
    const found = await readPage(tx, ctx, {
      loadId,
      conditions: load.conditions,
      where,
      request,
      sort,
    });
    return {
      conditions: shownConditions(ctx, load),
      loadedAt: load.loadedAt,
      leftToSuppliers: load.leftToSuppliers,
      summary,
      page: pageOf(
        found.map((row) => masked(ctx, row)),
        total,
        request,
        (row) => [row.sortKey, row.rowNo],
      ),
    };
  });
}

type StoredLoad = Pick<InvoiceScreen, 'conditions' | 'loadedAt' | 'leftToSuppliers'> & {
  isOwn: boolean;
};

const loaded = (ctx: Ctx, loadId: number): SQL => sql`
  from invoice_load_rows row
  join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = row.shipment_id
  where row.mall_id = ${ctx.mallId} and row.load_id = ${loadId}`;

const isNarrowed = (filter: LoadFilter) => Object.values(filter).some((part) => part !== 'all');

async function countOf(tx: Tx, ctx: Ctx, loadId: number, where: SQL): Promise<number> {
  const { total } = await oneRow<{ total: number }>(
    tx,
    sql`select count(*)::int as total ${loaded(ctx, loadId)} and ${where}`,
  );
  return total;
}

/**
 * Not joined: of a load that was just made the planner knows nothing, and goes down the index once
 * for each of its parcels. A list of ids is read through in order.
 */
async function summaryOf(tx: Tx, ctx: Ctx, loadId: number): Promise<LoadSummary> {
  return oneRow<LoadSummary>(
    tx,
    sql`
    with loaded as materialized (
      select shipment_id, account_id from invoice_load_rows
      where mall_id = ${ctx.mallId} and load_id = ${loadId}
    ), state as (
      select shipment.printed_count, shipment.requested_export_id,
        shipment.chosen_account_id is not null or shipment.id in (
          select shipment_id from loaded where account_id is not null) as is_proposed,
        ${waybillStateOf} as waybill
      from shipments shipment
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(array(select shipment_id from loaded))
    ), content as (
      select composition_id, sum(qty) as qty from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = any(array(select shipment_id from loaded))
      group by composition_id
    )
    select count(*)::int as total,
      count(*) filter (where waybill = 'none')::int as none,
      count(*) filter (where waybill = 'issued')::int as issued,
      count(*) filter (where waybill = 'error')::int as error,
      count(*) filter (where printed_count > 0)::int as printed,
      count(*) filter (where printed_count = 0)::int as unprinted,
      count(requested_export_id)::int as requested,
      count(*) filter (where is_proposed)::int as proposed,
      (select coalesce(sum(content.qty * item.qty), 0)::int
        from content
        join composition_items item
          on item.mall_id = ${ctx.mallId} and item.composition_id = content.composition_id) as units
    from state`,
  );
}

type PageSource = {
  loadId: number;
  conditions: LoadConditions;
  where: SQL;
  request: PageRequest;
  sort: LoadSort;
};

async function readPage(
  tx: Tx,
  ctx: Ctx,
  { loadId, conditions, where, request, sort }: PageSource,
) {
  const { key, beyond, order, direction } = loadOrder(sort, request);
  return rows<InvoiceRow>(
    tx,
    sql`
    with page as (
      select row.row_no, ${key} as sort_key, row.rule_id, ${accountOf} as account_id,
        shipment.*, ${waybillStateOf} as waybill_state
      ${loaded(ctx, loadId)} and ${where} ${beyond} ${order}
    )
    select page.row_no as "rowNo", page.sort_key as "sortKey", page.id as "shipmentId", page.waybill_no as "waybillNo",
      page.courier,
      case when page.waybill_no is null and account.id is not null then jsonb_build_object(
        'accountName', account.name, 'ruleName', rule.name,
        'by', case when page.chosen_account_id is not null then 'person'
          when rule.id is not null then 'rule' else 'usual' end) end as proposal,
      case when wave.id is not null then jsonb_build_object('day', wave.day, 'no', wave.no) end as wave,
      base.id as "orderId", base.order_no as "orderNo", content.other_orders as "otherOrders", page.stage,
      page.hold_kinds as "holdKinds", page.requested_export_id is not null as "isRequested",
      case when page.stage = 'allocated' and page.requested_export_id is null
        and ${conditions.sender !== 'suppliers'} then ${suppliedPart(ctx, sql`page.id`)} end as supplied,
      page.waybill_state as "waybillState", page.why, page.printed_count as "printedCount",
      content.variants, content.units, recipient.name as "recipientName",
      trim(recipient.address1 || ' ' || recipient.address2) as address,
      page.ordered_at as "orderedAt", channel.marketplace, channel.name as "channelName"
    from page
    join orders base on base.mall_id = ${ctx.mallId} and base.id = page.base_order_id
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = page.recipient_id
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = page.channel_id
    left join courier_accounts account
      on account.mall_id = ${ctx.mallId} and account.id = page.account_id
    left join waves wave on wave.mall_id = ${ctx.mallId} and wave.id = page.wave_id
    left join parcel_rules rule on rule.mall_id = ${ctx.mallId} and rule.id = page.rule_id
    cross join lateral (
      select greatest(count(distinct line.order_id) - 1, 0)::int as other_orders,
        count(distinct item.variant_id)::int as variants,
        coalesce(sum(line.qty * item.qty), 0)::int as units
      from shipment_lines line
      left join composition_items item
        on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
      where line.mall_id = ${ctx.mallId} and line.shipment_id = page.id and line.qty > 0
    ) content
    order by page.sort_key ${direction}, page.row_no ${direction}`,
  );
}

/** Whom somebody else searched for is not for everybody to read. */
function shownConditions(
  ctx: Ctx,
  { conditions, isOwn }: { conditions: LoadConditions; isOwn: boolean },
): LoadConditions {
  if (ctx.canSeePersonalData || isOwn) return conditions;
  const { searchKind, word, ...others } = conditions;
  return others;
}

function masked(ctx: Ctx, row: InvoiceRow): InvoiceRow {
  if (ctx.canSeePersonalData) return row;
  return { ...row, recipientName: maskName(row.recipientName), address: maskAddress(row.address) };
}
