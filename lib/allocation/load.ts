import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Item } from './plan';
import type { Standing } from './reasons';

export type OpenShipment = Standing & {
  id: number;
  stage: 'ready' | 'allocated';
  channelId: number;
  allocatedQty: number;
  wantedQty: number;
  amount: number;
  paidAtMs: number;
  shipByMs: number | null;
};

export type OpenLine = {
  id: number;
  shipmentId: number;
  qty: number;
  allocatedQty: number;
  compositionId: number;
};

export type Composition = { items: readonly Item[]; tags: readonly string[] };

export type Shelf = { variantId: number; onHand: number; allocated: number };

/** A run locks what it reads, each kind by id; a preview reads the same rows and locks nothing. */
export type Reading = 'locked' | 'unlocked';

/** The shipments that stand where these conditions look, by id. */
export async function loadShipments(
  tx: Tx,
  ctx: Ctx,
  where: SQL,
  reading: Reading,
): Promise<OpenShipment[]> {
  return rows<OpenShipment>(
    tx,
    sql`
    select id, stage, channel_id as "channelId", hold_kinds as "holdKinds",
      is_unacknowledged as "isUnacknowledged", is_market_shipped as "isMarketShipped",
      requested_export_id as "requestedExportId", allocated_qty as "allocatedQty",
      wanted_qty as "wantedQty", amount,
      (extract(epoch from paid_at) * 1000)::bigint as "paidAtMs",
      (extract(epoch from ship_by) * 1000)::bigint as "shipByMs"
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and is_open and not is_history
      and stage in ('ready', 'allocated') and ${where}
    order by id ${lock(reading)}`,
  );
}

/** The lines of these shipments, by id. */
export async function loadLines(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  reading: Reading,
): Promise<OpenLine[]> {
  return rows<OpenLine>(
    tx,
    sql`
    select id, shipment_id as "shipmentId", qty, allocated_qty as "allocatedQty",
      composition_id as "compositionId"
    from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by id ${lock(reading)}`,
  );
}

/** What each composition is made of, with the tags of its variants. */
export async function loadCompositions(
  tx: Tx,
  ctx: Ctx,
  compositionIds: number[],
): Promise<{ compositions: Map<number, Composition>; supplierShipped: number[] }> {
  type Row = Item & { compositionId: number; tags: string[]; isSupplierShipped: boolean };
  const found = await rows<Row>(
    tx,
    sql`
    select item.composition_id as "compositionId", item.variant_id as "variantId", item.qty,
      variant.tags, variant.is_supplier_shipped as "isSupplierShipped"
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    where item.mall_id = ${ctx.mallId}
      and item.composition_id = any(${sql.param(compositionIds)}::bigint[])
    order by item.composition_id, item.variant_id`,
  );
  const compositions = new Map<number, Composition>();
  for (const { compositionId, variantId, qty, tags } of found) {
    const known = compositions.get(compositionId);
    const items = [...(known?.items ?? []), { variantId, qty }];
    compositions.set(compositionId, { items, tags: [...(known?.tags ?? []), ...tags] });
  }
  const supplierShipped = found.filter((row) => row.isSupplierShipped).map((row) => row.variantId);
  return { compositions, supplierShipped };
}

export async function loadStock(
  tx: Tx,
  ctx: Ctx,
  variantIds: number[],
  reading: Reading,
): Promise<Shelf[]> {
  return rows<Shelf>(
    tx,
    sql`
    select variant_id as "variantId", on_hand as "onHand", allocated from stock
    where mall_id = ${ctx.mallId} and variant_id = any(${sql.param(variantIds)}::bigint[])
    order by variant_id ${lock(reading)}`,
  );
}

export async function loadChannelPriorities(tx: Tx, ctx: Ctx): Promise<Map<number, number>> {
  const found = await rows<{ id: number; priority: number }>(
    tx,
    sql`select id, priority from channels where mall_id = ${ctx.mallId}`,
  );
  return new Map(found.map((channel) => [channel.id, channel.priority]));
}

const lock = (reading: Reading) => (reading === 'locked' ? sql`for update` : sql``);
