import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import { courierKeys } from '@/lib/couriers/registry';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import type { Period } from '@/lib/period';
import { maySearchBy } from '@/lib/recipients/search-kinds';
import { ofChannels } from '@/lib/shipments/lists/of-channels';
import { partsShowingLine } from '@/lib/shipments/lists/shown-line';
import { isPacked, waitsForShipping } from '@/lib/shipments/lists/waiting';
import { hasLine, hasPush, isMismatch } from './decisions/mismatch-condition';

export const shipSearchKinds = ['waybillNo', 'orderNo', 'shipmentId', 'recipient'] as const;

/**
 * `invoiced`: free to leave; `held`: as far, but held. `unnumbered`: allocated and without a number,
 * for what travels without one.
 */
export const shipStages = [
  'invoiced',
  'held',
  'unnumbered',
  'shipped',
  'delivered',
  'all',
] as const;
export type ShipStage = (typeof shipStages)[number];

const openStages = ['invoiced', 'held', 'unnumbered'] as const;

/** 기간 기준: of what has not left it is the order's day, whichever is chosen. */
export const shipDates = ['ordered', 'shipped'] as const;

/** How telling a channel of them stands. */
export const toldStates = ['open', 'failed', 'stopped', 'file'] as const;

export type ShipFilter = Period & {
  by?: (typeof shipDates)[number];
  channelIds?: number[];
  courier?: string;
  /** 차수 */
  waveId?: number;
  /** 재고 배송상태: what our stage says. */
  stage: ShipStage;
  /** 판매처 배송상태. */
  channelState?: string;
  push?: (typeof toldStates)[number];
  onlyMismatch?: boolean;
  searchKind?: (typeof shipSearchKinds)[number];
  word?: string;
};

export const isOpenStage = (stage: ShipStage): stage is (typeof openStages)[number] =>
  (openStages as readonly ShipStage[]).includes(stage);

const stages = {
  invoiced: sql`shipment.is_open and ${waitsForShipping}`,
  held: sql`shipment.is_open and ${isPacked} and shipment.hold_kinds <> '{}'`,
  unnumbered: sql`shipment.is_open and shipment.stage = 'allocated'
    and shipment.ship_method = 'parcel' and shipment.requested_export_id is null`,
  shipped: sql`not shipment.is_open and shipment.stage = 'shipped'`,
  delivered: sql`not shipment.is_open and shipment.stage = 'delivered'`,
  left: sql`not shipment.is_open and shipment.stage in ('shipped', 'delivered')`,
  packed: sql`shipment.is_open and ${isPacked}`,
  open: sql`shipment.is_open`,
};

export const isBy = ({ by = 'ordered', stage }: ShipFilter, date: ShipFilter['by']) =>
  (isOpenStage(stage) ? 'ordered' : by) === date;

export const dateOf = (filter: ShipFilter) =>
  isBy(filter, 'shipped') ? sql`shipped_at` : sql`ordered_at`;

/** Open and closed ones apart: each half is read along its own index. */
export function found(ctx: Ctx, filter: ShipFilter): SQL[] {
  return halvesOf(filter).map((half) => narrowed(ctx, filter, half));
}

function halvesOf(filter: ShipFilter): SQL[] {
  if (filter.stage !== 'all') return [stages[filter.stage]];
  if (isBy(filter, 'shipped')) return [stages.left];
  return [filter.onlyMismatch ? stages.open : stages.packed, stages.left];
}

function narrowed(ctx: Ctx, filter: ShipFilter, half: SQL): SQL {
  return sql`
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${half} and not shipment.is_history
      and ${isInside(filter)} ${sql.join(narrowing(ctx, filter), sql` `)}`;
}

/** What 전체배송처리 would act on. */
export const shippable = (ctx: Ctx, filter: ShipFilter) =>
  narrowed(ctx, { ...filter, by: 'ordered' }, stages.invoiced);

/**
 * What of the open ones that fit the filter is held, and how many of the tab that is shown lie
 * outside the period: all but the period narrows them.
 */
export function openStandings(ctx: Ctx, filter: ShipFilter): SQL {
  const shown = isOpenStage(filter.stage) ? stages[filter.stage] : sql`false`;
  const inside = isInside({ ...filter, by: 'ordered' });
  return sql`
    select count(*) filter (where ${inside} and ${stages.held})::int as held,
      count(*) filter (where not (${inside}) and ${shown})::int as outside,
      min(ordered_at) filter (where ${shown}) as from, max(ordered_at) filter (where ${shown}) as to
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and not shipment.is_history
      and shipment.stage in ('allocated', 'invoiced')
      ${sql.join(narrowing(ctx, filter), sql` `)}`;
}

/** Whoever types a number means that parcel or order, whatever its day. */
const namesOne = ({ searchKind, word }: ShipFilter) =>
  searchKind !== 'recipient' && Boolean(word?.trim());

function isInside(filter: ShipFilter): SQL {
  if (namesOne(filter)) return sql`true`;
  const date = sql`shipment.${dateOf(filter)}`;
  return sql`${date} >= ${filter.from.toISOString()} and ${date} < ${filter.until.toISOString()}`;
}

function narrowing(ctx: Ctx, filter: ShipFilter): SQL[] {
  const { channelIds, courier, waveId, channelState, push, onlyMismatch } = filter;
  return [
    sql`and ${ofChannels(channelIds)}`,
    courier ? sql`and shipment.courier = ${courier}` : undefined,
    waveId ? sql`and shipment.wave_id = ${waveId}` : undefined,
    channelState ? sql`and ${hasLine(sql`order_line.channel_state = ${channelState}`)}` : undefined,
    push ? sql`and ${hasPush(pushStates[push])}` : undefined,
    onlyMismatch ? sql`and ${isMismatch}` : undefined,
    searched(ctx, filter),
  ].filter((condition) => condition !== undefined);
}

const pushStates = {
  failed: ['failed', 'unknown'],
  open: ['waiting', 'sending'],
  stopped: ['stopped'],
  file: ['file_waiting'],
};

/** Numbers are looked up first: shipments are read by what they lead to, however many there are. */
function searched(ctx: Ctx, { searchKind, word: typed }: ShipFilter): SQL | undefined {
  const word = typed?.trim();
  if (!word) return undefined;
  const kind = searchKind ?? 'waybillNo';
  if (!maySearchBy(ctx, kind)) return sql`and false`;
  switch (kind) {
    case 'waybillNo':
      return withWaybill(ctx, normaliseWaybillNo(word));
    case 'shipmentId':
      return sql`and shipment.id = ${Number(word.replace(/\D/g, '').slice(0, 15))}`;
    case 'recipient':
      return sql`and exists (select from recipients recipient
        where recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
          and recipient.name = ${word})`;
    case 'orderNo':
      return withOrder(ctx, word);
  }
}

/** Also by a number that was taken back: its label may still be about. */
function withWaybill(ctx: Ctx, waybillNo: string): SQL {
  return sql`and shipment.id = any(array(
    select shipment_id from waybills
    where mall_id = ${ctx.mallId} and courier = any(${sql.param(courierKeys)}::text[])
      and waybill_no = ${waybillNo}))`;
}

function withOrder(ctx: Ctx, orderNo: string): SQL {
  return sql`and shipment.id = any(array(
    select part.shipment_id
    from (
      select id from orders
      where mall_id = ${ctx.mallId} and order_no = ${orderNo}
        and channel_id = any(array(select id from channels where mall_id = ${ctx.mallId}))
      union
      select id from orders
      where mall_id = ${ctx.mallId} and market_order_no = ${orderNo} and market_order_no <> order_no
    ) as named
    join order_lines line on line.mall_id = ${ctx.mallId} and line.order_id = named.id
    cross join lateral ${partsShowingLine} part))`;
}
