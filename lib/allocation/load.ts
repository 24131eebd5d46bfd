import { type SQL, sql } from 'drizzle-orm';
import { asArrays, type Columns, columnsIn, oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Standing } from './reasons';

type ShipmentNumbers = {
  id: number;
  channelId: number;
  allocatedQty: number;
  wantedQty: number;
  amount: number;
  paidAtMs: number;
  shipByMs: number | null;
};

type OpenStanding = Standing & { stage: 'ready' | 'allocated' };

/** Open shipments by id, in columns: what stands at one place of each is of one shipment. */
export type OpenShipments = Columns<ShipmentNumbers> & { standing: OpenStanding[] };

/** Their lines in columns, those of one shipment together. */
export type OpenLines = {
  id: number[];
  shipmentId: number[];
  qty: number[];
  compositionId: (number | null)[];
  allocatedQty: ArrayLike<number>;
  /** 1: a gift, which keeps what was reserved with it. */
  isGift: ArrayLike<number>;
};

/** A run locks the shipments and the stock that it reads, each by id; a preview reads the same rows and locks nothing. */
export type Reading = 'locked' | 'unlocked';

/** Most are ready with nothing in the way, and only of others it is told how they stand. */
const AS_MOST: OpenStanding = {
  stage: 'ready',
  holdKinds: [],
  isUnacknowledged: false,
  isMarketShipped: false,
  requestedExportId: null,
};

const SHIPMENT_NUMBERS = [
  'id',
  'channelId',
  'allocatedQty',
  'wantedQty',
  'amount',
  'paidAtMs',
  'shipByMs',
] as const satisfies (keyof ShipmentNumbers)[];

/** The shipments that stand where these conditions look, by id. */
export async function loadShipments(
  tx: Tx,
  ctx: Ctx,
  where: SQL,
  reading: Reading,
): Promise<OpenShipments> {
  const found = await oneRow<
    Partial<Columns<ShipmentNumbers>> & { unusual: Record<number, OpenStanding> | null }
  >(
    tx,
    sql`
    select ${asArrays(SHIPMENT_NUMBERS)},
      json_object_agg(id, unusual) filter (where unusual is not null) as unusual
    from (
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
      order by id ${lock(reading)}
    ) as found`,
  );
  const columns = columnsIn<ShipmentNumbers>(found, SHIPMENT_NUMBERS);
  const unusual = found.unusual ?? {};
  return { ...columns, standing: columns.id.map((id) => unusual[id] ?? AS_MOST) };
}

const LINE_NUMBERS = ['id', 'shipmentId', 'qty', 'compositionId'] as const;

type LineNumbers = { id: number; shipmentId: number; qty: number; compositionId: number | null };

/**
 * The lines of these shipments, by shipment and id. Whoever changes a line has locked its shipment
 * before. Columns that say nothing of any line are not sent.
 */
export async function loadLines(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<OpenLines> {
  const { allocatedQty, isGift, ...numbers } = await oneRow<
    Partial<Columns<LineNumbers>> & { allocatedQty: number[] | null; isGift: number[] | null }
  >(
    tx,
    sql`
    select ${asArrays(LINE_NUMBERS)},
      case when max(allocated_qty) > 0 then array_agg(allocated_qty) end as "allocatedQty",
      case when count(gift_rule_id) > 0 then array_agg(num_nonnulls(gift_rule_id)) end as "isGift"
    from (
      select id, shipment_id as "shipmentId", qty, composition_id as "compositionId",
        allocated_qty, gift_rule_id
      from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      order by shipment_id, id
    ) as found`,
  );
  const columns = columnsIn<LineNumbers>(numbers, LINE_NUMBERS);
  const nothing = new Int32Array(columns.id.length);
  return { ...columns, allocatedQty: allocatedQty ?? nothing, isGift: isGift ?? nothing };
}

export async function loadChannelPriorities(tx: Tx, ctx: Ctx): Promise<Map<number, number>> {
  const found = await rows<{ id: number; priority: number }>(
    tx,
    sql`select id, priority from channels where mall_id = ${ctx.mallId}`,
  );
  return new Map(found.map((channel) => [channel.id, channel.priority]));
}

export const lock = (reading: Reading) => (reading === 'locked' ? sql`for update` : sql``);
