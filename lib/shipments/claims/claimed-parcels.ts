import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Stage } from '../stages';

export type ClaimedShipment = {
  id: number;
  stage: Stage;
  holdKinds: string[];
  qty: number;
  waybillNo: string | null;
};

/** The parcels in which units of the claimed line stand. */
export function claimedParcels(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  orderLineId: number,
): Promise<ClaimedShipment[]> {
  return rows<ClaimedShipment>(
    tx,
    sql`
    select shipment.id, shipment.stage, shipment.hold_kinds as "holdKinds",
      sum(part.qty)::int as qty, shipment.waybill_no as "waybillNo"
    from shipment_lines part
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    where part.mall_id = ${ctx.mallId} and part.order_line_id = ${orderLineId}
    group by shipment.id, shipment.stage, shipment.hold_kinds, shipment.waybill_no
    order by shipment.id`,
  );
}
