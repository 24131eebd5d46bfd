import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { LoadRow } from '../load/load-rows';

/** Chinese letters, and those of Hebrew, Arabic, Indian and Thai script: the font of labels has none. */
const MISSING = '[\\u0590-\\u0E7F\\u2E80-\\u2FDF\\u3400-\\u9FFF\\uF900-\\uFAFF]';

/** 연번 of labels whose recipient or address would be printed with empty boxes for letters. */
export async function boxedLetters(
  tx: Tx,
  ctx: Ctx,
  printed: readonly LoadRow[],
): Promise<number[]> {
  const ids = printed.map(({ shipmentId }) => shipmentId);
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and concat(recipient.name, recipient.address1, recipient.address2) ~ ${MISSING}`,
  );
  const boxed = new Set(found.map(({ id }) => id));
  return printed.filter(({ shipmentId }) => boxed.has(shipmentId)).map(({ rowNo }) => rowNo);
}
