import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { type GiftCounts, giveGiftsTo } from '@/lib/shipments/gifts/give-gifts';
import { mayChange } from '@/lib/shipments/gifts/read-gifts';

/** Gives each open parcel the gifts that it is due now, and takes back those that it is not. */
export async function giveGifts(ctx: Ctx): Promise<GiftCounts> {
  return inMall(ctx, async (tx) => {
    const counts = await giveGiftsTo(tx, ctx, await parcelsToLookAt(tx, ctx));
    if (counts.given + counts.takenBack === 0) return counts;
    const event = { verb: 'gift.give', subject: 'shipment', subjectId: null } as const;
    await recordEvent(tx, ctx, { ...event, detail: counts });
    return counts;
  });
}

/** All that are open, or, while no rule gives anything, those with a gift to take back. */
async function parcelsToLookAt(tx: Tx, ctx: Ctx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${mayChange}
      and (exists (select from gift_rules where mall_id = ${ctx.mallId} and is_active)
        or shipment.id in (select shipment_id from shipment_lines
          where mall_id = ${ctx.mallId} and gift_rule_id is not null))
    order by id`,
  );
  return found.map((row) => row.id);
}
