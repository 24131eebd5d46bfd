import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { takeNextRecipient } from '@/lib/shipments/address/next-recipient';
import { forgetEmptied } from '@/lib/shipments/parcels/emptied-numbers';
import type { Refusal } from './plan';

export type WaybillGift = {
  shipmentId: number;
  courier: CourierKey;
  waybillNo: string;
  rangeId: number | null;
};

const giftColumns: Columns<WaybillGift> = {
  shipment_id: ['bigint', (gift) => gift.shipmentId],
  courier: ['text', (gift) => gift.courier],
  waybill_no: ['text', (gift) => gift.waybillNo],
  range_id: ['bigint', (gift) => gift.rangeId],
};

/** Writes numbers onto locked shipments without one, which are or become invoiced. */
export async function giveWaybills(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  given: {
    source: 'range' | 'list' | 'sheet' | 'typed' | 'api';
    rule: number;
    rows: WaybillGift[];
  },
): Promise<void> {
  if (given.rows.length === 0) return;
  const gifts = [...given.rows].sort((a, b) => a.shipmentId - b.shipmentId);
  if (given.source === 'typed' || given.source === 'sheet') await forgetEmptied(tx, ctx, gifts);
  await tx.execute(sql`
    with gift as materialized (select * from ${unnested(giftColumns, gifts)}),
    issued as (
      insert into waybills (mall_id, courier, waybill_no, shipment_id, range_id, source, state,
        issued_at, run_id)
      select ${ctx.mallId}, courier, waybill_no, shipment_id, range_id, ${given.source}, 'issued',
        ${ctx.now.toISOString()}, ${runId}
      from gift
    )
    update shipments shipment
    set stage = case when shipment.stage = 'allocated' then 'invoiced' else shipment.stage end,
      courier = gift.courier, waybill_no = gift.waybill_no,
      printed_count = ${given.source === 'sheet' ? 1 : labelsElsewhere(ctx)},
      ship_method = 'parcel', is_method_chosen = false,
      is_bundle_locked = shipment.is_bundle_locked and not shipment.is_locked_by_method,
      is_locked_by_method = false,
      requested_export_id = null, ${takeNextRecipient}, why = ${given.rule}, why_values = '{}',
      last_run_id = ${runId}
    from gift
    where shipment.mall_id = ${ctx.mallId} and shipment.id = gift.shipment_id`);
}

/**
 * A supplier labels what he was asked to send, as the courier's program did what its sheet numbers: it
 * does not wait here for its print.
 */
const labelsElsewhere = (ctx: Pick<Ctx, 'mallId'>) => sql`
  case when shipment.requested_export_id is null then 0 else (
    select count(*) from exports asked
    where asked.mall_id = ${ctx.mallId} and asked.id = shipment.requested_export_id
      and asked.purpose = 'purchase') end`;

/**
 * Keeps on each row why it got no number: 송장상태 오류. Their last run stays, so that what allocated
 * them can still be taken back. What stands at another stage keeps that stage's reason.
 */
export async function noteRefusals(tx: Tx, ctx: Ctx, refused: readonly Refusal[]): Promise<void> {
  if (refused.length === 0) return;
  const columns: Columns<Refusal> = {
    shipment_id: ['bigint', (refusal) => refusal.shipmentId],
    rule: ['int', (refusal) => refusal.rule],
  };
  await tx.execute(sql`
    update shipments shipment set why = given.rule, why_values = '{}'
    from ${unnested(columns, refused)}
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.shipment_id
      and shipment.stage = 'allocated'`);
}
