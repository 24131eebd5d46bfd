import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** A number that a person or a sheet gave, of a parcel that was emptied: whoever types it again has it. */
export const isFreeAgain = sql`(waybills.state = 'retired' and waybills.source in ('typed', 'sheet'))`;

/**
 * Takes their numbers off parcels that a cancel has emptied. They stay known as retired, so that a
 * scan of the label that lies about says that its parcel is cancelled; what a channel was told stays.
 */
export async function retireEmptied(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    with emptied as (
      update shipments shipment
      set courier = null, waybill_no = null, printed_count = 0,
        hold_kinds = array_remove(shipment.hold_kinds, 'relabel')
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
        and shipment.stage = 'cancelled' and shipment.waybill_no is not null
        and not exists (
          select from pushes push
          where push.mall_id = shipment.mall_id and push.shipment_id = shipment.id
            and push.state in ('sending', 'done', 'unknown'))
      returning shipment.id
    )
    update waybills set state = 'retired'
    from emptied
    where waybills.mall_id = ${ctx.mallId} and waybills.shipment_id = emptied.id
      and waybills.state in ('issued', 'box')`);
}

type GivenNumber = { courier: string; waybillNo: string };

const numberColumns: Columns<GivenNumber> = {
  courier: ['text', ({ courier }) => courier],
  waybill_no: ['text', ({ waybillNo }) => waybillNo],
};

/** Makes room for numbers that are given again after the parcels they were on were emptied. */
export async function forgetEmptied(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  numbers: readonly GivenNumber[],
): Promise<void> {
  await tx.execute(sql`
    delete from waybills using ${unnested<GivenNumber>(numberColumns, [...numbers])}
    where waybills.mall_id = ${ctx.mallId} and waybills.courier = given.courier
      and waybills.waybill_no = given.waybill_no and ${isFreeAgain}`);
}
