import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { ClaimVerb } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { byId } from '@/lib/paging-by-id';
import { shownText } from '@/lib/recipients/mask';

export type AnswerRow = {
  id: number;
  /** One of the claim's lines, to open it by. */
  claimId: number;
  verb: ClaimVerb;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  product: string;
  reason: string;
  detail: string;
  waybillNo: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'unknown' | 'withdrawn';
  answerMessage: string;
  operator: string | null;
  createdAt: string;
};

/** What the channel was or is to be told of the claims of an order, the newest on top. */
export function answersOfOrder(ctx: Ctx, orderId: number): Promise<AnswerRow[]> {
  return newestFirst(
    ctx,
    sql`exists (
      select from order_lines line
      join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
      where line.mall_id = answer.mall_id and line.order_id = ${orderId}
        and claim.channel_id = answer.channel_id and claim.claim_no = answer.claim_no)`,
  );
}

export function answersOfClaim(ctx: Ctx, claimId: number): Promise<AnswerRow[]> {
  return newestFirst(
    ctx,
    sql`(answer.channel_id, answer.claim_no) = (
      select channel_id, claim_no from claims
      where mall_id = ${ctx.mallId} and id = ${claimId})`,
  );
}

const listed = {
  open: sql`answer.state in ('queued', 'running', 'failed', 'unknown')`,
  failed: sql`answer.state in ('failed', 'unknown')`,
} as const;

export const answerLists = ['open', 'failed'] as const satisfies (keyof typeof listed)[];

export type AnswerList = (typeof answerLists)[number];

/** All that is on its way, was refused, or has no known outcome, or without the first; the newest on top. */
export async function openAnswers(
  ctx: Ctx,
  list: AnswerList,
  request: PageRequest,
): Promise<Page<AnswerRow>> {
  const { beyond, order } = byId(request, sql.raw('answer.id'));
  return readMall(ctx, async (tx) => {
    const found = await readAnswers(tx, ctx, sql`${listed[list]} ${beyond} ${order}`);
    return pageOf(found, (await countsOf(tx, ctx))[list], request, ({ id }) => [id]);
  });
}

/** How many stand in each list; what is in the first alone is on its way. */
export function answerCounts(ctx: Ctx): Promise<Record<AnswerList, number>> {
  return readMall(ctx, (tx) => countsOf(tx, ctx));
}

function countsOf(tx: Tx, ctx: Ctx): Promise<Record<AnswerList, number>> {
  return oneRow(
    tx,
    sql`
    select count(*)::int as open, count(*) filter (where ${listed.failed})::int as failed
    from claim_answers answer
    where answer.mall_id = ${ctx.mallId} and ${listed.open}`,
  );
}

function newestFirst(ctx: Ctx, which: SQL): Promise<AnswerRow[]> {
  return readMall(ctx, (tx) => readAnswers(tx, ctx, sql`${which} order by answer.id desc`));
}

async function readAnswers(tx: Tx, ctx: Ctx, which: SQL): Promise<AnswerRow[]> {
  const answers = await rows<AnswerRow>(
    tx,
    sql`
    select answer.id, claimed."claimId", answer.verb, claimed."orderId", claimed."orderNo",
      channel.marketplace, channel.name as "channelName", claimed.product, answer.reason,
      answer.detail, answer.waybill_no as "waybillNo", answer.state,
      answer.answer_message as "answerMessage", operator.name as operator,
      answer.created_at as "createdAt"
    from claim_answers answer
    join channels channel
      on channel.mall_id = answer.mall_id and channel.id = answer.channel_id
    join lateral (
      select claim.id as "claimId", orders.id as "orderId", orders.order_no as "orderNo",
        concat_ws(' · ', line.product_name, nullif(line.option, '')) as product
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where claim.mall_id = answer.mall_id and claim.channel_id = answer.channel_id
        and claim.claim_no = answer.claim_no
      order by claim.id limit 1
    ) claimed on true
    left join operators operator
      on operator.mall_id = answer.mall_id and operator.user_id = answer.requested_by
    where answer.mall_id = ${ctx.mallId} and ${which}`,
  );
  return answers.map((answer) => ({ ...answer, detail: shownText(ctx, answer.detail) }));
}
