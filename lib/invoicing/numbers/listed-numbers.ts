import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import { MAX_LISTED, readNumberList } from './number-list';

export type ListedResult = {
  added: number;
  /** Twice in the list, listed before, or on a parcel already. */
  known: number;
};

/** Full numbers that the courier handed out, in the order they are to be used. */
export async function addListedNumbers(
  ctx: Ctx,
  { accountId, text }: { accountId: number; text: string },
): Promise<ListedResult> {
  return inMall(ctx, async (tx) => {
    const [account] = await rows<{ courier: string }>(
      tx,
      sql`
      select courier from courier_accounts
      where mall_id = ${ctx.mallId} and id = ${accountId} for update`,
    );
    if (!account || !isCourierKey(account.courier)) throw new ExpectedError('errors.notFound');
    const list = readNumberList(account.courier, text);
    if (list.wrong.length > 0)
      throw new ExpectedError('couriers.errors.wrongNumbers', {
        count: list.wrong.length,
        first: list.wrong.slice(0, 3).join(', '),
      });
    if (list.numbers.length === 0) throw new ExpectedError('couriers.errors.noNumbers');
    if (list.numbers.length > MAX_LISTED)
      throw new ExpectedError('couriers.errors.tooManyNumbers', { max: MAX_LISTED });
    const added = await insert(tx, ctx, accountId, account.courier, list.numbers);
    await recordEvent(tx, ctx, {
      verb: 'listedNumbers.add',
      subject: 'setting',
      subjectId: accountId,
      detail: { count: added },
    });
    return { added, known: list.numbers.length + list.repeated - added };
  });
}

async function insert(tx: Tx, ctx: Ctx, accountId: number, courier: string, numbers: string[]) {
  const { added } = await oneRow<{ added: number }>(
    tx,
    sql`
    with given as (
      select no, place from unnest(${sql.param(numbers)}::text[]) with ordinality as given (no, place)
    ), written as (
      insert into listed_numbers (mall_id, courier_account_id, courier, waybill_no, created_at)
      select ${ctx.mallId}, ${accountId}, ${courier}, no, ${ctx.now.toISOString()}
      from given
      where not exists (
        select from waybills
        where mall_id = ${ctx.mallId} and courier = ${courier} and waybill_no = no)
      order by place
      on conflict (mall_id, courier, waybill_no) do nothing
      returning id
    )
    select count(*)::int as added from written`,
  );
  return added;
}
