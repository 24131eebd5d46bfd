import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { RemotePostcodes } from '@/db/schema/tenancy';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { readPostcodeList } from './postcode-list';

/** 기본 배송업체: the contract of parcels that no rule means; null: none is proposed. */
export async function saveUsualAccount(
  ctx: Ctx,
  accountId: number | null,
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [account] = await rows<{ name: string }>(
      tx,
      sql`select name from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
    );
    if (accountId !== null && !account) throw new ExpectedError('errors.notFound');
    await tx.execute(sql`
      update mall_settings set usual_account_id = ${accountId} where mall_id = ${ctx.mallId}`);
    const name = account?.name ?? '';
    await recordEvent(tx, ctx, {
      verb: 'usualAccount.set',
      subject: 'setting',
      subjectId: null,
      detail: { name },
    });
    return { name };
  });
}

/** The mall's own 도서산간, a line a range; empty text goes back to the built-in list. */
export async function saveRemotePostcodes(ctx: Ctx, text: string): Promise<{ count: number }> {
  const read = readPostcodeList(text);
  if ('wrong' in read) throw new ExpectedError('rules.errors.postcode', { line: read.wrong });
  const own: RemotePostcodes[] | null = text.trim() === '' ? null : read.ranges;
  return inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update mall_settings set remote_postcodes = ${own && JSON.stringify(own)}::jsonb
      where mall_id = ${ctx.mallId}`);
    const count = own?.length ?? 0;
    await recordEvent(tx, ctx, {
      verb: 'remotePostcodes.set',
      subject: 'setting',
      subjectId: null,
      detail: { count },
    });
    return { count };
  });
}
