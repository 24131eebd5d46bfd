import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { LabelContent } from '@/lib/labels/label';

export type Sorting = NonNullable<LabelContent['sorting']>;

/** What the courier's API answered for the numbers that these shipments have now. */
export async function readSortings(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<Map<number, Sorting>> {
  const found = await rows<{ shipmentId: number; code: string; place: string | null }>(
    tx,
    sql`
    select booking.shipment_id as "shipmentId", booking.sorting_code as code,
      booking.sorting_place as place
    from courier_bookings booking
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = booking.shipment_id
      and shipment.waybill_no = booking.waybill_no
    where booking.mall_id = ${ctx.mallId} and booking.state in ('asked', 'issued')
      and booking.shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
      and booking.sorting_code <> ''`,
  );
  return new Map(
    found.map(({ shipmentId, code, place }) => [shipmentId, { code, place: place ?? '' }]),
  );
}
