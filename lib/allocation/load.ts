import { type SQL, sql } from 'drizzle-orm';
import { asArrays, type Columns, columnsIn, numberColumns, oneRow, rows, type Tx } from '@/db/rows';
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
  compositionId: number | null;
  /** A gift keeps what was reserved with it. */
  giftRuleId: number | null;
  /** What one unit is made of; told by the goods. */
  items: readonly Item[];
};

/** A run locks the shipments and the stock that it reads, each by id; a preview reads the same rows and locks nothing. */
export type Reading = 'locked' | 'unlocked';

/** How a shipment stands: most are ready with nothing in the way, and only of others it is told. */
type Unusual = Standing & Pick<OpenShipment, 'stage'>;

type UnusualById = Record<number, Unusual>;

const AS_MOST: Unusual = {
  stage: 'ready',
  holdKinds: [],
  isUnacknowledged: false,
  isMarketShipped: false,
  requestedExportId: null,
};

type Numbers = Omit<OpenShipment, keyof Unusual>;

const NUMBERS = [
  'id',
  'channelId',
  'allocatedQty',
  'wantedQty',
  'amount',
  'paidAtMs',
  'shipByMs',
] as const satisfies (keyof Numbers)[];

/** The shipments that stand where these conditions look, by id. */
export async function loadShipments(
  tx: Tx,
  ctx: Ctx,
  where: SQL,
  reading: Reading,
): Promise<OpenShipment[]> {
  const found = await oneRow<Partial<Columns<Numbers>> & { unusual: UnusualById | null }>(
    tx,
    sql`
    select ${asArrays(NUMBERS)},
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
  return shipmentsOf(columnsIn<Numbers>(found, NUMBERS), found.unusual ?? {});
}

/** Written out: this is done for each of tens of thousands. */
function shipmentsOf(columns: Columns<Numbers>, unusualById: UnusualById): OpenShipment[] {
  const { channelId, allocatedQty, wantedQty, amount, paidAtMs, shipByMs } = columns;
  return columns.id.map((id, at) => {
    const unusual = unusualById[id] ?? AS_MOST;
    return {
      id,
      channelId: channelId[at] ?? 0,
      allocatedQty: allocatedQty[at] ?? 0,
      wantedQty: wantedQty[at] ?? 0,
      amount: amount[at] ?? 0,
      paidAtMs: paidAtMs[at] ?? 0,
      shipByMs: shipByMs[at] ?? null,
      stage: unusual.stage,
      holdKinds: unusual.holdKinds,
      isUnacknowledged: unusual.isUnacknowledged,
      isMarketShipped: unusual.isMarketShipped,
      requestedExportId: unusual.requestedExportId,
    };
  });
}

/** The lines of these shipments, by id. Whoever changes a line has locked its shipment before. */
export async function loadLines(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<OpenLine[]> {
  const columns = await numberColumns<Omit<OpenLine, 'items'>>(
    tx,
    ['id', 'shipmentId', 'qty', 'allocatedQty', 'compositionId', 'giftRuleId'],
    sql`
    select id, shipment_id as "shipmentId", qty, allocated_qty as "allocatedQty",
      composition_id as "compositionId", gift_rule_id as "giftRuleId"
    from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by id`,
  );
  const { shipmentId, qty, allocatedQty, compositionId, giftRuleId } = columns;
  return columns.id.map((id, at) => ({
    id,
    shipmentId: shipmentId[at] ?? 0,
    qty: qty[at] ?? 0,
    allocatedQty: allocatedQty[at] ?? 0,
    compositionId: compositionId[at] ?? null,
    giftRuleId: giftRuleId[at] ?? null,
    items: NO_ITEMS,
  }));
}

const NO_ITEMS: readonly Item[] = [];

export async function loadChannelPriorities(tx: Tx, ctx: Ctx): Promise<Map<number, number>> {
  const found = await rows<{ id: number; priority: number }>(
    tx,
    sql`select id, priority from channels where mall_id = ${ctx.mallId}`,
  );
  return new Map(found.map((channel) => [channel.id, channel.priority]));
}

export const lock = (reading: Reading) => (reading === 'locked' ? sql`for update` : sql``);
