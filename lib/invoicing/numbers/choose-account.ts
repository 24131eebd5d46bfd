import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { isCommitted, isOpen } from '@/lib/shipments/stages';
import { type LoadSelection, selectedIds } from '../load/load-rows';

/**
 * 배송업체 변경: these parcels go with this contract, whatever the rules propose; null gives them back
 * to the rules. A parcel that has its number, or is with the courier's program, stays as it is.
 */
export async function chooseAccount(
  ctx: Ctx,
  selection: LoadSelection,
  accountId: number | null,
): Promise<{ changed: number; kept: number; name: string }> {
  return inMall(ctx, async (tx) => {
    const name = accountId === null ? '' : await accountName(tx, ctx, accountId);
    const ids = await selectedIds(tx, ctx, selection);
    await expectMany(tx, ids.length);
    const locked = await lockShipments(tx, ctx, ids);
    const free = [...locked.values()]
      .filter((one) => isOpen(one) && !isCommitted(one) && one.waybillNo === null)
      .map(({ id }) => id);
    const changed = await rows<{ id: number }>(
      tx,
      sql`
      update shipments set chosen_account_id = ${accountId}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(free)}::bigint[])
        and chosen_account_id is distinct from ${accountId}::bigint
      returning id`,
    );
    const shipmentIds = changed.map(({ id }) => id);
    await recordEvents(tx, ctx, {
      verb: 'courier.choose',
      subject: 'shipment',
      subjectIds: shipmentIds,
      detail: { account: name },
    });
    return { changed: shipmentIds.length, kept: ids.length - shipmentIds.length, name };
  });
}

async function accountName(tx: Tx, ctx: Ctx, accountId: number): Promise<string> {
  const [account] = await rows<{ name: string }>(
    tx,
    sql`select name from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
  );
  if (!account) throw new ExpectedError('errors.notFound');
  return account.name;
}
