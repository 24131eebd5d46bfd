import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, sendAll, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { type CourierKey, isCourierKey } from '@/lib/couriers/registry';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { ExpectedError } from '@/lib/errors';
import { lockStates } from '@/lib/shipments/locks';
import { type Decision, finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { tellWhenLow } from '../accounts/low-numbers';
import { type NumberPlan, planNumbers, type Serials } from '../plan';
import { invoiceRules } from '../reasons';
import { giveWaybills, noteRefusals } from '../store';

export type NumberResult = { runId: number; numbered: number; refused: NumberPlan['refused'] };

/**
 * Gives allocated shipments the next numbers of a courier account's ranges, in the order asked for.
 * A number is used once for ever, also when two operators press at the same time.
 */
export async function numberFromRange(
  ctx: Ctx,
  input: { shipmentIds: number[]; courierAccountId: number },
): Promise<NumberResult> {
  return inMall(ctx, async (tx) => {
    await expectMany(tx, input.shipmentIds.length);
    const found = await lockStates(tx, ctx, input.shipmentIds);
    const account = await courierAccount(tx, ctx, input.courierAccountId);
    const { courier } = account;
    const ranges = await lockRanges(tx, ctx, input.courierAccountId);
    const used = await numbersUsedElsewhere(tx, ctx, courier, ranges);
    const plan = planNumbers(input.shipmentIds, found, ranges, used);
    if (plan.missing > 0)
      throw new ExpectedError('invoice.errors.rangeShort', { missing: plan.missing });
    const runId = await startRun(tx, ctx, 'invoice', { by: 'range', account: account.name });
    await advanceRanges(tx, ctx, plan);
    await sendAll(
      () => giveWaybills(tx, ctx, runId, giftsOf(courier, plan)),
      () => noteRefusals(tx, ctx, plan.refused),
      () => recordDecisions(tx, ctx, runId, decisionsOf(plan)),
    );
    await finishRun(tx, ctx, runId, {
      numbered: plan.numbered.length,
      refused: plan.refused.length,
    });
    await tellWhenLow(tx, ctx, { id: input.courierAccountId, ...account }, plan.numbered.length);
    return { runId, numbered: plan.numbered.length, refused: plan.refused };
  });
}

function giftsOf(courier: CourierKey, plan: NumberPlan) {
  const rows = plan.numbered.map(({ shipmentId, rangeId, serial }) => ({
    shipmentId,
    courier,
    waybillNo: waybillNoFromSerial(courier, serial),
    rangeId,
  }));
  return { source: 'range', rule: invoiceRules.fromRange, rows } as const;
}

function decisionsOf(plan: NumberPlan): Decision[] {
  const numbered = plan.numbered.map(({ shipmentId, serial }) => ({
    shipmentId,
    rule: invoiceRules.fromRange,
    values: [serial],
  }));
  return [...numbered, ...plan.refused.map((refusal) => ({ ...refusal, values: [] }))];
}

async function courierAccount(
  tx: Tx,
  ctx: Ctx,
  accountId: number,
): Promise<{ courier: CourierKey; name: string }> {
  const [account] = await rows<{ courier: string; name: string }>(
    tx,
    sql`
    select courier, name from courier_accounts
    where mall_id = ${ctx.mallId} and id = ${accountId}`,
  );
  if (!account || !isCourierKey(account.courier)) throw new ExpectedError('errors.notFound');
  return { courier: account.courier, name: account.name };
}

async function lockRanges(tx: Tx, ctx: Ctx, accountId: number): Promise<Serials[]> {
  return rows<Serials>(
    tx,
    sql`
    select id as "rangeId", next_serial as "nextSerial", to_serial as "toSerial"
    from waybill_ranges
    where mall_id = ${ctx.mallId} and courier_account_id = ${accountId}
      and next_serial <= to_serial
    order by id for update`,
  );
}

/** Serials ahead whose number was typed or imported before its turn came: the index tells in one look. */
async function numbersUsedElsewhere(
  tx: Tx,
  ctx: Ctx,
  courier: CourierKey,
  ranges: readonly Serials[],
): Promise<Set<number>> {
  if (ranges.length === 0) return new Set();
  const ahead = ranges.map(
    ({ nextSerial, toSerial }) => sql`
    select waybill_no as "waybillNo" from waybills
    where mall_id = ${ctx.mallId} and courier = ${courier}
      and waybill_no between ${waybillNoFromSerial(courier, nextSerial)}
        and ${waybillNoFromSerial(courier, toSerial)}`,
  );
  const found = await rows<{ waybillNo: string }>(tx, sql.join(ahead, sql` union all `));
  const fullLength = waybillNoFromSerial(courier, 0).length;
  return new Set(
    found
      .filter(({ waybillNo }) => waybillNo.length === fullLength)
      .map(({ waybillNo }) => Number(waybillNo.slice(0, -1))),
  );
}

async function advanceRanges(tx: Tx, ctx: Ctx, plan: NumberPlan) {
  const lastSerials = new Map(plan.numbered.map(({ rangeId, serial }) => [rangeId, serial]));
  for (const [rangeId, lastSerial] of lastSerials)
    await tx.execute(sql`
      update waybill_ranges set next_serial = ${lastSerial + 1}
      where mall_id = ${ctx.mallId} and id = ${rangeId}`);
}
