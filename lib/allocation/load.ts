import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
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
  compositionId: number | null;
  /** A gift keeps what was reserved with it. */
  isGift?: boolean;
};

/** A run locks the shipments and the stock that it reads, each by id; a preview reads the same rows and locks nothing. */
export type Reading = 'locked' | 'unlocked';

type ShipmentRow = Omit<OpenShipment, keyof Unusual> & {
  /** Null where it stands as most do: ready, and nothing in the way. */
  unusual: Unusual | null;
};

type Unusual = Standing & Pick<OpenShipment, 'stage'>;

const AS_MOST: Unusual = {
  stage: 'ready',
  holdKinds: [],
  isUnacknowledged: false,
  isMarketShipped: false,
  requestedExportId: null,
};

/** The shipments that stand where these conditions look, by id. */
export async function loadShipments(
  tx: Tx,
  ctx: Ctx,
  where: SQL,
  reading: Reading,
): Promise<OpenShipment[]> {
  const found = await rows<ShipmentRow>(
    tx,
    sql`
    select id, channel_id as "channelId", allocated_qty as "allocatedQty",
      wanted_qty as "wantedQty", amount,
      (date_part('epoch', paid_at) * 1000)::bigint as "paidAtMs",
      (date_part('epoch', ship_by) * 1000)::bigint as "shipByMs",
      case when stage <> 'ready' or hold_kinds <> '{}' or is_unacknowledged or is_market_shipped
        or requested_export_id is not null
      then json_build_object('stage', stage, 'holdKinds', hold_kinds,
        'isUnacknowledged', is_unacknowledged, 'isMarketShipped', is_market_shipped,
        'requestedExportId', requested_export_id)
      end as unusual
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and is_open and not is_history
      and stage in ('ready', 'allocated') and ${where}
    order by id ${lock(reading)}`,
  );
  return found.map(shipmentOf);
}

/** Written out: this is done for each of tens of thousands. */
function shipmentOf(row: ShipmentRow): OpenShipment {
  const unusual = row.unusual ?? AS_MOST;
  return {
    id: row.id,
    channelId: row.channelId,
    allocatedQty: row.allocatedQty,
    wantedQty: row.wantedQty,
    amount: row.amount,
    paidAtMs: row.paidAtMs,
    shipByMs: row.shipByMs,
    stage: unusual.stage,
    holdKinds: unusual.holdKinds,
    isUnacknowledged: unusual.isUnacknowledged,
    isMarketShipped: unusual.isMarketShipped,
    requestedExportId: unusual.requestedExportId,
  };
}

/** The lines of these shipments, by id. Whoever changes a line has locked its shipment before. */
export async function loadLines(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<OpenLine[]> {
  return rows<OpenLine>(
    tx,
    sql`
    select id, shipment_id as "shipmentId", qty, allocated_qty as "allocatedQty",
      composition_id as "compositionId", gift_rule_id is not null as "isGift"
    from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by id`,
  );
}

export async function loadChannelPriorities(tx: Tx, ctx: Ctx): Promise<Map<number, number>> {
  const found = await rows<{ id: number; priority: number }>(
    tx,
    sql`select id, priority from channels where mall_id = ${ctx.mallId}`,
  );
  return new Map(found.map((channel) => [channel.id, channel.priority]));
}

export const lock = (reading: Reading) => (reading === 'locked' ? sql`for update` : sql``);
