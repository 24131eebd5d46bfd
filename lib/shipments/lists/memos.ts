import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { shownText } from '@/lib/recipients/mask';

export type PackingMemo = { kind: 'order' | 'cs'; text: string };

/** 주문메모 and CS메모 of every order in these parcels, for whoever packs them; the oldest first. */
export async function packingMemos(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId' | 'canSeePersonalData'>,
  shipmentIds: readonly number[],
): Promise<Map<number, PackingMemo[]>> {
  const found = await rows<PackingMemo & { shipmentId: number }>(
    tx,
    sql`
    select distinct part.shipment_id as "shipmentId", memo.id, memo.kind, memo.text
    from shipment_lines part
    join memos memo on memo.mall_id = part.mall_id and memo.order_id = part.order_id
    where part.mall_id = ${ctx.mallId} and part.qty > 0
      and part.shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
      and memo.removed_at is null
    order by 1, memo.id`,
  );
  const byShipment = grouped(found, (memo) => memo.shipmentId);
  return new Map(
    [...byShipment].map(([id, memos]) => [
      id,
      memos.map(({ kind, text }) => ({ kind, text: shownText(ctx, text) })),
    ]),
  );
}
