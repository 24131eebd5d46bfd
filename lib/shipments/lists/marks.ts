import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { shownText } from '@/lib/recipients/mask';
import type { Region } from '@/lib/recipients/region';
import { regionReaderOf } from '../holds/remote-areas';

/** What a list shows of a parcel beside its number: where it goes far, what people noted and told. */
export type ParcelMarks = {
  region: Region | null;
  /** 발송지연 안내: the day that buyers of it were told last. */
  delayedTo: string | null;
  memos: { kind: 'order' | 'cs'; text: string }[];
};

type Marked = Omit<ParcelMarks, 'region'> & { id: number; postcode: string };

/** Marks of these parcels, one statement for a page of a list. Who has none is left out. */
export async function parcelMarks(
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<Map<number, ParcelMarks>> {
  if (shipmentIds.length === 0) return new Map();
  return readMall(ctx, async (tx) => {
    const regionOf = await regionReaderOf(tx, ctx);
    const found = await rows<Marked>(
      tx,
      sql`
      select shipment.id, recipient.postcode, coalesce(noted.memos, '[]'::json) as memos,
        told."delayedTo"
      from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      left join lateral (
        select json_agg(json_build_object('kind', memo.kind, 'text', memo.text)
          order by memo.id) as memos
        from memos memo
        where memo.mall_id = shipment.mall_id and memo.removed_at is null
          and memo.order_id in (
            select part.order_id from shipment_lines part
            where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
              and part.qty > 0)
      ) noted on true
      left join lateral (
        select max(notice.ship_on) as "delayedTo"
        from shipment_lines part
        join seller_notices notice on notice.mall_id = part.mall_id
          and notice.order_line_id = part.order_line_id
          and notice.kind = 'delay' and notice.state = 'done'
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
      ) told on true
      where shipment.mall_id = ${ctx.mallId}
        and shipment.id = any(${sql.param([...shipmentIds])}::bigint[])`,
    );
    const marks = found.map(({ id, postcode, memos, delayedTo }) => {
      const shown = memos.map((memo) => ({ ...memo, text: shownText(ctx, memo.text) }));
      return [id, { region: regionOf(postcode), memos: shown, delayedTo }] as const;
    });
    return new Map(marks.filter(([, mark]) => isMarked(mark)));
  });
}

const isMarked = ({ region, memos, delayedTo }: ParcelMarks) =>
  region !== null || delayedTo !== null || memos.length > 0;
