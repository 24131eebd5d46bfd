import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { ClaimKind } from '@/lib/channels/claim';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockClaim, withTouches } from '@/lib/shipments/claims/decide-claim';
import { followClaims } from '@/lib/shipments/claims/follow-claims';
import { lockOrderLines } from '@/lib/shipments/locks';

export type EnteredClaim = {
  orderLineId: number;
  kind: ClaimKind;
  qty: number;
  reason: string;
};

/** 클레임 등록: what the buyer of a sheet or typed order has asked for. It holds like any other. */
export async function enterClaim(ctx: Ctx, entered: EnteredClaim): Promise<{ claimId: number }> {
  return inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, [entered.orderLineId]);
    const [line] = await rows<{ leftQty: number; source: string }>(
      tx,
      sql`
      select line.qty - line.cancelled_qty - coalesce((
          select sum(case when claim.state in ('requested', 'accepted') then claim.qty
            else claim.sent_qty end) from claims claim
          where claim.mall_id = line.mall_id and claim.order_line_id = line.id), 0)::int as "leftQty", orders.source
      from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where line.mall_id = ${ctx.mallId} and line.id = ${entered.orderLineId}`,
    );
    if (!line) throw new ExpectedError('errors.notFound');
    if (line.source === 'channel') throw new ExpectedError('claims.errors.channelTells');
    if (entered.qty > line.leftQty)
      throw new ExpectedError('claims.errors.quantity', { qty: line.leftQty });
    const now = ctx.now.toISOString();
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into claims (mall_id, channel_id, order_line_id, claim_no, kind, state, qty, reason,
        requested_at, read_at, raw, source)
      select mall_id, channel_id, id, ${randomUUID()}, ${entered.kind}, 'requested', ${entered.qty},
        ${entered.reason}, ${now}, ${now}, '{}', 'hand'
      from order_lines where mall_id = ${ctx.mallId} and id = ${entered.orderLineId}
      returning id`,
    );
    const claim = await lockClaim(tx, ctx, id);
    await withTouches(tx, ctx, claim, 'enter', (touches) =>
      followClaims(tx, ctx, [entered.orderLineId], touches),
    );
    return { claimId: id };
  });
}
