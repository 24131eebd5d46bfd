import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** Notes with an undo which shipments it left as they are, each with the run that touched it last. */
export async function noteKept(
  tx: Tx,
  ctx: Ctx,
  undoRunId: number,
  shipmentIds: readonly number[],
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update runs set conditions = conditions || jsonb_build_object('kept', (
      select jsonb_agg(jsonb_build_array(shipment.id,
        greatest(shipment.last_run_id, home.last_run_id)) order by shipment.id)
      from shipments shipment
      left join shipments home
        on home.mall_id = shipment.mall_id and home.id = shipment.absorbed_by
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(${sql.param(shipmentIds)}::bigint[])))
    where mall_id = ${ctx.mallId} and id = ${undoRunId}`);
}

export type KeptShipment = {
  id: number;
  orderId: number;
  orderNo: string;
  stage: string;
  /** What touched it after the run that was taken back; null where none did, but it went on since. */
  touched: { kind: string; at: string } | null;
};

/** What an undo left as it is, and why. */
export async function keptByUndo(ctx: Ctx, undoRunId: number): Promise<KeptShipment[]> {
  return readMall(ctx, (tx) =>
    rows<KeptShipment>(
      tx,
      sql`
      select shipment.id, orders.id as "orderId", orders.order_no as "orderNo", shipment.stage,
        case when touching.id is not null
          then json_build_object('kind', touching.kind, 'at', touching.started_at) end as touched
      from runs undo
      cross join jsonb_array_elements(undo.conditions->'kept') as kept
      join shipments shipment
        on shipment.mall_id = undo.mall_id and shipment.id = (kept->>0)::bigint
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      left join runs touching on touching.mall_id = undo.mall_id
        and touching.id = (kept->>1)::bigint and touching.id > undo.undoes_run_id
      where undo.mall_id = ${ctx.mallId} and undo.id = ${undoRunId}
      order by shipment.id`,
    ),
  );
}
