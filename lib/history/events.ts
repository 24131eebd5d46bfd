import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { Period } from '@/lib/period';
import { shownDetail } from '@/lib/recipients/mask';
import type { Subject } from './subject';

export type AskedEvents = Period & {
  userId: number | null;
  /** 접속기록, which stand apart from changes. */
  isAccess?: boolean;
  /** Only what happened to one of these. */
  subjects: readonly Subject[] | null;
};

export type HistoryEvent = {
  id: number;
  at: string;
  operator: string | null;
  /** Where the browser stood; null for what the product did by itself. */
  address: string | null;
  verb: string;
  subject: string;
  subjectId: number | null;
  /** What was changed, before and after where there is both; never personal data. */
  detail: Record<string, unknown>;
};

/** Single changes by people, newest on top; what runs did stands among the runs. */
export async function eventHistory(
  ctx: Ctx,
  asked: AskedEvents,
  request: PageRequest,
): Promise<Page<HistoryEvent>> {
  const found = foundEvents(ctx, asked);
  const { beyond, order } = keyset(request, [sql`event.id`]);
  return readMall(ctx, async (tx) => {
    const events = await rows<HistoryEvent>(
      tx,
      sql`
      select event.id, event.at, operator.name as operator, event.address, event.verb, event.subject,
        event.subject_id as "subjectId", ${shortDetail} || ${channelNames} as detail
      from audit_events event
      left join operators operator
        on operator.mall_id = event.mall_id and operator.user_id = event.user_id
      where ${found} ${beyond} ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from audit_events event where ${found}`,
    );
    const shown = events.map((event) => ({ ...event, detail: shownDetail(ctx, event.detail) }));
    return pageOf(shown, total, request, (event) => [event.id]);
  });
}

const CHANGES_SHOWN = 3;

/** Of a change of many rows the first ones; all of them stay in the log. */
const shortDetail = sql`case when jsonb_typeof(event.detail -> 'changes') = 'array'
  then event.detail || jsonb_build_object(
    'changes', jsonb_path_query_array(event.detail, ${`$.changes[0 to ${CHANGES_SHOWN - 1}]`}::jsonpath),
    'moreChanges', greatest(0, jsonb_array_length(event.detail -> 'changes') - ${CHANGES_SHOWN}))
  else event.detail end`;

/** Of what was done about several channels at once: which they are. */
const channelNames = sql`case when jsonb_typeof(event.detail -> 'channelIds') = 'array'
  then jsonb_build_object('channelNames', (
    select coalesce(jsonb_agg(channel.name order by channel.id), '[]') from channels channel
    where channel.mall_id = event.mall_id
      and event.detail -> 'channelIds' @> to_jsonb(channel.id)))
  else '{}' end`;

function foundEvents(ctx: Ctx, { from, until, userId, isAccess, subjects }: AskedEvents): SQL {
  return sql`event.mall_id = ${ctx.mallId} and event.subject <> 'run'
    and event.verb ${isAccess ? sql`in` : sql`not in`} ('member.signIn', 'member.signInFailed')
    and event.at >= ${from.toISOString()} and event.at < ${until.toISOString()}
    ${userId === null ? sql`` : sql`and event.user_id = ${userId}`}
    ${
      subjects
        ? sql`and (event.subject, event.subject_id) in (
            select * from unnest(${sql.param(subjects.map(({ kind }) => kind))}::text[],
              ${sql.param(subjects.map(({ id }) => id))}::bigint[]))`
        : sql``
    }`;
}
