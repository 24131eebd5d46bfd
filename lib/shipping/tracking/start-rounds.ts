import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { hasKey, tellsOfParcels } from './round-store';

/** Too early to have arrived anywhere. */
const FIRST_LOOK_MS = 10 * 60_000;

/** From now on the couriers of these parcels are asked where they are, if the mall has whom to ask. */
export async function startTracking(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  if (shipmentIds.length === 0) return;
  const dueAt = new Date(ctx.now.getTime() + FIRST_LOOK_MS).toISOString();
  const hasService = sql`exists (
    select from tracking_services where mall_id = ${ctx.mallId} and ${hasKey})`;
  const hasContract = sql`exists (
    select from courier_accounts where mall_id = ${ctx.mallId} and ${tellsOfParcels})`;
  // Without anybody to ask, what is asked once of the mall spares reading the parcels.
  await tx.execute(sql`
    insert into tracking_rounds as round (mall_id, courier, state, due_at)
    select distinct ${ctx.mallId}::bigint, shipment.courier, 'queued', ${dueAt}::timestamptz
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.waybill_no is not null
      and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      and (${hasService} or ${hasContract}) and (${hasService} or shipment.courier = 'cj')
    order by 2
    on conflict (mall_id, courier) do update set state = 'queued', due_at = excluded.due_at
    where round.state = 'resting'`);
}
