import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import type { MakeOrdersInput } from '@/lib/practice/control';
import { allocateEverything, invoiceEverything } from '@/lib/shipments/intake/testing-intake';
import { shipShipments } from '@/lib/shipping/ship';
import { collectDue, type Shop } from './practice-shop';

const PLENTY = 1_000_000;

/** Orders that have left: all that is still to be done is telling the marketplaces. */
export async function shipOrders(shop: Shop, wishes: MakeOrdersInput): Promise<number> {
  const now = shop.clock().toISOString();
  await shop.control.makeOrders({ ...wishes, now, acknowledgedShare: 1 });
  const ctx = shop.ctx();
  await inMall(ctx, (tx) => tx.execute(sql`delete from matches where mall_id = ${ctx.mallId}`));
  await collectDue(shop);
  await allocateEverything(ctx, await plentiful(ctx));
  await invoiceEverything(ctx);
  const invoiced = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select id from shipments where mall_id = ${ctx.mallId} and stage = 'invoiced' order by id`,
    ),
  );
  const { shipped } = await shipShipments(
    ctx,
    invoiced.map((shipment) => shipment.id),
  );
  return shipped;
}

/** A composition of which there is enough for everybody. */
export async function plentiful(ctx: Ctx): Promise<number> {
  return inMall(ctx, async (tx) => {
    await tx.execute(sql`
      with more as (
        update stock set on_hand = on_hand + ${PLENTY} where mall_id = ${ctx.mallId}
        returning variant_id
      )
      insert into stock_movements (mall_id, variant_id, kind, qty, at)
      select ${ctx.mallId}, variant_id, 'receive', ${PLENTY}, ${ctx.now.toISOString()} from more`);
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`select min(composition_id) as id from composition_items where mall_id = ${ctx.mallId}`,
    );
    return id;
  });
}
