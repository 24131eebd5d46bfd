import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';

export type WaybillGift = {
  shipmentId: number;
  courier: CourierKey;
  waybillNo: string;
  rangeId: number | null;
};

/** Writes numbers onto locked, allocated shipments, which become invoiced. */
export async function giveWaybills(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  given: { source: 'range' | 'sheet' | 'typed' | 'api'; rule: number; rows: WaybillGift[] },
): Promise<void> {
  if (given.rows.length === 0) return;
  const gifts = [...given.rows].sort((a, b) => a.shipmentId - b.shipmentId);
  const gift = sql`unnest(
    ${sql.param(gifts.map((row) => row.shipmentId))}::bigint[],
    ${sql.param(gifts.map((row) => row.courier))}::text[],
    ${sql.param(gifts.map((row) => row.waybillNo))}::text[],
    ${sql.param(gifts.map((row) => row.rangeId))}::bigint[]
  ) as gift (shipment_id, courier, waybill_no, range_id)`;
  await tx.execute(sql`
    insert into waybills (mall_id, courier, waybill_no, shipment_id, range_id, source, state,
      issued_at, run_id)
    select ${ctx.mallId}, gift.courier, gift.waybill_no, gift.shipment_id, gift.range_id,
      ${given.source}, 'issued', ${ctx.now.toISOString()}, ${runId}
    from ${gift}`);
  await tx.execute(sql`
    update shipments shipment
    set stage = 'invoiced', courier = gift.courier, waybill_no = gift.waybill_no,
      requested_export_id = null, requested_hash = null, why = ${given.rule}, why_values = '{}',
      last_run_id = ${runId}
    from ${gift}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = gift.shipment_id`);
}
