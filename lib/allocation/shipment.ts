import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type HoldNotes, shownNotes } from '@/lib/shipments/holds/hold-notes';
import { shownLineId } from '@/lib/shipments/lists/shown-line';
import { type Names, namesOf } from './names';
import { allocationReason, type ReadReason } from './reasons';

export type ShipmentLine = {
  id: number;
  orderLineId: number;
  productName: string;
  option: string;
  qty: number;
  allocatedQty: number;
  /** What one unit of the line is made of; empty where no goods are needed. */
  items: {
    variantCode: string;
    productName: string;
    option: string;
    qty: number;
    freeQty: number | null;
  }[];
};

export type PastDecision = {
  runId: number;
  at: string;
  /** Null when the product itself ran. */
  operator: string | null;
  reason: ReadReason;
};

export type AllocationDetail = {
  id: number;
  orderNo: string;
  channelName: string;
  stage: string;
  holdKinds: string[];
  holdNotes: HoldNotes;
  wantedQty: number;
  allocatedQty: number;
  shipBy: string | null;
  reason: ReadReason | null;
  lines: ShipmentLine[];
  /** The latest first. */
  decisions: PastDecision[];
  names: Names;
};

const SHOWN_DECISIONS = 10;

/** One shipment line by line, with what was decided of it so far; null where the mall has none such. */
export async function allocationDetail(
  ctx: Ctx,
  shipmentId: number,
): Promise<AllocationDetail | null> {
  return readMall(ctx, async (tx) => {
    const [head] = await readHead(tx, ctx, shipmentId);
    if (!head) return null;
    const { why, whyValues, ...shipment } = head;
    const reason = allocationReason(why, whyValues);
    const decisions = await readDecisions(tx, ctx, shipmentId);
    const names = await namesOf(tx, ctx, [reason, ...decisions.map((row) => row.reason)]);
    const holdNotes = shownNotes(ctx, shipment.holdNotes);
    const lines = await readLines(tx, ctx, shipmentId);
    return { ...shipment, holdNotes, reason, lines, decisions, names };
  });
}

type Head = Omit<AllocationDetail, 'reason' | 'lines' | 'decisions' | 'names'> & {
  why: number | null;
  whyValues: number[] | null;
};

async function readHead(tx: Tx, ctx: Ctx, shipmentId: number): Promise<Head[]> {
  return rows<Head>(
    tx,
    sql`
    select shipment.id, orders.order_no as "orderNo", channel.name as "channelName",
      shipment.stage, shipment.hold_kinds as "holdKinds",
      shipment.hold_notes as "holdNotes", shipment.wanted_qty as "wantedQty",
      shipment.allocated_qty as "allocatedQty", shipment.ship_by as "shipBy", shipment.why,
      shipment.why_values as "whyValues"
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    join channels channel
      on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = ${shipmentId}`,
  );
}

async function readLines(tx: Tx, ctx: Ctx, shipmentId: number): Promise<ShipmentLine[]> {
  return rows<ShipmentLine>(
    tx,
    sql`
    select line.id, order_line.id as "orderLineId", order_line.product_name as "productName",
      order_line.option, line.qty, line.allocated_qty as "allocatedQty",
      coalesce(goods.items, '[]'::json) as items
    from shipment_lines line
    join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = ${shownLineId('line')}
    left join lateral (
      select json_agg(json_build_object('variantCode', variant.variant_code,
        'productName', product.name, 'option', variant.option, 'qty', item.qty,
        'freeQty', case when not variant.is_supplier_shipped
          then coalesce(stock.on_hand - stock.allocated, 0) end) order by variant.variant_code) as items
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
      where item.mall_id = line.mall_id and item.composition_id = line.composition_id
    ) goods on true
    where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId} and line.qty > 0
    order by line.id`,
  );
}

async function readDecisions(tx: Tx, ctx: Ctx, shipmentId: number): Promise<PastDecision[]> {
  const found = await rows<Omit<PastDecision, 'reason'> & { rule: number; values: number[] }>(
    tx,
    sql`
    select run.id as "runId", run.started_at as at, operator.name as operator, decision.rule,
      decision."values"
    from run_decisions decision
    join runs run on run.mall_id = decision.mall_id and run.id = decision.run_id
      and run.kind = 'allocate'
    left join operators operator
      on operator.mall_id = run.mall_id and operator.user_id = run.user_id
    where decision.mall_id = ${ctx.mallId} and decision.shipment_id = ${shipmentId}
    order by run.id desc limit ${SHOWN_DECISIONS}`,
  );
  return found.flatMap(({ rule, values, ...decision }) => {
    const reason = allocationReason(rule, values);
    return reason ? [{ ...decision, reason }] : [];
  });
}
