import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { ClaimVerb } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import type { PageRequest } from '@/lib/paging';
import { shownAnswer, shownText } from '@/lib/recipients/mask';
import { countTellings, pageOfTellings } from '@/lib/tellings/lists';
import { type TellingRow, tellingColumns, withNames } from '@/lib/tellings/row';

export type AnswerRow = TellingRow & {
  /** One of the claim's lines, to open it by. */
  claimId: number;
  verb: ClaimVerb;
  waybillNo: string;
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
    select ${tellingColumns}, telling.verb, telling.waybill_no as "waybillNo", claimed.*
    from claim_answers telling ${withNames}
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
    where telling.mall_id = ${ctx.mallId} and ${which}`,
  );
  return found.map((answer) => ({
    ...answer,
    detail: shownText(ctx, answer.detail),
    answerMessage: shownAnswer(ctx, answer.answerMessage),
  }));
}
