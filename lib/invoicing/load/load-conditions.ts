import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { koreanDay, koreanPeriod } from '@/lib/period';
import { maySearchBy } from '@/lib/recipients/search-kinds';
import { ofChannels } from '@/lib/shipments/lists/of-channels';
import { suppliedPart } from '@/lib/shipments/lists/senders';
import { shownLineId } from '@/lib/shipments/lists/shown-line';
import type { loadStatuses } from './load-choices';
import type { invoiceSearchKinds } from './search-kinds';

/** What the side panel or 확인필요 counts, as a load of exactly those rows. */
export const loadPresets = [
  'notInvoiced',
  'notPrinted',
  'shipByToday',
  'late',
  'relabel',
  'cancelled',
  'addressChanged',
] as const;

/** From where a parcel is sent: our own shelves, or a supplier's. */
export const loadSenders = ['ours', 'suppliers'] as const;

export type LoadPreset = (typeof loadPresets)[number];

/** As stored with the load, so that its screen shows them again: days or minutes in Korea. */
export type LoadConditions = {
  /** Of the order date; without one, whatever its date. */
  from?: string;
  to?: string;
  status: (typeof loadStatuses)[number];
  preset?: LoadPreset;
  searchKind?: (typeof invoiceSearchKinds)[number];
  word?: string;
  channelIds?: number[];
  supplierId?: number;
  sender?: (typeof loadSenders)[number];
  amountFrom?: number;
  amountTo?: number;
  qtyFrom?: number;
  qtyTo?: number;
  /** 부분배송: parts of a split order alone. */
  onlySplitParts?: boolean;
  freightTerm?: 'prepaid' | 'collect';
  destination?: 'domestic' | 'abroad';
  withoutHeld: boolean;
};

/** The conditions of a load that holds what a number of the side panel counts. */
export function presetConditions(preset: LoadPreset): LoadConditions {
  const status = { notInvoiced: 'allocated', notPrinted: 'invoiced' } as const;
  return {
    preset,
    status: preset === 'notInvoiced' || preset === 'notPrinted' ? status[preset] : 'open',
    withoutHeld: preset === 'notInvoiced',
  };
}

/** Which open shipments the conditions find. */
export function narrowing(ctx: Ctx, asked: LoadConditions): SQL {
  const conditions = namesOne(asked) ? wherever(asked) : asked;
  const { channelIds, supplierId, amountFrom, amountTo, qtyFrom, qtyTo } = conditions;
  const { freightTerm, destination } = conditions;
  const parts = [
    conditions.status === 'open' ? sql`true` : sql`shipment.stage = ${conditions.status}`,
    ordered(conditions),
    ofPreset(ctx, conditions.preset),
    ofChannels(channelIds),
    supplierId === undefined ? undefined : hasSupplier(supplierId),
    conditions.sender && sentFrom(ctx, conditions.sender),
    amountFrom === undefined ? undefined : sql`shipment.amount >= ${amountFrom}`,
    amountTo === undefined ? undefined : sql`shipment.amount <= ${amountTo}`,
    holdsPieces(ctx, qtyFrom, qtyTo),
    conditions.onlySplitParts ? sql`shipment.split_group is not null` : undefined,
    freightTerm && sql`shipment.freight_term = ${freightTerm}`,
    destination && ofRecipient(ctx, sql`recipient.is_domestic = ${destination === 'domestic'}`),
    conditions.withoutHeld ? sql`shipment.hold_kinds = '{}'` : undefined,
    searched(ctx, conditions),
  ];
  return sql.join(
    parts.filter((part): part is SQL => part !== undefined),
    sql` and `,
  );
}

/**
 * What the same conditions find that can be asked of suppliers now, where they ask for ours alone;
 * null where nothing is left to them.
 */
export function leftToSuppliers(ctx: Ctx, asked: LoadConditions): SQL | null {
  if (asked.sender !== 'ours' || namesOne(asked)) return null;
  return sql`${narrowing(ctx, { ...asked, sender: 'suppliers' })} and shipment.stage = 'allocated'
    and shipment.requested_export_id is null and shipment.hold_kinds = '{}'`;
}

/**
 * A typed 송장번호 or 배송번호 names its parcel, whatever its day, its status or its holds, and also where
 * a supplier sends it.
 */
const namesOne = ({ searchKind, word }: LoadConditions) =>
  (searchKind === 'waybillNo' || searchKind === 'shipmentId') && Boolean(word?.trim());

const wherever = ({ from: _from, to: _to, sender, ...asked }: LoadConditions): LoadConditions => ({
  ...asked,
  sender: sender === 'ours' ? undefined : sender,
  status: 'open',
  withoutHeld: false,
});

function ordered({ from, to }: LoadConditions): SQL | undefined {
  if (!from || !to) return undefined;
  const period = koreanPeriod(from, to);
  return sql`shipment.ordered_at >= ${period.from.toISOString()}
    and shipment.ordered_at < ${period.until.toISOString()}`;
}

function ofPreset(ctx: Ctx, preset: LoadPreset | undefined): SQL | undefined {
  const today = koreanDay(ctx.now);
  switch (preset) {
    case 'notPrinted':
      return sql`shipment.printed_count = 0`;
    case 'shipByToday':
      return sql`shipment.ship_by < ${koreanPeriod(today, today).until.toISOString()}`;
    case 'late':
      return sql`shipment.ship_by < ${ctx.now.toISOString()}`;
    case 'relabel':
      return sql`'relabel' = any(shipment.hold_kinds)`;
    case 'cancelled':
      return sql`'cancelled_by_channel' = any(shipment.hold_kinds)`;
    case 'addressChanged':
      return sql`'address_changed' = any(shipment.hold_kinds)`;
    default:
      return undefined;
  }
}

function hasSupplier(supplierId: number): SQL {
  return sql`exists (
    select from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      and product.supplier_id = ${supplierId})`;
}

/** By 총수량: pieces, those of kits counted one by one. Those of all open parcels are added up at once. */
function holdsPieces(ctx: Ctx, from: number | undefined, to: number | undefined): SQL | undefined {
  if (from === undefined && to === undefined) return undefined;
  return sql`shipment.id in (
    select line.shipment_id
    from shipments parcel
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.shipment_id = parcel.id
    left join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    where parcel.mall_id = ${ctx.mallId} and parcel.is_open
    group by line.shipment_id
    having coalesce(sum(line.qty * item.qty), 0)
      between ${from ?? 0} and ${to ?? Number.MAX_SAFE_INTEGER})`;
}

function sentFrom(ctx: Ctx, sender: (typeof loadSenders)[number]): SQL {
  const part = suppliedPart(ctx, sql`shipment.id`);
  return sender === 'suppliers' ? sql`${part} = 'whole'` : sql`${part} is distinct from 'whole'`;
}

function ofRecipient(ctx: Ctx, condition: SQL): SQL {
  return sql`exists (
    select from recipients recipient
    where recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
      and ${condition})`;
}

function ofOrder(ctx: Ctx, condition: SQL): SQL {
  return sql`exists (
    select from shipment_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = shipment.id and ${condition})`;
}

function ofGoods(ctx: Ctx, condition: SQL): SQL {
  return sql`exists (
    select from shipment_lines line
    join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = ${shownLineId('line')}
    where line.mall_id = ${ctx.mallId} and line.shipment_id = shipment.id and ${condition})`;
}

function searched(ctx: Ctx, { searchKind, word: typed }: LoadConditions): SQL | undefined {
  const word = typed?.trim();
  if (!word) return undefined;
  const kind = searchKind ?? 'orderNo';
  if (!maySearchBy(ctx, kind)) return sql`false`;
  const digits = word.replace(/\D/g, '');
  switch (kind) {
    case 'orderNo':
      return ofOrder(ctx, sql`${word} in (orders.order_no, orders.market_order_no)`);
    case 'recipient':
      return ofRecipient(ctx, sql`recipient.name = ${word}`);
    case 'mobile':
      if (digits === '') return sql`false`;
      return ofRecipient(ctx, sql`regexp_replace(recipient.mobile, '[^0-9]', '', 'g') = ${digits}`);
    case 'productName':
      return ofGoods(ctx, sql`strpos(lower(order_line.product_name), lower(${word})) > 0`);
    case 'shipmentId':
      return sql`shipment.id = ${Number(digits.slice(0, 15)) || 0}`;
    case 'waybillNo':
      return sql`shipment.id = any(array(
        select shipment_id from waybills
        where mall_id = ${ctx.mallId} and waybill_no = ${normaliseWaybillNo(word)}))`;
  }
}
