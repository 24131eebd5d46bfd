import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockStates } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import type { IssuingAccount } from '../accounts/issuing-account';
import { tellWhenLow } from '../accounts/low-numbers';
import { planGivable } from '../plan';
import { invoiceRules } from '../reasons';
import { giveWaybills, noteRefusals } from '../store';
import type { NumberResult } from './number-from-range';

/** Gives allocated shipments the next full numbers of an account's list; each is used once for ever. */
export async function numberFromList(
  ctx: Ctx,
  account: IssuingAccount,
  shipmentIds: number[],
): Promise<NumberResult> {
  const { courier } = account;
  return inMall(ctx, async (tx) => {
    await expectMany(tx, shipmentIds.length);
    const { givable, refused } = planGivable(shipmentIds, await lockStates(tx, ctx, shipmentIds));
    const numbers = await takeListed(tx, ctx, account.id, givable.length);
    if (numbers.length < givable.length)
      throw new ExpectedError('invoice.errors.rangeShort', {
        missing: givable.length - numbers.length,
      });
    const runId = await startRun(tx, ctx, 'invoice', { by: 'list', account: account.name });
    await giveWaybills(tx, ctx, runId, {
      source: 'list',
      rule: invoiceRules.fromList,
      rows: givable.map((shipmentId, index) => ({
        shipmentId,
        courier,
        waybillNo: numbers[index] ?? '',
        rangeId: null,
      })),
    });
    await noteRefusals(tx, ctx, refused);
    await recordDecisions(tx, ctx, runId, [
      ...givable.map((shipmentId) => ({ shipmentId, rule: invoiceRules.fromList, values: [] })),
      ...refused.map((refusal) => ({ ...refusal, values: [] })),
    ]);
    const counts = { numbered: givable.length, refused: refused.length };
    await finishRun(tx, ctx, runId, counts);
    await tellWhenLow(tx, ctx, account, givable.length);
    return { runId, numbered: givable.length, refused };
  });
}

/** Two operators at once take different ones; what somebody typed onto a parcel is passed over. */
async function takeListed(tx: Tx, ctx: Ctx, accountId: number, count: number): Promise<string[]> {
  const taken = await rows<{ id: number; waybillNo: string }>(
    tx,
    sql`
    with next as materialized (
      select id from listed_numbers listed
      where mall_id = ${ctx.mallId} and courier_account_id = ${accountId} and taken_at is null
        and not exists (
          select from waybills
          where mall_id = ${ctx.mallId} and courier = listed.courier
            and waybill_no = listed.waybill_no)
      order by id limit ${count} for update skip locked
    )
    update listed_numbers listed set taken_at = ${ctx.now.toISOString()}
    from next
    where listed.mall_id = ${ctx.mallId} and listed.id = next.id
    returning listed.id, listed.waybill_no as "waybillNo"`,
  );
  return taken.sort((a, b) => a.id - b.id).map((row) => row.waybillNo);
}
