import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { checkWaybillNo, normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { forgetEmptied } from '@/lib/shipments/parcels/emptied-numbers';

export type NewBox = { shipmentId: number; courier: CourierKey; waybillNo: string };

/** 복수박스: one more number of a parcel that has one. Channels are told the parcel's own number alone. */
export async function addBox(ctx: Ctx, box: NewBox): Promise<{ waybillNo: string }> {
  const waybillNo = normaliseWaybillNo(box.waybillNo);
  const check = checkWaybillNo(box.courier, waybillNo);
  if (check.verdict === 'refuse')
    throw new ExpectedError(`invoice.reasons.${check.reason}`, { waybillNo });
  return inMall(ctx, async (tx) => {
    const shipment = (await lockShipments(tx, ctx, [box.shipmentId])).get(box.shipmentId);
    if (!shipment) throw new ExpectedError('errors.notFound');
    if (shipment.waybillNo === null || !['invoiced', 'shipped'].includes(shipment.stage))
      throw new ExpectedError('ship.errors.noOwnNumber');
    await insertBox(tx, ctx, { ...box, waybillNo });
    await recordEvent(tx, ctx, {
      verb: 'box.add',
      subject: 'shipment',
      subjectId: box.shipmentId,
      detail: { courier: box.courier, waybillNo },
    });
    return { waybillNo };
  });
}

/** The number of a further box, typed by mistake, is free again. */
export async function removeBox(
  ctx: Ctx,
  { shipmentId, waybillNo }: { shipmentId: number; waybillNo: string },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    await lockShipments(tx, ctx, [shipmentId]);
    const removed = await rows(
      tx,
      sql`
      delete from waybills
      where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} and state = 'box'
        and waybill_no = ${waybillNo}
      returning id`,
    );
    if (removed.length === 0) throw new ExpectedError('errors.notFound');
    await recordEvent(tx, ctx, {
      verb: 'box.remove',
      subject: 'shipment',
      subjectId: shipmentId,
      detail: { waybillNo },
    });
  });
}

async function insertBox(tx: Tx, ctx: Ctx, { shipmentId, courier, waybillNo }: NewBox) {
  await forgetEmptied(tx, ctx, [{ courier, waybillNo }]);
  await tx
    .execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      values (${ctx.mallId}, ${courier}, ${waybillNo}, ${shipmentId}, 'typed', 'box',
        ${ctx.now.toISOString()})`)
    .catch((error: unknown) => {
      if (sqlState(error) === '23505') throw new ExpectedError('ship.errors.numberTaken');
      throw error;
    });
}
