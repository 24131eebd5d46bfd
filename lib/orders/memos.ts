import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { shownText } from '@/lib/recipients/mask';

/** order: for whoever packs it; cs: of a talk with the buyer. */
export const memoKinds = ['order', 'cs'] as const;

export type MemoKind = (typeof memoKinds)[number];

export type Memo = {
  id: number;
  kind: MemoKind;
  text: string;
  operator: string | null;
  createdAt: string;
};

/** The newest on top. */
export async function memosOf(tx: Tx, ctx: Ctx, orderId: number): Promise<Memo[]> {
  const memos = await rows<Memo>(
    tx,
    sql`
    select memo.id, memo.kind, memo.text, operator.name as operator, memo.created_at as "createdAt"
    from memos memo
    left join operators operator
      on operator.mall_id = memo.mall_id and operator.user_id = memo.user_id
    where memo.mall_id = ${ctx.mallId} and memo.order_id = ${orderId} and memo.removed_at is null
    order by memo.id desc`,
  );
  return memos.map((memo) => ({ ...memo, text: shownText(ctx, memo.text) }));
}

export async function addMemo(
  ctx: Ctx,
  memo: { orderId: number; kind: MemoKind; text: string },
): Promise<{ memoId: number }> {
  const { orderId, kind, text } = memo;
  return inMall(ctx, async (tx) => {
    const [added] = await rows<{ id: number }>(
      tx,
      sql`
      insert into memos (mall_id, order_id, kind, text, user_id, created_at)
      select ${ctx.mallId}, id, ${kind}, ${text}, ${ctx.userId}, ${ctx.now.toISOString()}
      from orders where mall_id = ${ctx.mallId} and id = ${orderId} for share
      returning id`,
    );
    if (!added) throw new ExpectedError('errors.notFound');
    const detail = { memoId: added.id, kind };
    await recordEvent(tx, ctx, { verb: 'memo.add', subject: 'order', subjectId: orderId, detail });
    return { memoId: added.id };
  });
}

/** Takes it off every list; the history still says that it was there. */
export async function removeMemo(ctx: Ctx, memoId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const [removed] = await rows<{ orderId: number; kind: MemoKind }>(
      tx,
      sql`
      update memos set removed_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId} and id = ${memoId} and removed_at is null
      returning order_id as "orderId", kind`,
    );
    if (!removed) throw new ExpectedError('errors.notFound');
    const detail = { memoId, kind: removed.kind };
    await recordEvent(tx, ctx, {
      verb: 'memo.remove',
      subject: 'order',
      subjectId: removed.orderId,
      detail,
    });
  });
}
