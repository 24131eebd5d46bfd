import { sql } from 'drizzle-orm';
import { storableJson, unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { CollectedOrder } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';

type Document = { orderId: number; lineCount: number; raw: unknown };

/** What the channel now sends of orders that changed. */
export function documentsOf(
  orders: readonly CollectedOrder[],
  orderIds: ReadonlyMap<string, number>,
  changed: ReadonlySet<number>,
): Document[] {
  return orders.flatMap(({ orderNo, lines, raw }) => {
    const orderId = orderIds.get(orderNo);
    if (orderId === undefined || !changed.has(orderId) || raw == null) return [];
    return { orderId, lineCount: lines.length, raw };
  });
}

/** Replaces what the channel sent before; an answer that holds only some of the lines is added to it. */
export async function renewDocuments(
  tx: Tx,
  ctx: Ctx,
  readAt: Date,
  documents: readonly Document[],
): Promise<void> {
  if (documents.length === 0) return;
  await tx.execute(sql`
    update order_documents document
    set read_at = ${readAt.toISOString()}, raw = case
      when given.line_count >= (select count(*) from order_lines line
        where line.mall_id = ${ctx.mallId} and line.order_id = document.order_id)
      then given.raw else (document.raw::jsonb || given.raw::jsonb)::json end
    from ${unnested<Document>(
      {
        order_id: ['bigint', (document) => document.orderId],
        line_count: ['int', (document) => document.lineCount],
        raw: ['json', (document) => storableJson(document.raw)],
      },
      documents,
    )}
    where document.mall_id = ${ctx.mallId} and document.order_id = given.order_id`);
}
