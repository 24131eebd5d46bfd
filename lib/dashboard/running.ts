import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { isNumbering } from '@/lib/invoicing/numbers/numbering-run';

export const runningKinds = [
  'collection',
  'acknowledgement',
  'reconciliation',
  'orders',
  'waybills',
  'matches',
  'variants',
  'counts',
  'export',
  'numbering',
  'drawing',
  'waybillFile',
  'push',
  'answer',
  'notice',
  'tracking',
] as const;

export type RunningJob = {
  kind: (typeof runningKinds)[number];
  id: number;
  /** The channel or the file; empty where the kind says all. */
  name: string;
  isWaiting: boolean;
  done: number;
  /** Null while nobody knows how many there are. */
  total: number | null;
};

const SHOWN = 20;

/** 처리중: what the jobs process works on or has queued, the longest waiting first, and how many there are. */
export async function runningJobs(ctx: Ctx): Promise<{ jobs: RunningJob[]; count: number }> {
  const found = await readMall(ctx, (tx) =>
    rows<RunningJob & { count: number }>(
      tx,
      sql`
      select kind, id, name, "isWaiting", done, total, count(*) over ()::int as count
      from (
        select 'collection' as kind, run.id, channel.name, run.state = 'queued' as "isWaiting",
          run.fetched as done, null::int as total, run.due_at
        from collection_runs run
        join channels channel on channel.mall_id = run.mall_id and channel.id = run.channel_id
        where run.mall_id = ${ctx.mallId} and run.state in ('queued', 'running')
        union all
        select 'acknowledgement', work.id, channel.name, work.state = 'queued', (
            select count(*)::int from acknowledgement_lines line
            where line.mall_id = work.mall_id and line.acknowledgement_id = work.id
              and line.outcome is not null
          ), work.line_count, work.due_at
        from acknowledgements work
        join channels channel on channel.mall_id = work.mall_id and channel.id = work.channel_id
        where work.mall_id = ${ctx.mallId} and work.state in ('queued', 'running')
        union all
        select 'reconciliation', work.id, channel.name, work.state = 'queued', 0, null, work.due_at
        from reconciliations work
        join channels channel on channel.mall_id = work.mall_id and channel.id = work.channel_id
        where work.mall_id = ${ctx.mallId} and work.state in ('queued', 'running')
        union all
        select purpose, id, file_name, state in ('queued', 'to_register'), done_count,
          nullif(row_count, 0), due_at
        from uploads
        where mall_id = ${ctx.mallId}
          and state in ('queued', 'parsing', 'to_register', 'registering')
        union all
        select 'export', id, template_name, state = 'queued', done_count, nullif(row_count, 0), due_at
        from exports where mall_id = ${ctx.mallId} and state in ('queued', 'running')
        union all
        select 'numbering', id, coalesce(conditions->>'account', ''), false,
          (counts->>'numbered')::int + (counts->>'refused')::int, (conditions->>'asked')::int,
          started_at
        from runs run
        where mall_id = ${ctx.mallId} and ${isNumbering(ctx)}
        union all
        select 'drawing', id, name, state = 'queued', done_count, nullif(row_count, 0), due_at
        from drawings where mall_id = ${ctx.mallId} and state in ('queued', 'running')
        union all
        select 'waybillFile', file.id, channel.name, file.state = 'queued', 0, file.row_count,
          file.due_at
        from waybill_files file
        join channels channel on channel.mall_id = file.mall_id and channel.id = file.channel_id
        where file.mall_id = ${ctx.mallId} and file.state in ('queued', 'running')
        union all
        ${toldTo(ctx, { kind: 'push', table: 'pushes', waiting: 'waiting', working: 'sending' })}
        union all
        ${toldTo(ctx, { kind: 'answer', table: 'claim_answers', waiting: 'queued', working: 'running' })}
        union all
        ${toldTo(ctx, { kind: 'notice', table: 'seller_notices', waiting: 'queued', working: 'running' })}
        union all
        select 'tracking', id, courier, state = 'queued', asked_count, null, due_at
        from tracking_rounds
        where mall_id = ${ctx.mallId} and (state = 'running'
          or (state = 'queued' and due_at <= ${ctx.now.toISOString()}))
      ) as work
      order by "isWaiting", due_at
      limit ${SHOWN}`,
    ),
  );
  return { jobs: found.map(({ count, ...job }) => job), count: found[0]?.count ?? 0 };
}

type Told = {
  kind: RunningJob['kind'];
  table: 'pushes' | 'claim_answers' | 'seller_notices';
  waiting: string;
  working: string;
};

/** What channels are told row by row stands there as one job, without what waits for other parcels. */
function toldTo(ctx: Ctx, { kind, table, waiting, working }: Told): SQL {
  return sql`
    select ${sql.raw(`'${kind}'`)}, 0, '', count(*) filter (where state = ${working}) = 0,
      count(*) filter (where state = ${working})::int, count(*)::int, min(due_at)
    from ${sql.raw(table)}
    where mall_id = ${ctx.mallId} and state in (${waiting}, ${working}) and due_at < 'infinity'
    having count(*) > 0`;
}
