import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ensureSingles } from '../compositions';
import { dropGifts } from '../parcels/lonely-gifts';
import { refreshShipments } from '../parcels/refresh';
import { setAllocation } from '../stock';

export type Gift = {
  shipmentId: number;
  /** The order it is given for. */
  orderId: number;
  ruleId: number;
  variantId: number;
  qty: number;
};

export type GiftChanges = {
  removed: { id: number; shipmentId: number; allocatedQty: number }[];
  added: readonly Gift[];
};

/**
 * Takes gifts out of shipments and puts others in, reserved at once. A gift has no order line, no
 * price, and stays where it is when a bundle comes apart. The caller holds the locks.
 */
export async function writeGifts(tx: Tx, ctx: Ctx, { removed, added }: GiftChanges): Promise<void> {
  if (removed.length > 0) await dropGifts(tx, ctx, removed);
  if (added.length > 0) await addGifts(tx, ctx, added);
  const touched = [...removed, ...added].map((gift) => gift.shipmentId);
  await refreshShipments(
    tx,
    ctx,
    [...new Set(touched)].sort((a, b) => a - b),
  );
}

async function addGifts(tx: Tx, ctx: Ctx, gifts: readonly Gift[]) {
  await ensureSingles(tx, ctx, [...new Set(gifts.map((gift) => gift.variantId))]);
  const lines = await rows<{ lineId: number; allocatedQty: number }>(
    tx,
    sql`
    insert into shipment_lines (mall_id, shipment_id, order_id, qty, amount, composition_id,
      home_shipment_id, gift_rule_id)
    select ${ctx.mallId}::bigint, given.shipment_id, given.order_id, given.qty, 0, single.id,
      given.shipment_id, given.rule_id
    from ${unnested<Gift>(
      {
        shipment_id: ['bigint', (gift) => gift.shipmentId],
        order_id: ['bigint', (gift) => gift.orderId],
        rule_id: ['bigint', (gift) => gift.ruleId],
        variant_id: ['bigint', (gift) => gift.variantId],
        qty: ['int', (gift) => gift.qty],
      },
      gifts,
    )}
    join compositions single
      on single.mall_id = ${ctx.mallId} and single.fingerprint = given.variant_id || 'x1'
    order by given.shipment_id, given.rule_id
    returning id as "lineId", qty as "allocatedQty"`,
  );
  await setAllocation(tx, ctx, lines);
}
