import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Touches } from '../runs/touches';
import { hold } from './hold';

/**
 * 재출력 필요: holds those of these parcels whose content now differs from what is printed or with
 * the courier, until they have a new label. The caller holds the locks.
 */
export async function markForRelabelling(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  touches: Touches,
): Promise<void> {
  if (shipmentIds.length === 0) return;
  const outdated = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      and shipment.stage in ('ready', 'allocated', 'invoiced')
      and not 'relabel' = any(shipment.hold_kinds)
      and (shipment.printed_count > 0 or shipment.requested_export_id is not null or exists (
        select from waybills waybill
        where waybill.mall_id = shipment.mall_id and waybill.shipment_id = shipment.id
          and waybill.state = 'issued' and waybill.source in ('sheet', 'api')))
    order by shipment.id`,
  );
  const ids = outdated.map((shipment) => shipment.id);
  await hold(tx, ctx, ids, 'relabel');
  for (const id of ids) touches.add('relabel', id, []);
}
