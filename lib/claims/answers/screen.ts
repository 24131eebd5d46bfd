import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { ClaimVerb } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import type { PageRequest } from '@/lib/paging';
import { shownText } from '@/lib/recipients/mask';
import { countTellings, pageOfTellings } from '@/lib/tellings/lists';

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
      where line.mall_id = telling.mall_id and line.order_id = ${orderId}
        and claim.channel_id = telling.channel_id and claim.claim_no = telling.claim_no)`,
  );
}

export function answersOfClaim(ctx: Ctx, claimId: number): Promise<AnswerRow[]> {
  return newestFirst(
    ctx,
    sql`(telling.channel_id, telling.claim_no) = (
      select channel_id, claim_no from claims
      where mall_id = ${ctx.mallId} and id = ${claimId})`,
  );
}

const answers = {
  table: 'claim_answers',
  lists: {
    open: sql`telling.state in ('queued', 'running', 'failed', 'unknown')`,
    failed: sql`telling.state in ('failed', 'unknown')`,
  },
  read: readAnswers,
} as const;

export const answerLists = ['open', 'failed'] as const satisfies (keyof typeof answers.lists)[];

export type AnswerList = (typeof answerLists)[number];

/** All that is on its way, was refused, or has no known outcome, or without the first. */
export const openAnswers = (ctx: Ctx, list: AnswerList, request: PageRequest) =>
  pageOfTellings(ctx, answers, list, request);

export const answerCounts = (ctx: Ctx) => countTellings<AnswerList>(ctx, answers);

function newestFirst(ctx: Ctx, which: SQL): Promise<AnswerRow[]> {
  return readMall(ctx, (tx) => readAnswers(tx, ctx, sql`${which} order by telling.id desc`));
}

async function readAnswers(tx: Tx, ctx: Ctx, which: SQL): Promise<AnswerRow[]> {
  const found = await rows<AnswerRow>(
    tx,
    sql`
    select telling.id, claimed."claimId", telling.verb, claimed."orderId", claimed."orderNo",
      channel.marketplace, channel.name as "channelName", claimed.product, telling.reason,
      telling.detail, telling.waybill_no as "waybillNo", telling.state,
      telling.answer_message as "answerMessage", operator.name as operator,
      telling.created_at as "createdAt"
    from claim_answers telling
    join channels channel
      on channel.mall_id = telling.mall_id and channel.id = telling.channel_id
    join lateral (
      select claim.id as "claimId", orders.id as "orderId", orders.order_no as "orderNo",
        concat_ws(' · ', line.product_name, nullif(line.option, '')) as product
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where claim.mall_id = telling.mall_id and claim.channel_id = telling.channel_id
        and claim.claim_no = telling.claim_no
      order by claim.id limit 1
    ) claimed on true
    left join operators operator
      on operator.mall_id = telling.mall_id and operator.user_id = telling.requested_by
    where telling.mall_id = ${ctx.mallId} and ${which}`,
  );
  return found.map((answer) => ({ ...answer, detail: shownText(ctx, answer.detail) }));
}
