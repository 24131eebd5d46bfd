import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { type ShownRecipient, shownRecipient } from '@/lib/recipients/mask';

/** What a person said of two recipients, and who these are; null once their data is purged. */
export type RememberedAnswer = {
  id: number;
  isTogether: boolean;
  answeredAt: string;
  operator: string | null;
  recipients: [ShownRecipient | null, ShownRecipient | null];
};

type StoredRecipient = Parameters<typeof shownRecipient>[1];

type AnswerRow = Omit<RememberedAnswer, 'recipients'> & {
  first: StoredRecipient | null;
  second: StoredRecipient | null;
};

/** The answers that decide without asking again, the latest on top. */
export async function answerPage(
  tx: Tx,
  ctx: Ctx,
  request: PageRequest,
): Promise<Page<RememberedAnswer>> {
  const { beyond, order } = keyset(request, [sql`answer.answered_at`, sql`answer.id`]);
  const found = await rows<AnswerRow>(
    tx,
    sql`
    select answer.id, answer.is_together as "isTogether", answer.answered_at as "answeredAt",
      operator.name as operator, ${recipientOf(sql`first`)} as first,
      ${recipientOf(sql`second`)} as second
    from bundle_answers answer
    left join operators operator
      on operator.mall_id = answer.mall_id and operator.user_id = answer.answered_by
    left join recipients first
      on first.mall_id = answer.mall_id and first.id = answer.recipient_a
    left join recipients second
      on second.mall_id = answer.mall_id and second.id = answer.recipient_b
    where answer.mall_id = ${ctx.mallId} ${beyond} ${order}`,
  );
  const answers = found.map(({ first, second, ...answer }) => ({
    ...answer,
    recipients: [shown(ctx, first), shown(ctx, second)] satisfies RememberedAnswer['recipients'],
  }));
  const total = await countAnswers(tx, ctx);
  return pageOf<RememberedAnswer>(answers, total, request, (one) => [one.answeredAt, one.id]);
}

export async function countAnswers(tx: Tx, ctx: Ctx): Promise<number> {
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`select count(*)::int as count from bundle_answers where mall_id = ${ctx.mallId}`,
  );
  return count;
}

const recipientOf = (side: ReturnType<typeof sql>) => sql`
  case when ${side}.name <> '' then json_build_object('name', ${side}.name, 'phone', ${side}.phone,
    'mobile', ${side}.mobile, 'postcode', ${side}.postcode, 'address1', ${side}.address1,
    'address2', ${side}.address2) end`;

function shown(ctx: Ctx, recipient: StoredRecipient | null): ShownRecipient | null {
  return recipient && shownRecipient(ctx, recipient);
}
