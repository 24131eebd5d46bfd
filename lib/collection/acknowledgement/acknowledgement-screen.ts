import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type ShownAcknowledgement = {
  id: number;
  channelName: string;
  marketplace: string;
  state: 'queued' | 'running' | 'done';
  asked: number;
  answered: number;
  accepted: number;
  dueAt: string;
  finishedAt: string | null;
  operator: string | null;
};

/** 발주확인 that goes on or ended within the last hour, the newest on top. */
export async function recentAcknowledgements(ctx: Ctx): Promise<ShownAcknowledgement[]> {
  return readMall(ctx, (tx) =>
    rows<ShownAcknowledgement>(
      tx,
      sql`
      select work.id, channel.name as "channelName", channel.marketplace, work.state,
        work.line_count as asked, counted.*, work.due_at as "dueAt",
        work.finished_at as "finishedAt", operator.name as operator
      from acknowledgements work
      join channels channel on channel.mall_id = work.mall_id and channel.id = work.channel_id
      left join operators operator
        on operator.mall_id = work.mall_id and operator.user_id = work.requested_by
      cross join lateral (
        select count(*) filter (where line.outcome is not null)::int as answered,
          count(*) filter (where line.outcome in ('accepted', 'already'))::int as accepted
        from acknowledgement_lines line
        where line.mall_id = work.mall_id and line.acknowledgement_id = work.id
      ) counted
      where work.mall_id = ${ctx.mallId} and (work.state in ('queued', 'running')
        or work.finished_at > ${ctx.now.toISOString()}::timestamptz - interval '1 hour')
      order by work.id desc`,
    ),
  );
}
