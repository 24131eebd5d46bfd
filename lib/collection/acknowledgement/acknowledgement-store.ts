import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import { notify } from '@/lib/notifications/notify';
import { LeaseLost } from '../run-store';
import type { AcknowledgeOutcome } from './acknowledge';
import { recordAcknowledged } from './acknowledge-store';

export const acknowledgementWork: WorkTable = {
  table: 'acknowledgements',
  waiting: 'queued',
  working: 'running',
  oneAtATime: 'channel_id',
};

/** 발주확인 that this process holds. */
export type OpenAcknowledgement = Lease & {
  channelId: number;
  marketplace: string;
  requestedBy: number | null;
};

/** Null when another process has it by now. */
export async function openAcknowledgement(
  ctx: Ctx,
  lease: Lease,
): Promise<OpenAcknowledgement | null> {
  const [opened] = await inMall(ctx, (tx) =>
    rows<Omit<OpenAcknowledgement, keyof Lease>>(
      tx,
      sql`
      select work.channel_id as "channelId", channel.marketplace,
        work.requested_by as "requestedBy"
      from acknowledgements work
      join channels channel on channel.mall_id = work.mall_id and channel.id = work.channel_id
      where work.mall_id = ${ctx.mallId} and work.id = ${lease.id} and work.state = 'running'
        and work.attempts = ${lease.attempt}`,
    ),
  );
  return opened ? { ...opened, ...lease } : null;
}

export type Portion = { lineIds: number[]; heard: Set<number> };

/**
 * The next lines to ask for, and which of them were asked for before without an answer. From now
 * on the channel may have heard of all of them.
 */
export async function takePortion(
  ctx: Ctx,
  work: OpenAcknowledgement,
  size: number,
): Promise<Portion> {
  return inMall(ctx, async (tx) => {
    await prove(tx, ctx, work);
    const taken = await rows<{ lineId: number; isHeard: boolean }>(
      tx,
      sql`
      with next as (
        select order_line_id, asked_at is not null as is_heard from acknowledgement_lines
        where mall_id = ${ctx.mallId} and acknowledgement_id = ${work.id} and outcome is null
        order by asked_at nulls last, order_line_id
        limit ${size}
      )
      update acknowledgement_lines line
      set asked_at = coalesce(line.asked_at, ${ctx.now.toISOString()})
      from next
      where line.mall_id = ${ctx.mallId} and line.acknowledgement_id = ${work.id}
        and line.order_line_id = next.order_line_id
      returning line.order_line_id as "lineId", next.is_heard as "isHeard"`,
    );
    return {
      lineIds: taken.map((line) => line.lineId),
      heard: new Set(taken.flatMap((line) => (line.isHeard ? line.lineId : []))),
    };
  });
}

type Answer = {
  lineId: number;
  outcome: AcknowledgeOutcome['outcome'] | 'not_waiting';
  message: string;
};

/** A line that is to be asked for again keeps no outcome; one the channel refused to hear is unasked. */
export async function recordAnswers(
  tx: Tx,
  ctx: Ctx,
  work: OpenAcknowledgement,
  answers: Answer[],
): Promise<void> {
  await prove(tx, ctx, work);
  if (answers.length === 0) return;
  await tx.execute(sql`
    update acknowledgement_lines line
    set outcome = case when given.outcome in ('retry', 'unknown') then null else given.outcome end,
      message = given.message,
      asked_at = case when given.outcome = 'retry' then null else line.asked_at end
    from ${unnested<Answer>(
      {
        line_id: ['bigint', (answer) => answer.lineId],
        outcome: ['text', (answer) => answer.outcome],
        message: ['text', (answer) => answer.message.slice(0, 500)],
      },
      answers,
    )}
    where line.mall_id = ${ctx.mallId} and line.acknowledgement_id = ${work.id}
      and line.order_line_id = given.line_id`);
}

/** How many rounds in a row failed, and how many of a busy channel came since the last answer. */
type VainRounds = { failures: number; busyRounds: number };

/** Counts a round that brought nothing, or forgets those before; returns how many there were. */
export async function countRound(
  ctx: Ctx,
  work: OpenAcknowledgement,
  round: 'answered' | 'busy' | 'failed',
): Promise<VainRounds> {
  return inMall(ctx, async (tx) => {
    await prove(tx, ctx, work);
    return oneRow<VainRounds>(
      tx,
      sql`
      update acknowledgements
      set failures = case when ${round} = 'failed' then failures + 1 else 0 end,
        busy_rounds = case ${round} when 'answered' then 0 when 'busy' then busy_rounds + 1
          else busy_rounds end
      where mall_id = ${ctx.mallId} and id = ${work.id}
      returning failures, busy_rounds as "busyRounds"`,
    );
  });
}

/** What has no answer by now stays without one, and is told. Leaves the one line in the history. */
export async function closeAcknowledgement(ctx: Ctx, work: OpenAcknowledgement): Promise<void> {
  await inMall(ctx, async (tx) => {
    await prove(tx, ctx, work);
    await tx.execute(sql`
      update acknowledgement_lines
      set outcome = case when asked_at is null then 'retry' else 'unknown' end
      where mall_id = ${ctx.mallId} and acknowledgement_id = ${work.id} and outcome is null`);
    await tx.execute(sql`
      update acknowledgements
      set state = 'done', finished_at = ${ctx.now.toISOString()}, leased_until = null
      where mall_id = ${ctx.mallId} and id = ${work.id}`);
    const detail = await oneRow<{ accepted: number; asked: number }>(
      tx,
      sql`
      select count(*) filter (where outcome in ('accepted', 'already'))::int as accepted,
        count(*)::int as asked
      from acknowledgement_lines
      where mall_id = ${ctx.mallId} and acknowledgement_id = ${work.id}`,
    );
    await recordAcknowledged(tx, ctx, work.channelId, detail);
    await tellUnheard(tx, ctx, work);
  });
}

/** Tells people once of lines that ended without an answer, as far as they still wait in the list. */
async function tellUnheard(tx: Tx, ctx: Ctx, work: OpenAcknowledgement): Promise<void> {
  const { channel, lines } = await oneRow<{ channel: string; lines: number }>(
    tx,
    sql`
    select channel.name as channel, (
        select count(*)::int from acknowledgement_lines asked
        join order_lines line on line.mall_id = asked.mall_id and line.id = asked.order_line_id
          and line.channel_state = 'paid' and line.qty > line.cancelled_qty
        where asked.mall_id = channel.mall_id and asked.acknowledgement_id = ${work.id}
          and asked.outcome in ('retry', 'unknown')) as lines
    from channels channel
    where channel.mall_id = ${ctx.mallId} and channel.id = ${work.channelId}`,
  );
  if (lines === 0) return;
  await notify(tx, ctx, {
    kind: 'acknowledgement_unheard',
    subject: 'channel',
    subjectId: work.channelId,
    values: { channel, lines },
  });
}

async function prove(tx: Tx, ctx: Ctx, work: OpenAcknowledgement): Promise<void> {
  if (!(await holdLease(tx, ctx, acknowledgementWork, work))) throw new LeaseLost();
}
