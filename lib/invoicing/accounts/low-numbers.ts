import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { notify } from '@/lib/notifications/notify';

export const LOW_REMAINING = 500;

/** Tells the mall once when what it just took brings an account's numbers under the low mark. */
export async function tellWhenLow(
  tx: Tx,
  ctx: Ctx,
  account: { id: number; name: string },
  taken: number,
): Promise<void> {
  // One after the other: else two that take at once would each see the mark crossed by nobody.
  await tx.execute(sql`
    select from courier_accounts
    where mall_id = ${ctx.mallId} and id = ${account.id} for no key update`);
  const { remaining } = await oneRow<{ remaining: number }>(
    tx,
    sql`
    select case numbers_from
      when 'list' then (
        select count(*) from listed_numbers
        where mall_id = ${ctx.mallId} and courier_account_id = ${account.id} and taken_at is null)
      else (
        select coalesce(sum(to_serial - next_serial + 1), 0) from waybill_ranges
        where mall_id = ${ctx.mallId} and courier_account_id = ${account.id})
      end::int as remaining
    from courier_accounts where mall_id = ${ctx.mallId} and id = ${account.id}`,
  );
  const isCrossed = remaining <= LOW_REMAINING && remaining + taken > LOW_REMAINING;
  if (!isCrossed) return;
  await notify(tx, ctx, {
    kind: 'numbers_low',
    subject: 'courierAccount',
    subjectId: account.id,
    values: { account: account.name, remaining },
  });
}
