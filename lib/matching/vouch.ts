import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { lockMatching } from '@/lib/shipments/locks';

/** 이상 없음: a person says that odd matches are right; their open and later lines are not flagged. */
export async function vouchForMatches(ctx: Ctx, matchIds: number[]): Promise<{ matches: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const { matches } = await oneRow<{ matches: number }>(
      tx,
      sql`
      with vouched as (
        update matches set oddities = '{}'
        where mall_id = ${ctx.mallId} and id = any(${sql.param(matchIds)}::bigint[])
        returning channel_id, product_key, option_key, composition_id
      ), cleared as (
        update shipment_lines part set match_oddities = null
        from vouched
        join order_lines line on line.mall_id = ${ctx.mallId}
          and line.channel_id = vouched.channel_id and line.product_key = vouched.product_key
          and line.option_key = vouched.option_key
        where part.mall_id = ${ctx.mallId} and part.order_line_id = line.id
          and part.composition_id = vouched.composition_id and part.match_oddities is not null
      )
      select count(*)::int as matches from vouched`,
    );
    await recordEvent(tx, ctx, {
      verb: 'match.vouch',
      subject: 'match',
      subjectId: matchIds[0] ?? null,
      detail: { matchIds },
    });
    return { matches };
  });
}

/** The same for one line, whose match may not be remembered at all. */
export async function vouchForLine(ctx: Ctx, lineId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update shipment_lines set match_oddities = null
      where mall_id = ${ctx.mallId} and id = ${lineId}`);
    await recordEvent(tx, ctx, {
      verb: 'match.vouchLine',
      subject: 'shipment',
      subjectId: null,
      detail: { lineId },
    });
  });
}
